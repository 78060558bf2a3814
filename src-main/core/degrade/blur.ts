import type { Borders } from '@contract/evaluate';
import type { ImageF32 } from '../image/image';
import { borderIndex } from '../image/pad';

/** The paper's PSF is 25×25; a wide Gaussian gets as much room as it needs. */
const PAPER_RADIUS = 12;
const RADIUS_IN_SIGMAS = 4;

/** One axis of the normalised Gaussian PSF, `2 radius + 1` weights that sum to 1; `sigma` in pixels, 0 for no blur. */
export function gaussianWeights(sigma: number): Float64Array {
  if (sigma === 0) return Float64Array.of(1);
  const radius = Math.max(PAPER_RADIUS, Math.ceil(RADIUS_IN_SIGMAS * sigma));
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const total = weights.reduce((sum, weight) => sum + weight);
  return weights.map((weight) => weight / total);
}

/**
 * Gaussian blur (paper Sec. 5; the 25×25 PSF is separable), half-sample symmetric at the borders unless they are
 * circular, of which every `step`-th row and column is kept, from 0: [⌈height / step⌉, ⌈width / step⌉, channels].
 */
export function blur(image: ImageF32, sigma: number, step = 1, borders: Borders = 'symmetric'): ImageF32 {
  const indexOf = borderIndex(borders);
  const { data: source, channels } = image;
  const weights = gaussianWeights(sigma);
  const [width, height] = [Math.ceil(image.width / step), Math.ceil(image.height / step)];
  const data = new Float32Array(width * height * channels);
  const sourceLength = image.width * channels;
  const radius = (weights.length - 1) / 2;
  // One row, with its borders laid out on both sides, so that the inner loop needs no index table.
  const row = new Float64Array(sourceLength + 2 * radius * channels);
  const inner = row.subarray(radius * channels, radius * channels + sourceLength);
  for (let y = 0; y < height; y++) {
    blurDown(source, image.height, y * step, weights, inner, indexOf);
    foldBorders(row, image.width, radius, channels, indexOf);
    blurAlong(row, weights, step, channels, data.subarray(y * width * channels, (y + 1) * width * channels));
  }
  return { data, width, height, channels };
}

type IndexOf = ReturnType<typeof borderIndex>;

function blurDown(
  source: Float32Array,
  height: number,
  y: number,
  weights: Float64Array,
  row: Float64Array,
  indexOf: IndexOf,
): void {
  const radius = (weights.length - 1) / 2;
  const startOf = (distance: number) => indexOf(y + distance, height) * row.length;
  const [middle, weight] = [startOf(0), weights[radius]!];
  for (let i = 0; i < row.length; i++) row[i] = weight * source[middle + i]!;
  // Rows above and below weigh the same; two of each at once, so that the sum is read and written half as often.
  for (let distance = 1; distance <= radius; distance += 2) {
    const [near, far] = [weights[radius + distance]!, weights[radius + distance + 1] ?? 0];
    const farther = Math.min(distance + 1, radius);
    const [a, b, c, d] = [startOf(-distance), startOf(distance), startOf(-farther), startOf(farther)];
    for (let i = 0; i < row.length; i++)
      row[i]! += near * (source[a + i]! + source[b + i]!) + far * (source[c + i]! + source[d + i]!);
  }
}

function foldBorders(row: Float64Array, width: number, radius: number, channels: number, indexOf: IndexOf): void {
  const copy = (x: number) => {
    const from = (indexOf(x, width) + radius) * channels;
    row.copyWithin((x + radius) * channels, from, from + channels);
  };
  for (let distance = 1; distance <= radius; distance++) {
    copy(-distance);
    copy(width - 1 + distance);
  }
}

function blurAlong(row: Float64Array, weights: Float64Array, step: number, channels: number, out: Float32Array): void {
  const radius = (weights.length - 1) / 2;
  for (let x = 0, to = 0; to < out.length; x += step) {
    for (let channel = 0; channel < channels; channel++, to++) {
      let left = x * channels + channel;
      let right = left + 2 * radius * channels;
      let sum = weights[radius]! * row[(left + right) / 2]!;
      for (let tap = 0; tap < radius; tap++, left += channels, right -= channels)
        sum += weights[tap]! * (row[left]! + row[right]!);
      out[to] = sum;
    }
  }
}
