import type { Rect } from '@contract/model-spec';
import type { ImageF32 } from '../image/image';

/** A picture at half its size, the means of 2×2 pixels: `to` is where it begins in the picture, and how large the half is. */
export function halve({ data, width, channels }: ImageF32, to: Rect): ImageF32 {
  const half = new Float32Array(to.width * to.height * channels);
  const below = width * channels;
  for (let y = 0, at = 0; y < to.height; y++) {
    let from = ((to.y + 2 * y) * width + to.x) * channels;
    for (let x = 0; x < to.width; x++, from += channels) {
      for (let channel = 0; channel < channels; channel++, from++, at++) {
        half[at] = (data[from]! + data[from + channels]! + data[from + below]! + data[from + below + channels]!) / 4;
      }
    }
  }
  return { data: half, width: to.width, height: to.height, channels };
}

/**
 * A picture plus a change that was made at half its size, enlarged bilinearly: its first sample covers the 2×2 pixels at
 * `place`. What lies less than a sample from the change's borders, or beyond, stays.
 */
export function addEnlarged(image: ImageF32, change: ImageF32, place: { x: number; y: number }): ImageF32 {
  const { channels, width } = image;
  const data = image.data.slice();
  const row = change.width * channels;
  for (let y = 1; y < 2 * change.height - 1; y++) {
    // Samples lie in the middle of their 2×2 pixels: three quarters of the nearer one, a quarter of the other.
    const [top, below] = y % 2 === 1 ? [0.75, 0.25] : [0.25, 0.75];
    const above = ((y - 1) >> 1) * row;
    for (let x = 1; x < 2 * change.width - 1; x++) {
      const [left, right] = x % 2 === 1 ? [0.75, 0.25] : [0.25, 0.75];
      let from = above + ((x - 1) >> 1) * channels;
      let to = ((place.y + y) * width + place.x + x) * channels;
      for (let channel = 0; channel < channels; channel++, from++, to++) {
        const upper = left * change.data[from]! + right * change.data[from + channels]!;
        const lower = left * change.data[from + row]! + right * change.data[from + row + channels]!;
        data[to]! += top * upper + below * lower;
      }
    }
  }
  return { ...image, data };
}
