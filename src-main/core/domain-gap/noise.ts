import type { ImageF32 } from '../image/image';
import { quantile } from '../order';

const BLOCK = 8;
/** Blocks nearer to black or white than this say nothing: noise is cut off there. */
const CLIPPED = 0.03;
/** The blocks with the least texture show the noise: this share of all of them. */
const WEAKEST = 0.1;
/** Where that tenth lies below the true deviation: measured on white noise alone. */
const BELOW = 0.804;

/**
 * Standard deviation of white noise for pixels in [0,255], from the blocks of 8×8 with the weakest texture: the second
 * difference along both axes (Immerkær 1996, scaled to keep white noise as it is), its deviation in each block, and the
 * lowest tenth of these. Null where every block is black or white.
 */
export function noiseLevel(patches: ImageF32[]): number | null {
  const deviations = patches.flatMap(blockDeviations);
  return deviations.length === 0 ? null : (255 * quantile(deviations, WEAKEST)) / BELOW;
}

function blockDeviations(patch: ImageF32): number[] {
  const deviations: number[] = [];
  for (let y = 1; y + BLOCK < patch.height; y += BLOCK) {
    for (let x = 1; x + BLOCK < patch.width; x += BLOCK) {
      const mean = blockMean(patch, x, y);
      if (mean > CLIPPED && mean < 1 - CLIPPED) deviations.push(blockDeviation(patch, x, y));
    }
  }
  return deviations;
}

function blockMean({ data, width }: ImageF32, left: number, top: number): number {
  let sum = 0;
  for (let y = top; y < top + BLOCK; y++) for (let x = left; x < left + BLOCK; x++) sum += data[y * width + x]!;
  return sum / BLOCK ** 2;
}

function blockDeviation({ data, width }: ImageF32, left: number, top: number): number {
  let squares = 0;
  for (let y = top; y < top + BLOCK; y++) {
    for (let x = left; x < left + BLOCK; x++) {
      const at = y * width + x;
      const row = (i: number) => data[i - 1]! - 2 * data[i]! + data[i + 1]!;
      squares += (row(at - width) - 2 * row(at) + row(at + width)) ** 2;
    }
  }
  // The kernel's squares sum to 36.
  return Math.sqrt(squares / 36 / BLOCK ** 2);
}
