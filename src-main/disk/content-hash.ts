import { createHash } from 'node:crypto';
import { readAt, withRegularFile } from './read-file';

const CHUNK_BYTES = 2 ** 20;

/** sha256 of a file's bytes, hexadecimal; reads a mebibyte at a time. */
export async function contentHash(path: string): Promise<string> {
  return withRegularFile(
    path,
    async (file, size) => {
      const hash = createHash('sha256');
      for (let at = 0; at < size; at += CHUNK_BYTES) hash.update(await readAt(file, at, CHUNK_BYTES));
      return hash.digest('hex');
    },
    { followLinks: true },
  );
}

export const bytesHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
