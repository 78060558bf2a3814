import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { sizeForPeople } from '@contract/size';
import { readFailure } from './disk-error';

/**
 * Opens a regular file for reading and hands it on; links, pipes and devices are refused without being waited for.
 * `followLinks` lets a link stand for its file.
 */
export async function withRegularFile<T>(
  path: string,
  use: (file: FileHandle, bytes: number) => Promise<T>,
  { followLinks = false } = {},
): Promise<T> {
  // Windows has neither flag: undefined counts as 0 here.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (followLinks ? 0 : constants.O_NOFOLLOW);
  const file = await open(path, flags).catch((error: unknown) => {
    throw readFailure(error, path);
  });
  try {
    const facts = await file.stat();
    if (!facts.isFile()) {
      const name = basename(path);
      throw new AppError('bad-input', say('file.notOrdinary', { file: name }), name);
    }
    return await use(file, facts.size);
  } catch (error) {
    throw readFailure(error, path);
  } finally {
    await file.close();
  }
}

/**
 * The text of a file of ours, what is behind `mostBytes` cut off. Null where none is there, and only then: what cannot be
 * read now is not nothing, or the next change would write over it. Throws AppError.
 */
export async function textOrNothing(
  path: string,
  mostBytes: number,
  options?: { followLinks: boolean },
): Promise<string | null> {
  try {
    return new TextDecoder().decode(await withRegularFile(path, (file) => readAt(file, 0, mostBytes), options));
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return null;
    throw error;
  }
}

/** That many bytes are had without asking how long a file is. */
const SMALL_BYTES = 2 ** 20;
/** Node ends the process where it is asked for more at once. */
const MOST_AT_ONCE = 2 ** 30;

/** Fills a new buffer with `length` bytes from `position`, fewer where the file ends. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  // What a file says of itself may be more than it has.
  const size = length <= SMALL_BYTES ? length : Math.max(0, Math.min(length, (await file.stat()).size - position));
  const bytes = new Uint8Array(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await file.read(bytes, done, Math.min(size - done, MOST_AT_ONCE), position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done === size ? bytes : bytes.subarray(0, done);
}

/** A photo's file as a whole, of a kind of which none is larger than `mostBytes`: a file may say that it is of any size, and hold nothing. */
export function wholePhoto(path: string, mostBytes: number): Promise<Uint8Array> {
  const name = basename(path);
  const read = (file: FileHandle, size: number) => {
    if (size <= mostBytes) return readAt(file, 0, size);
    throw new AppError('bad-input', say('photo.tooManyBytes', { file: name, size: sizeForPeople(mostBytes) }), name);
  };
  return withRegularFile(path, read, { followLinks: true });
}

const BLOCK_BYTES = 2 ** 16;

/**
 * For many small pieces one behind the other, each of at most 64 KiB, with few reads of the file: returns what is in memory
 * from `position` on, at least `least` bytes where the file has them.
 */
export function blockReader(file: FileHandle): (position: number, least: number) => Promise<Uint8Array> {
  let start = 0;
  let block: Uint8Array = new Uint8Array();
  return async (position, least) => {
    if (position < start || position + least > start + block.length)
      [start, block] = [position, await readAt(file, position, BLOCK_BYTES)];
    return block.subarray(position - start);
  };
}
