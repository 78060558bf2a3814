import type { ImageF32 } from './image';

/** Mean over blocks of `scale` × `scale` px, [⌊height / scale⌋, ⌊width / scale⌋, channels]; a remainder is left out. */
export function reduceByMean(image: ImageF32, scale: number): ImageF32 {
  if (scale === 1) return image;
  const { data: source, channels } = image;
  const [width, height] = [Math.floor(image.width / scale), Math.floor(image.height / scale)];
  const data = new Float32Array(width * height * channels);
  for (let y = 0; y < height * scale; y++) {
    const toRow = Math.floor(y / scale) * width;
    for (let x = 0; x < width * scale; x++) {
      const from = (y * image.width + x) * channels;
      const to = (toRow + Math.floor(x / scale)) * channels;
      for (let channel = 0; channel < channels; channel++) data[to + channel]! += source[from + channel]! / scale ** 2;
    }
  }
  return { data, width, height, channels };
}
