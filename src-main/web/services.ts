import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { StartChild } from '../processes/carrier';
import { runSelfTest } from '../self-test/run';
import type { ShellServices } from '../host/shell-services';
import { listFolder } from './folders';

/** What a browser page can have of this machine: no dialogs, but its folders. */
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
    listFolder: ({ folder, path, outside = false }, registry) =>
      listFolder(home, { folder: path ?? (folder === undefined ? null : registry.folder(folder)), outside }, registry),
  };
  return { ...services, selfTest: () => runSelfTest({ ...selfTest, shell: services }) };
}
