import { AppError, fault } from '@contract/result';
import { say } from '@contract/sentence';
import type { ImageF32 } from '../image/image';
import { requireSameShape } from './psnr';

/** The window of Wang et al. 2004: 11×11 Gaussian, sigma 1.5, and their constants for values in [0,1]. */
const WINDOW = 11;
const SIGMA = 1.5;
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

/** The local means that SSIM is made of: x, y, x², y², xy. */
const MOMENTS = 5;

const GAUSSIAN = gaussianWindow();

/**
 * Mean structural similarity of two grey pictures with values in [0,1]: population covariance, mean over the positions
 * where the window fits. 1 for identical pictures. Throws bad-input below 11 px or with several channels.
 */
export function ssim(a: ImageF32, b: ImageF32): number {
  requireSameShape(a, b);
  const rows = ssimByRows(a);
  rows.add(a, b);
  return rows.mean();
}

/**
 * The same of pictures of this size that come in bands of rows, from the top. Throws bad-input below 11 px.
 */
export function ssimByRows({ width, height }: { width: number; height: number }) {
  if (width < WINDOW || height < WINDOW) {
    throw new AppError('bad-input', say('photo.tooSmallToCompare', { width, height, least: WINDOW }));
  }
  const outputWidth = width - WINDOW + 1;
  // Only the last eleven rows are held, so a whole photo needs no extra memory.
  const ring = Array.from({ length: WINDOW }, () => new Float64Array(outputWidth * MOMENTS));
  const means = new Float64Array(outputWidth * MOMENTS);
  let [sum, y] = [0, 0];
  return {
    /** Both of one channel, and alike. */
    add(a: ImageF32, b: ImageF32): void {
      if (a.channels !== 1) throw fault(`SSIM compares grey pictures, not ${a.channels} channels.`);
      for (let row = 0; row < a.height; row++, y++) {
        filterAlong(a.data, b.data, row * width, ring[y % WINDOW]!);
        if (y >= WINDOW - 1) sum += similarityOfRow(filterDown(ring, y + 1, means));
      }
    },
    mean: () => sum / (outputWidth * (height - WINDOW + 1)),
  };
}

function gaussianWindow(): Float64Array {
  const weights = Float64Array.from({ length: WINDOW }, (_, i) =>
    Math.exp(-((i - (WINDOW - 1) / 2) ** 2) / (2 * SIGMA ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight);
  return weights.map((weight) => weight / total);
}

/** The five moments along one row, [outputWidth, MOMENTS]. */
function filterAlong(a: Float32Array, b: Float32Array, rowStart: number, moments: Float64Array): void {
  for (let at = 0, start = rowStart; at < moments.length; at += MOMENTS, start++) {
    let [meanA, meanB, squareA, squareB, product] = [0, 0, 0, 0, 0];
    for (let tap = 0; tap < WINDOW; tap++) {
      const weight = GAUSSIAN[tap]!;
      const valueA = a[start + tap]!;
      const valueB = b[start + tap]!;
      meanA += weight * valueA;
      meanB += weight * valueB;
      squareA += weight * valueA * valueA;
      squareB += weight * valueB * valueB;
      product += weight * valueA * valueB;
    }
    moments[at] = meanA;
    moments[at + 1] = meanB;
    moments[at + 2] = squareA;
    moments[at + 3] = squareB;
    moments[at + 4] = product;
  }
}

/** Mixes the eleven rows of the ring, of which `oldest` (modulo eleven) is the topmost. */
function filterDown(ring: Float64Array[], oldest: number, means: Float64Array): Float64Array {
  means.fill(0);
  for (let tap = 0; tap < WINDOW; tap++) {
    const weight = GAUSSIAN[tap]!;
    const row = ring[(oldest + tap) % WINDOW]!;
    for (let i = 0; i < means.length; i++) means[i]! += weight * row[i]!;
  }
  return means;
}

function similarityOfRow(means: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < means.length; i += MOMENTS) {
    const meanA = means[i]!;
    const meanB = means[i + 1]!;
    const product = meanA * meanB;
    const squares = meanA * meanA + meanB * meanB;
    const variances = means[i + 2]! + means[i + 3]! - squares;
    const covariance = means[i + 4]! - product;
    sum += ((2 * product + C1) * (2 * covariance + C2)) / ((squares + C1) * (variances + C2));
  }
  return sum;
}
