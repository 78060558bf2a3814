import type { ImageF32 } from '../core/image/image';

const GAP_PX = 8;

/** Pictures beside each other on white, cropped top-left to their common size: [h, n·w + gaps, 3]. */
export function beside(pictures: ImageF32[]): ImageF32 {
  const width = Math.min(...pictures.map((picture) => picture.width));
  const height = Math.min(...pictures.map((picture) => picture.height));
  const total = pictures.length * (width + GAP_PX) - GAP_PX;
  const data = new Float32Array(height * total * 3).fill(1);
  for (const [index, picture] of pictures.entries())
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const to = (y * total + index * (width + GAP_PX) + x) * 3;
        const from = (y * picture.width + x) * picture.channels;
        for (let channel = 0; channel < 3; channel++)
          data[to + channel] = picture.data[from + (picture.channels === 1 ? 0 : channel)]!;
      }
  return { data, width: total, height, channels: 3 };
}
