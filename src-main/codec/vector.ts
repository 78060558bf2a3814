import sharp from 'sharp';
import type { ImageF32 } from '../core/image/image';

/** Draws an SVG that the app has written itself: RGB, 8 bits a channel as 0 to 1, as large as the SVG says, on black. */
export async function rasterise(svg: string): Promise<ImageF32> {
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    data: Float32Array.from(data, (value) => value / 255),
    width: info.width,
    height: info.height,
    channels: 3,
  };
}
