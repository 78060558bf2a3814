import { constants } from 'node:fs';
import { access, lstat, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { writeFailure } from './disk-error';

/**
 * The one rule of everything that writes where the user said: nothing of theirs is ever replaced. A name is free, or it
 * is an ordinary file that is proven to be ours and is none of what is read from; all else stays as it is. Files are
 * replaced by giving the name to a new one, so that further names of an old one keep what they have.
 */

/** Whether a file is proven to be ours: a result, a model, a report. */
export type Proof = (path: string) => Promise<boolean>;

/** What is there under a name: nothing, a file that may be replaced, or something that is never touched. */
export type Occupant = 'nothing' | 'file' | 'untouchable';

export class FileExists extends AppError {
  constructor(path: string) {
    const name = basename(path);
    super('bad-input', say('save.nameTaken', { file: name }), name);
  }
}

/** Nothing that is there may be replaced. */
const never: Proof = () => Promise.resolve(false);

/** Device and file number: the same for all names and links of a file. Null where there is nothing. */
export async function identityOf(path: string): Promise<string | null> {
  const facts = await stat(path, { bigint: true }).catch(() => null);
  return facts === null ? null : `${facts.dev}:${facts.ino}`;
}

/** What lies under a name. `inputs`: identities of the files that are read from, whatever they are called. */
export async function occupantOf(path: string, isOurs: Proof, inputs?: ReadonlySet<string>): Promise<Occupant> {
  const facts = await lstat(path, { bigint: true }).catch(() => null);
  if (facts === null) return 'nothing';
  if (!facts.isFile() || inputs?.has(`${facts.dev}:${facts.ino}`)) return 'untouchable';
  return (await isOurs(path).catch(() => false)) ? 'file' : 'untouchable';
}

/** Says before the work, rather than after it, that a name cannot be written to. Throws AppError 'bad-input'. */
export async function refuseToReplace(out: string, inputs: readonly string[] = [], isOurs = never): Promise<void> {
  const read = new Set(await Promise.all(inputs.map(identityOf)));
  const there = await identityOf(out);
  const name = basename(out);
  if (there !== null && read.has(there)) throw new AppError('bad-input', say('save.isRead', { file: name }), name);
  if ((await occupantOf(out, isOurs)) === 'untouchable') throw new FileExists(out);
  await refuseUnwritable(out);
}

/** Folders that are not there may be made: the first that is has to be one, and to take new files. Throws AppError 'disk'. */
async function refuseUnwritable(out: string): Promise<void> {
  let folder = dirname(resolve(out));
  let facts = await stat(folder).catch(() => null);
  while (facts === null && dirname(folder) !== folder) {
    folder = dirname(folder);
    facts = await stat(folder).catch(() => null);
  }
  if (facts?.isDirectory() === false) throw writeFailure({ code: 'EEXIST' }, folder);
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw writeFailure(error, join(folder, basename(out)));
  });
}
