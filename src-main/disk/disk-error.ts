import { homedir } from 'node:os';
import { basename, dirname } from 'node:path';
import { AppError } from '@contract/result';
import { sizeForPeople } from '@contract/size';

/** A folder as a person knows it: the home folder is '~'. */
export function folderLabel(folder: string): string {
  const home = homedir();
  return folder === home || folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

/** The disk of a folder has no room: what waits for room can go on later. */
export class DiskFull extends AppError {
  readonly folder: string;
  /** What would have been written; 0 where that is not known. */
  readonly neededBytes: number;

  constructor(message: string, path: string, neededBytes: number) {
    super('disk', message, basename(path));
    this.folder = dirname(path);
    this.neededBytes = neededBytes;
  }
}

/** Turns a failed write of `path` into a sentence that names the folder; other errors pass unchanged. */
export function writeFailure(error: unknown, path: string, bytes?: number): unknown {
  const folder = folderLabel(dirname(path));
  const name = basename(path);
  const disk = (why: string) => new AppError('disk', `${name} was not saved: ${why}`, name);
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOSPC':
    case 'EDQUOT': {
      const need = bytes === undefined ? 'some space' : `at least ${sizeForPeople(bytes)}`;
      const message = `${name} was not saved: the disk of the folder ${folder} is full. Free ${need} there, or choose another folder.`;
      return new DiskFull(message, path, bytes ?? 0);
    }
    case 'EFBIG':
      return disk(`the disk of the folder ${folder} cannot hold a file this large. Choose another folder.`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return disk(`the folder ${folder} cannot be written to. Change its permissions, or choose another folder.`);
    case 'ENOENT':
    case 'ENOTDIR':
      return disk(`the folder ${folder} is not there. Connect its disk or create it, then try again.`);
    case 'ENAMETOOLONG':
      return disk('its name is too long for this disk. Choose a shorter name.');
    case 'EIO':
    case 'EMFILE':
    case 'ENFILE':
    case 'EBUSY':
      return disk(`the disk of the folder ${folder} reported an error (${(error as Error).message}). Try again.`);
    default:
      return error;
  }
}

/** Turns a failed read of `path` into a sentence that names the file; other errors pass unchanged. */
export function readFailure(error: unknown, path: string): unknown {
  const name = basename(path);
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('not-found', `${name} is not there any more. Look for it and choose it again.`, name);
    case 'EACCES':
    case 'EPERM':
      return new AppError('bad-input', `${name} may not be read. Change its permissions and try again.`, name);
    case 'ELOOP':
      return new AppError('bad-input', `${name} is a link, not a file. Choose the file itself.`, name);
    case 'EISDIR':
      return new AppError('bad-input', `${name} is a folder, not a file. Choose a file in it.`, name);
    case 'EIO':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENXIO':
      return new AppError('disk', `${name} could not be read (${(error as Error).message}). Try again.`, name);
    default:
      return error;
  }
}
