import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { AppError } from '@contract/result';
import { sizeForPeople } from '@contract/size';
import { say, type Sentence } from '@contract/sentence';
import { syncFolder } from './atomic-write';
import { folderLabel, readFailure, writeFailure } from './disk-error';

/**
 * Files and folders of ours that lie in folders of the user. Whoever filled such a folder (an unpacked archive, a
 * shared disk) may have put anything under their names: nothing here follows a link, waits for a pipe, writes to a
 * file that has a second name, or reads without bounds.
 */

/** Where what we remember of a folder of the user's lies. */
export const OWN_FOLDER = '.onepair';

const NEVER_FOLLOW = constants.O_NOFOLLOW | constants.O_NONBLOCK; // Windows has neither: both count as 0 there
const LONGEST_LINE_BYTES = 64 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** What bears a name of ours and cannot be used. */
export function unusable(path: string, why: Sentence): AppError {
  const name = basename(path);
  const where = folderLabel(dirname(path));
  return new AppError('bad-input', say('save.unusable', { file: name, folder: where, why }), name);
}

function whyNotOwn(facts: Stats, mostBytes: number): Sentence | null {
  if (facts.isSymbolicLink()) return say('save.isLink');
  if (!facts.isFile()) return say('save.isNotOrdinary');
  if (facts.nlink > 1) return say('save.isHardLink');
  return facts.size > mostBytes ? say('save.isLargerThan', { size: sizeForPeople(mostBytes) }) : null;
}

/**
 * Opens a file of ours: for reading (null where there is none) or for adding to its end (it is made where there is
 * none). Throws AppError 'bad-input' for what is no ordinary file with one name, or is larger than `mostBytes`.
 */
export async function openOwnFile(path: string, use: 'read', mostBytes: number): Promise<FileHandle | null>;
export async function openOwnFile(path: string, use: 'append', mostBytes: number): Promise<FileHandle>;
export async function openOwnFile(path: string, use: 'read' | 'append', mostBytes: number): Promise<FileHandle | null> {
  const failure = use === 'read' ? readFailure : writeFailure;
  const flags = use === 'read' ? constants.O_RDONLY : constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;
  const there = await lstat(path).catch(() => null);
  const why = there && whyNotOwn(there, mostBytes);
  if (why !== null) throw unusable(path, why);
  if (there === null && use === 'read') return null;
  const file = await open(path, flags | NEVER_FOLLOW, 0o644).catch((error: unknown) => {
    throw failure(error, path);
  });
  // What was looked at may have been exchanged before it was opened.
  const opened = whyNotOwn(await file.stat(), mostBytes);
  if (opened === null) return file;
  await file.close();
  throw unusable(path, opened);
}

/** The lines of an open file, read piece by piece; one that is too long to be ours is passed over. */
export async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let begun: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, null);
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1 && end < bytesRead; end = chunk.indexOf(10, from)) {
      bytes += end - from;
      if (bytes <= LONGEST_LINE_BYTES) yield Buffer.concat([...begun, chunk.subarray(from, end)]).toString();
      [begun, bytes, from] = [[], 0, end + 1];
    }
    bytes += bytesRead - from;
    if (bytes <= LONGEST_LINE_BYTES) begun.push(Buffer.from(chunk.subarray(from, bytesRead)));
    else begun = [];
    if (bytesRead > 0) continue;
    if (bytes > 0 && bytes <= LONGEST_LINE_BYTES) yield Buffer.concat(begun).toString();
    return;
  }
}

/** Whether a folder of ours is there. Throws AppError 'bad-input' where something else bears its name. */
export async function isOwnFolder(path: string): Promise<boolean> {
  const facts = await lstat(path).catch(() => null);
  if (facts === null || facts.isDirectory()) return facts !== null;
  throw unusable(path, facts.isSymbolicLink() ? say('save.leadsElsewhere') : say('save.isNotAFolder'));
}

/**
 * Makes `relative` (with '/'; empty: nothing) below a folder that is there, one name after the other, none of them a
 * link: so what is written there stays below the folder. Throws AppError 'bad-input' or 'disk'.
 */
export async function makeFolderBelow(folder: string, relative: string): Promise<string> {
  let path = folder;
  const names = relative.split('/').filter((part) => part !== '' && part !== '.');
  if (names.includes('..')) throw unusable(join(folder, relative), say('save.leadsElsewhere'));
  for (const name of names) {
    const above = path;
    path = join(above, name);
    if (await isOwnFolder(path)) continue;
    try {
      await mkdir(path);
      await syncFolder(above);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw writeFailure(error, join(path, name));
      await isOwnFolder(path);
    }
  }
  return path;
}

/** Whether `relative` (with '/') names something strictly below a folder, whatever lies there. */
export function staysBelow(relative: string): boolean {
  if (relative.includes('\0') || (process.platform === 'win32' && /[\\:]/.test(relative))) return false;
  return relative.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Whether a full path lies in a folder or deeper, going by the names alone. */
export function isBelow(folder: string, path: string): boolean {
  const top = resolve(folder);
  return path.startsWith(top.endsWith(sep) ? top : top + sep);
}
