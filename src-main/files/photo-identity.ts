import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '@contract/result';

/** Another text as soon as another file, or the same one changed, lies at the path. Throws AppError('not-found'). */
export async function photoIdentity(path: string): Promise<string> {
  const facts = await stat(path).catch(() => {
    const name = basename(path);
    throw new AppError('not-found', `${name} is not there any more. Add it again.`, name);
  });
  return `${path}\0${facts.mtimeMs}\0${facts.size}\0${facts.ino}`;
}
