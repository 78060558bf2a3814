import { AppError } from '@contract/result';
import type { ShellServices } from '../host/shell-services';
import { listFolder } from './folders';

/** What a browser page can have of this machine: no dialogs, but the folders of the person's home. */
export function webServices(version: string, home: string): ShellServices {
  const noDialogs = () =>
    Promise.reject(new AppError('unavailable', 'A browser page has no system dialogs. Choose from the list instead.'));
  return {
    info: () => ({ version, shell: 'web', platform: process.platform, nativeDialogs: false }),
    languages: () => [Intl.DateTimeFormat().resolvedOptions().locale],
    pickPhotos: noDialogs,
    pickFolder: noDialogs,
    listFolder: ({ folder }, registry) =>
      listFolder(home, folder === undefined ? null : registry.folder(folder), registry),
  };
}
