import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '@contract/result';

/** Pictures that a command draws never replace anything: better said before the work than after it. */
export async function requireFreeNames(...paths: string[]): Promise<void> {
  for (const path of paths) {
    if ((await lstat(path).catch(() => null)) === null) continue;
    const name = basename(path);
    throw new AppError('bad-input', `There is already a file called ${name}. Choose another name.`, name);
  }
}
