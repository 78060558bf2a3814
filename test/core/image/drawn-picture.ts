import type { ImageF32 } from '../../../src-main/core/image/image';

/** An RGB picture with steps and fine detail, the same in every language: 8-bit values from whole-number arithmetic. */
export function drawnPicture(width: number, height: number): ImageF32 {
  const data = new Float32Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++, i++)
        data[i] = (((x >> 2) * 37 + (y >> 3) * 59 + c * 80 + ((x * y) >> 4)) % 256) / 255;
    }
  }
  return { data, width, height, channels: 3 };
}

/** Every sample the same. */
export function flatPicture(width: number, height: number, channels: number, value: number): ImageF32 {
  return { data: new Float32Array(width * height * channels).fill(value), width, height, channels };
}

/** The samples of one pixel. */
export function pixelAt(image: ImageF32, x: number, y: number): number[] {
  const at = (y * image.width + x) * image.channels;
  return [...image.data.subarray(at, at + image.channels)];
}

/** The largest absolute difference between two runs of numbers of the same length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}
