import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';

/** Another text as soon as another file, or the same one changed, lies at the path. Throws AppError('not-found'). */
export async function photoIdentity(path: string): Promise<string> {
  const facts = await stat(path).catch(() => {
    const name = basename(path);
    throw new AppError('not-found', say('file.goneAddAgain', { file: name }), name);
  });
  return photoKey(path, facts);
}

export const photoKey = (path: string, { mtimeMs, size, ino }: Stats): string => `${path}\0${mtimeMs}\0${size}\0${ino}`;
