import type { OpenDialogOptions, OpenDialogReturnValue } from 'electron';
import { PHOTO_EXTENSIONS } from '@contract/photo';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { ShellServices } from '../host/shell-services';
import type { Worded } from './language';

type OpenDialog = (options: OpenDialogOptions) => Promise<OpenDialogReturnValue>;

const PHOTO_FILTERS = [
  { name: say('shell.photos'), extensions: PHOTO_EXTENSIONS.map((extension) => extension.slice(1)) },
  { name: say('shell.models'), extensions: ['onepair'] },
  { name: say('shell.allFiles'), extensions: ['*'] },
];

/** The system's own dialogs. What is chosen is registered at once: the page gets ids and names, never paths. */
export function electronServices(
  version: string,
  open: OpenDialog,
  language: () => Promise<Worded>,
  openPath: (path: string) => Promise<string>,
  languages: () => readonly string[],
  more: Pick<ShellServices, 'opened' | 'selfTest' | 'selfTestDone'> & { isSelfTest: boolean },
): ShellServices {
  const { isSelfTest, ...rest } = more;
  return {
    ...rest,
    info: () => ({
      version,
      shell: 'electron',
      platform: process.platform,
      nativeDialogs: true,
      ...(isSelfTest ? { selfTest: true } : {}),
    }),
    languages,
    pickPhotos: async ({ multiple }, registry) => {
      const properties: OpenDialogOptions['properties'] = multiple ? ['openFile', 'multiSelections'] : ['openFile'];
      const worded = await language();
      const filters = PHOTO_FILTERS.map((filter) => ({ ...filter, name: worded(filter.name) }));
      const { canceled, filePaths } = await open({ properties, filters });
      return canceled ? [] : filePaths.map((path) => registry.registerPhoto(path));
    },
    pickFolder: async (registry) => {
      const { canceled, filePaths } = await open({ properties: ['openDirectory', 'createDirectory'] });
      const [path] = filePaths;
      return canceled || path === undefined ? null : registry.registerFolder(path);
    },
    // Electron answers with what went wrong.
    openPath: async (path) => (await openPath(path)) === '',
    listFolder: () => Promise.reject(new AppError('unavailable', say('folder.inSystemDialog'))),
  };
}
