import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';

/** Pictures that a command draws never replace anything: better said before the work than after it. */
export async function requireFreeNames(...paths: string[]): Promise<void> {
  for (const path of paths) {
    if ((await lstat(path).catch(() => null)) === null) continue;
    const name = basename(path);
    throw new AppError('bad-input', say('save.nameTaken', { file: name }), name);
  }
}
