import { lstat, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { FileExists } from './atomic-write';

/**
 * The one rule of every command that writes to a path it was given: it may be written where nothing lies there, or an
 * ordinary file with one name that `isOurs` recognises and that is none of the inputs, whatever they are called. Throws
 * AppError 'bad-input'.
 */
export async function refuseToReplace(
  out: string,
  inputs: readonly string[],
  isOurs: (path: string) => Promise<boolean>,
): Promise<void> {
  const there = await lstat(out, { bigint: true }).catch(() => null);
  if (there === null) return;
  const name = basename(out);
  for (const input of inputs) {
    const facts = await stat(input, { bigint: true }).catch(() => null);
    if (facts?.dev === there.dev && facts.ino === there.ino)
      throw new AppError('bad-input', say('save.isRead', { file: name }), name);
  }
  const isPlain = there.isFile() && there.nlink === 1n;
  if (!isPlain || !(await isOurs(out).catch(() => false))) throw new FileExists(out);
}
