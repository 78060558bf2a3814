import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Lab } from '../../src-main/core/evaluate/lab';
import type { ImageF32 } from '../../src-main/core/image/image';

/** Pictures of studies as files: a path, or what a file holds. Grey ones have one channel. */
export async function readPicture(file: string | Buffer): Promise<ImageF32> {
  const { data: bytes, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { data: Float32Array.from(bytes, (value) => value / 255), width, height, channels };
}

export async function keepPicture(folder: string, name: string, picture: ImageF32): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { data: samples, width, height, channels } = picture;
  const bytes = Uint8Array.from(samples, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  const path = join(folder, name);
  await sharp(bytes, { raw: { width, height, channels: channels as 1 | 3 } })
    .png()
    .toFile(path);
  return path;
}

/** Names a picture by its pixels, as `onepair evaluate` does: its noise hangs on this. */
export function pixelsId({ data, width, height, channels }: ImageF32): string {
  const hash = createHash('sha256').update(JSON.stringify([width, height, channels, 8]));
  return hash.update(Uint8Array.from(data, (value) => Math.round(255 * value))).digest('hex');
}

/** Measuring asks nobody and tells nobody. */
export const QUIET_LAB: Lab = {
  token: { next: () => Promise.resolve('go') },
  nowMs: () => performance.now(),
  onProgress: () => undefined,
};
