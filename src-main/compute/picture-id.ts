import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { RawPicture } from '@contract/photo';
import type { ImageF32 } from '../core/image/image';

/** The hash of a picture's pixels and size, hexadecimal: the same for the same picture under any name and format. */
export async function pictureId(raw: RawPicture): Promise<string> {
  const { width, height, channels, depth } = raw;
  const hash = createHash('sha256').update(JSON.stringify([width, height, channels, depth]));
  return hash.update(await readFile(raw.path)).digest('hex');
}

/** The hash of what an 8-bit file of this picture would hold, its size and its values: 16 hexadecimal digits. */
export function imageId({ data, width, height, channels }: ImageF32): string {
  const hash = createHash('sha256').update(JSON.stringify([width, height, channels]));
  return hash
    .update(Uint8Array.from(data, (value) => Math.round(255 * value)))
    .digest('hex')
    .slice(0, 16);
}

/** The hash of anything that JSON holds. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
