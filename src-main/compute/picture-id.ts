import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { RawPicture } from '@contract/photo';

/** The hash of a picture's pixels and size, hexadecimal: the same for the same picture under any name and format. */
export async function pictureId(raw: RawPicture): Promise<string> {
  const { width, height, channels, depth } = raw;
  const hash = createHash('sha256').update(JSON.stringify([width, height, channels, depth]));
  return hash.update(await readFile(raw.path)).digest('hex');
}

/** The hash of anything that JSON holds. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
