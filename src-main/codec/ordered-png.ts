import { open, stat, type FileHandle } from 'node:fs/promises';
import { writeFully } from '../disk/atomic-write';
import { writeFailure } from '../disk/disk-error';
import { KeptFiles } from '../disk/kept-files';
import { readAt, withRegularFile } from '../disk/read-file';
import { sessionScratch } from '../disk/session-scratch';
import { chunkBytes, HEAD_BYTES, mostBytesOfPng, readWordsOfPng, type WordsOfPng } from './png-chunks';

const BLOCK_BYTES = 2 ** 20;

const kept = new KeptFiles<{ path: string; bytes: number }>(2 ** 29, ({ bytes }) => bytes);

/**
 * The file that sharp opens for a PNG: it sees EXIF and XMP only before the pixels, and EXIF only in a chunk of its own, where
 * others find them behind the pixels and in ImageMagick's texts. For such a PNG that is a copy with both in front.
 */
export async function orderedPng(path: string): Promise<string> {
  const wordsOf = async (file: FileHandle, size: number) =>
    size > mostBytesOfPng(await readAt(file, 0, HEAD_BYTES)) ? null : readWordsOfPng(file, size);
  const words = await withRegularFile(path, wordsOf, { followLinks: true });
  return words === null ? path : (await kept.of(path, () => ordered(path, words))).path;
}

async function ordered(path: string, { found, places }: WordsOfPng): Promise<{ path: string; bytes: number }> {
  const scratch = await sessionScratch();
  const copy = scratch.path('ordered', '.png');
  const to = await open(copy, 'wx').catch((error: unknown) => {
    throw writeFailure(error, copy);
  });
  try {
    await withRegularFile(
      path,
      async (from, size) => {
        await writeFully(to, await readAt(from, 0, HEAD_BYTES));
        await writeFully(to, Buffer.concat(found.map(chunkBytes)));
        let at = HEAD_BYTES;
        for (const { start, end } of [...places, { start: size, end: size }]) {
          await pass(from, to, at, start);
          at = end;
        }
      },
      { followLinks: true },
    );
  } catch (error) {
    await scratch.remove(copy).catch(() => undefined);
    throw error;
  } finally {
    await to.close();
  }
  return { path: copy, bytes: (await stat(copy)).size };
}

async function pass(from: FileHandle, to: FileHandle, start: number, end: number): Promise<void> {
  for (let at = start; at < end; at += BLOCK_BYTES)
    await writeFully(to, await readAt(from, at, Math.min(BLOCK_BYTES, end - at)));
}
