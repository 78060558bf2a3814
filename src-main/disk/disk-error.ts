import { homedir } from 'node:os';
import { basename, dirname } from 'node:path';
import { AppError } from '@contract/result';
import { sizeForPeople } from '@contract/size';
import { say, type Sentence } from '@contract/sentence';

/** A folder as the user knows it: the home folder is '~'. */
export function folderLabel(folder: string): string {
  const home = homedir();
  return folder === home || folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

/** The disk of a folder has no room: what waits for room can go on later. */
export class DiskFull extends AppError {
  readonly folder: string;
  /** What would have been written; 0 where that is not known. */
  readonly neededBytes: number;

  constructor(sentence: Sentence, path: string, neededBytes: number) {
    super('disk', sentence, basename(path));
    this.folder = dirname(path);
    this.neededBytes = neededBytes;
  }
}

/** Turns a failed write of `path` into a sentence that names the folder; other errors pass unchanged. */
export function writeFailure(error: unknown, path: string, bytes?: number): unknown {
  const folder = folderLabel(dirname(path));
  const name = basename(path);
  const disk = (why: Sentence) => new AppError('disk', say('save.notSaved', { file: name, why }), name);
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOSPC':
    case 'EDQUOT': {
      const need = bytes === undefined ? say('save.someSpace') : say('save.atLeast', { size: sizeForPeople(bytes) });
      const message = say('save.diskFull', { file: name, folder, need });
      return new DiskFull(message, path, bytes ?? 0);
    }
    case 'EFBIG':
      return disk(say('save.fileTooLarge', { folder }));
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return disk(say('save.readOnly', { folder }));
    case 'ENOENT':
    case 'ENOTDIR':
      return disk(say('save.folderGone', { folder }));
    case 'EEXIST':
      return disk(say('save.isNotAFolder'));
    case 'ENAMETOOLONG':
      return disk(say('save.nameTooLong'));
    default:
      return isSystemError(error) ? disk(say('save.diskError', { folder, why: reasonOf(error) })) : error;
  }
}

/** An error of the operating system ('EIO'); other errors ('ERR_INVALID_ARG_TYPE') are faults of ours. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && /^E(?!RR_)[A-Z0-9]+$/.test((error as NodeJS.ErrnoException).code ?? '');

/** 'i/o error' of "EIO: i/o error, read '/a/b'": no codes and no paths. */
const reasonOf = ({ message }: Error): string => /^[A-Z0-9]+: ([^,]+)/.exec(message)?.[1] ?? message;

/** Turns a failed read of `path` into a sentence that names the file; other errors pass unchanged. */
export function readFailure(error: unknown, path: string): unknown {
  const name = basename(path);
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('not-found', say('file.gone', { file: name }), name);
    case 'EACCES':
    case 'EPERM':
      return new AppError('bad-input', say('file.mayNotBeRead', { file: name }), name);
    case 'ELOOP':
      return new AppError('bad-input', say('file.isLink', { file: name }), name);
    case 'EISDIR':
      return new AppError('bad-input', say('file.isFolder', { file: name }), name);
    default:
      if (!isSystemError(error)) return error;
      return new AppError('disk', say('file.notRead', { file: name, why: reasonOf(error) }), name);
  }
}
