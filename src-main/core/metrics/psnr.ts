import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { ImageF32 } from '../image/image';

/** Throws bad-input unless both pictures have the same width, height and channels. */
export function requireSameShape(a: ImageF32, b: ImageF32): void {
  if (a.width === b.width && a.height === b.height && a.channels === b.channels) return;
  const shapes = [a, b].map((image) =>
    say('photo.shape', { width: image.width, height: image.height, channels: image.channels }),
  );
  throw new AppError('bad-input', say('photo.unlike', { pictures: shapes }));
}

/** Mean squared difference over all samples, in units of [0,1]². Throws bad-input where the shapes differ. */
export function meanSquaredError(a: ImageF32, b: ImageF32): number {
  requireSameShape(a, b);
  return addSquares(0, a, b) / a.data.length;
}

/**
 * Peak signal-to-noise ratio in dB, peak 1 (255 in the paper's units), over all samples; null when identical. Throws
 * bad-input where the shapes differ.
 */
export function psnr(a: ImageF32, b: ImageF32): number | null {
  return pooledPsnr([[a, b]]);
}

/**
 * The same over several pairs of pictures at once: their squared errors share one mean. A third one, of one channel, says
 * where not to look: where it is not 0. Null also where nothing is left to be looked at.
 */
export function pooledPsnr(pairs: readonly (readonly [ImageF32, ImageF32, ImageF32?])[]): number | null {
  let [sum, count] = [0, 0];
  for (const [a, b, leftOut] of pairs) {
    requireSameShape(a, b);
    sum = addSquares(sum, a, b, leftOut);
    count +=
      a.data.length - (leftOut ? leftOut.data.reduce((all, value) => all + Number(value !== 0), 0) * a.channels : 0);
  }
  return psnrOfSum(sum, count);
}

/** Of this many samples whose squared differences add up to `sum`; null where they are identical. */
export const psnrOfSum = (sum: number, count: number): number | null =>
  sum === 0 ? null : -10 * Math.log10(sum / count);

/** The sum so far and the squared differences of two pictures. */
export function addSquares(sum: number, a: ImageF32, b: ImageF32, leftOut?: ImageF32): number {
  for (let index = 0; index < a.data.length; index++) {
    if (leftOut && leftOut.data[Math.floor(index / a.channels)] !== 0) continue;
    const difference = a.data[index]! - b.data[index]!;
    sum += difference * difference;
  }
  return sum;
}
