import type { ImageF32 } from '../core/image/image';
import { decodePhoto, encodePhoto, type Profile } from '../codec';
import { readRaw, writeRaw } from '../codec/raw-picture';
import { sessionScratch } from '../disk/session-scratch';

/** A whole photo as floats, its colours as they are stored or in a profile. For pictures that are learned from or measured; restoring never holds one. */
export async function readPixels(path: string, profile?: Profile): Promise<ImageF32> {
  const scratch = await sessionScratch();
  const raw = await decodePhoto(path, scratch.path('photo'), profile === undefined ? {} : { profile });
  try {
    return await readRaw(raw);
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
