import { AppError } from '@contract/result';
import type { ImageF32 } from '../image/image';

/** Throws bad-input unless both pictures have the same width, height and channels. */
export function requireSameShape(a: ImageF32, b: ImageF32): void {
  if (a.width === b.width && a.height === b.height && a.channels === b.channels) return;
  const shapes = [a, b].map((image) => `${image.width} × ${image.height} px, ${image.channels} channels`);
  throw new AppError('bad-input', `Pictures to compare must be alike, not ${shapes.join(' and ')}.`);
}

/** Mean squared difference over all samples, in units of [0,1]². */
export function meanSquaredError(a: ImageF32, b: ImageF32): number {
  requireSameShape(a, b);
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) {
    const difference = a.data[i]! - b.data[i]!;
    sum += difference * difference;
  }
  return sum / a.data.length;
}

/** Peak signal-to-noise ratio in dB, peak 1 (255 in the paper's units), over all samples; null when identical. */
export function psnr(a: ImageF32, b: ImageF32): number | null {
  const error = meanSquaredError(a, b);
  return error === 0 ? null : -10 * Math.log10(error);
}
