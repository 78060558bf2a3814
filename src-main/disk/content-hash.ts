import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { sizeForPeople } from '@contract/size';
import { readAt, withRegularFile } from './read-file';

const CHUNK_BYTES = 2 ** 20;

/** No photo is larger; a file may say that it is of any length, and holds nothing. */
const MOST_BYTES = 16e9;

/** sha256 of a file's bytes, hexadecimal; reads a mebibyte at a time. Throws AppError 'bad-input' for what is no photo's size. */
export async function contentHash(path: string): Promise<string> {
  return withRegularFile(
    path,
    async (file, size) => {
      if (size > MOST_BYTES) {
        const name = basename(path);
        throw new AppError(
          'bad-input',
          say('photo.tooManyBytes', { file: name, size: sizeForPeople(MOST_BYTES) }),
          name,
        );
      }
      const hash = createHash('sha256');
      for (let at = 0; at < size; at += CHUNK_BYTES) hash.update(await readAt(file, at, CHUNK_BYTES));
      return hash.digest('hex');
    },
    { followLinks: true },
  );
}

/** Below this nobody notices the wait. */
const PIECE_BYTES = 2 ** 20;

/** sha256 of all parts one after the other, hexadecimal. Other work of the process goes on between large pieces. */
export async function partsHash(parts: readonly Uint8Array[]): Promise<string> {
  const hash = createHash('sha256');
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE_BYTES) {
      hash.update(part.subarray(at, at + PIECE_BYTES));
      if (part.length > PIECE_BYTES) await nextTurn();
    }
  }
  return hash.digest('hex');
}

/** Parts that are hashed and counted as they pass; ask once all have. */
export function hashing(parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* passing(): AsyncGenerator<Uint8Array> {
    for await (const part of parts) {
      hash.update(part);
      bytes += part.byteLength;
      yield part;
    }
  }
  return { parts: passing(), bytes: () => bytes, hash: () => hash.digest('hex') };
}
