import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { StartChild } from '../processes/carrier';
import { runSelfTest } from '../self-test/run';
import type { ShellServices } from '../host/shell-services';
import { listFolder } from './folders';

/** What a browser page can have of this machine: no dialogs, but the folders of the user's home. */
export function webServices(
  version: string,
  home: string,
  selfTest: { carrier: StartChild; root: string },
): ShellServices {
  const noDialogs = () => Promise.reject(new AppError('unavailable', say('web.noDialogs')));
  const services: ShellServices = {
    info: () => ({ version, shell: 'web', platform: process.platform, nativeDialogs: false }),
    languages: () => [Intl.DateTimeFormat().resolvedOptions().locale],
    pickPhotos: noDialogs,
    pickFolder: noDialogs,
    listFolder: ({ folder }, registry) =>
      listFolder(home, folder === undefined ? null : registry.folder(folder), registry),
  };
  return { ...services, selfTest: () => runSelfTest({ ...selfTest, shell: services }) };
}
