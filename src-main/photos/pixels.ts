import { basename } from 'node:path';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { ImageF32, PixelSource } from '../core/image/image';
import { decodePhoto, encodePhoto, probePhoto, type Profile } from '../codec';
import { openRawSource, readRaw, writeRaw } from '../codec/raw-picture';
import { sessionScratch } from '../disk/session-scratch';

/** A pair of 268 million pixels took more than 9 GB. */
const MOST_PIXELS = 120e6;

/**
 * A whole photo as floats, its colours as they are stored or in a profile. For pictures that are learned from; restoring never holds one.
 * Its size is looked at before its pixels are had: a small file may be a large picture. Throws AppError.
 */
export async function readPixels(path: string, profile?: Profile): Promise<ImageF32> {
  const { width, height } = await probePhoto(path);
  if (width * height > MOST_PIXELS) {
    const file = basename(path);
    throw new AppError(
      'bad-input',
      say('photo.tooLargeForThis', { file, width, height, most: MOST_PIXELS / 1e6 }),
      file,
    );
  }
  const scratch = await sessionScratch();
  const raw = await decodePhoto(path, scratch.path('photo'), profile === undefined ? {} : { profile });
  try {
    return await readRaw(raw);
  } finally {
    await scratch.remove(raw.path);
  }
}

/** Hands a photo on that is read piece by piece. */
export async function withPixels<T>(path: string, use: (source: PixelSource) => Promise<T>): Promise<T> {
  const scratch = await sessionScratch();
  const raw = await decodePhoto(path, scratch.path('photo'));
  try {
    const source = await openRawSource(raw);
    try {
      return await use(source);
    } finally {
      await source.close();
    }
  } finally {
    await scratch.remove(raw.path);
  }
}

/** Writes floats as a PNG of 8 or 16 bits, rounded once. */
export async function writePicture(out: string, image: ImageF32, depth: 8 | 16): Promise<void> {
  const scratch = await sessionScratch();
  const raw = await writeRaw(scratch.path('picture'), image, depth);
  try {
    await encodePhoto({ raw, original: null, out, format: 'png', onConflict: 'rename' });
  } finally {
    await scratch.remove(raw.path);
  }
}
