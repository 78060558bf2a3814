import sharp from 'sharp';
import type { ImageF32 } from '../../../src-main/core/image/image';

/** What a real encoder and decoder leave. */
export async function throughFile({ data, width, height }: ImageF32, quality: number): Promise<ImageF32> {
  const bytes = Uint8Array.from(data, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  const file = await sharp(bytes, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  const decoded = await sharp(file).raw().toBuffer();
  return { data: Float32Array.from(decoded, (value) => value / 255), width, height, channels: 3 };
}
