import { constants } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { writeFailure } from './disk-error';
import { changedMs, isAbandoned, processTag } from './process-tag.mjs';
import { FileExists, occupantOf, type Proof } from './replaceable';

/** The one module for durable writes: under a final name a file is whole, old or new, whatever happens meanwhile. */
export interface WriteOptions {
  /** True: a file of our own place. False: nothing that is there is replaced. A proof: what it holds for is. */
  overwrite: boolean | Proof;
}

/** What a file is made of; what comes bit by bit need never be held as a whole. */
export type Chunks = readonly Uint8Array[] | AsyncIterable<Uint8Array>;

const TEMP_NAME = /^\.~onepair-([0-9a-f]+-\d+-\d+)-\d+$/;
let temps = 0;

/**
 * Writes a file durably: every byte to a temporary file in the same folder, fsync, then the final name, then fsync of
 * the folder. The folder must exist. Throws AppError 'disk' naming the folder, or `FileExists`.
 */
export async function writeFileAtomic(
  path: string,
  chunks: readonly Uint8Array[],
  options: WriteOptions = { overwrite: true },
): Promise<void> {
  const temp = await writeUnpublished(path, chunks);
  try {
    await publishFile(temp, path, options);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * The first half of `writeFileAtomic`: all bytes durably in a temporary file beside `path`; returns its path. It goes with
 * `publishFile`, also in another process, or once this process has ended.
 */
export async function writeUnpublished(path: string, chunks: Chunks): Promise<string> {
  const temp = join(dirname(path), `.~onepair-${processTag()}-${(temps += 1)}`);
  let bytes = Array.isArray(chunks) ? bytesOf(chunks as readonly Uint8Array[]) : 0;
  await cleanOnce(dirname(path));
  try {
    await writeWhole(temp, chunks, (written) => (bytes = Math.max(bytes, written)));
    return temp;
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw writeFailure(error, path, bytes);
  }
}

/** The second half: the temporary file gets its final name. Throws as `writeFileAtomic`; the file is then the caller's. */
export async function publishFile(temp: string, path: string, options: WriteOptions): Promise<void> {
  const { overwrite } = options;
  try {
    const replaces = typeof overwrite === 'boolean' ? overwrite : (await occupantOf(path, overwrite)) === 'file';
    await (replaces ? rename(temp, path) : publishNew(temp, path));
    await syncFolder(dirname(path));
  } catch (error) {
    throw writeFailure(error, path);
  }
}

const bytesOf = (chunks: readonly Uint8Array[]): number => chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);

async function writeWhole(temp: string, chunks: Chunks, onBytes: (written: number) => void): Promise<void> {
  let written = 0;
  const file = await open(temp, 'wx', 0o644);
  try {
    for await (const chunk of chunks) {
      onBytes((written += chunk.byteLength));
      await writeFully(file, chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** One write may take fewer bytes than it was given; a full disk shows only on the next one. */
export async function writeFully(file: FileHandle, bytes: Uint8Array, position: number | null = null): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const at = position === null ? null : position + done;
    const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, at);
    done += bytesWritten;
  }
}

/** Gives `temp` its final name unless that name is taken, in one step where the disk knows links. */
async function publishNew(temp: string, path: string): Promise<void> {
  try {
    await link(temp, path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'EEXIST') throw new FileExists(path);
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL', 'EISDIR'].includes(code)) throw error;
    await renameToClaimedName(temp, path);
    return;
  }
  await unlink(temp);
}

/** Memory cards (exFAT) have no links: the name is claimed by an empty file first, then replaced. */
async function renameToClaimedName(temp: string, path: string): Promise<void> {
  const claim = await open(path, 'wx').catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? new FileExists(path) : error;
  });
  await claim.close();
  try {
    await rename(temp, path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Makes the names in a folder survive a power cut. Windows and some network disks cannot, and need not. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY).catch(() => null);
  try {
    await handle?.sync();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP', 'EBADF'].includes(code)) throw error;
  } finally {
    await handle?.close();
  }
}

/** Removes a file for good; one that is already gone is fine. */
export async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
    await syncFolder(dirname(path));
  } catch (error) {
    throw writeFailure(error, path);
  }
}

/** Gives a file another name on the same disk; a file that has that name already is replaced. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
    await syncFolder(dirname(from));
    await syncFolder(dirname(to));
  } catch (error) {
    throw writeFailure(error, to);
  }
}

/**
 * Creates a folder and its parents, with this mode, so that they survive a power cut; throws AppError 'disk' where that
 * cannot be.
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  try {
    const first = await mkdir(folder, { recursive: true, mode });
    if (first === undefined) return;
    // Node names it as it was asked for, which may be short: 'b'.
    const top = resolve(first);
    for (let made = resolve(folder); made.length >= top.length; made = dirname(made)) await syncFolder(dirname(made));
  } catch (error) {
    throw writeFailure(error, join(folder, basename(folder)));
  }
}

/** Removes what killed saves left in a folder, and nothing else. A missing folder is fine. */
export async function removeStaleTemps(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let removed = 0;
  for (const name of names) {
    const tag = TEMP_NAME.exec(name)?.[1];
    if (tag === undefined || !isAbandoned(tag, changedMs(join(folder, name)))) continue;
    // A folder of such a name is none of ours; what cannot be removed must not stop a save.
    await unlink(join(folder, name)).then(
      () => (removed += 1),
      () => undefined,
    );
  }
  return removed;
}

const cleaned = new Set<string>();

/** `removeStaleTemps`, the first time that this process has to do with a folder. */
export async function cleanOnce(folder: string): Promise<void> {
  if (cleaned.has(folder)) return;
  cleaned.add(folder);
  await removeStaleTemps(folder);
}

const ASIDE = '.broken-';

/** Gives a file of ours that cannot be understood a name of its own, beside it: nothing writes over what somebody may still need. */
export const putAside = (path: string): Promise<void> =>
  moveFile(path, `${path}${ASIDE}${new Date().toISOString().replaceAll(':', '-')}`);

export const isPutAside = (name: string): boolean => name.includes(ASIDE);
