import { blur } from '../degrade/blur';
import type { ImageF32 } from '../image/image';
import { quantile } from '../order';

/** The two scales at which gradients are compared: standard deviations of Gaussians, pixels. */
const [FINE, COARSE] = [1, 2] as const;
/** A patch whose gradients are hardly stronger than the noise shows no edge. */
const LEAST_ENERGY = 2e-5;
const OVER_NOISE = 4;
/** What is out of focus is no property of the degradation: the sharper patches count. */
const SHARPER = 0.3;
/** Wider than this cannot be told apart any more. */
const WIDEST = 8;

/**
 * The standard deviation of the blur in pixels, as if it were Gaussian. The amplitudes of natural texture fall as 1/f; its
 * gradient energy, seen at scale σ after a blur of s, is then proportional to 1 / (s² + σ²), so the ratio of the energies
 * at two scales gives s. `noise` (for pixels in [0,255]) is taken off both. Null where nothing rises above the noise.
 */
export function blurWidth(patches: ImageF32[], noise: number): number | null {
  const widths = patches.flatMap((patch) => patchWidth(patch, noise / 255) ?? []);
  return widths.length === 0 ? null : quantile(widths, SHARPER);
}

function patchWidth(patch: ImageF32, noise: number): number | null {
  const fine = gradientEnergy(blur(patch, FINE)) - noiseEnergy(noise, FINE);
  const coarse = gradientEnergy(blur(patch, COARSE)) - noiseEnergy(noise, COARSE);
  if (fine < Math.max(LEAST_ENERGY, OVER_NOISE * noiseEnergy(noise, FINE)) || coarse <= 0) return null;
  const ratio = Math.max(fine / coarse, 1.0001);
  const variance = (COARSE ** 2 - ratio * FINE ** 2) / (ratio - 1);
  return Math.min(WIDEST, Math.sqrt(Math.max(0, variance)));
}

/** Mean squared gradient of white noise seen through a Gaussian. */
const noiseEnergy = (noise: number, sigma: number): number => noise ** 2 / (4 * Math.PI * sigma ** 4);

function gradientEnergy({ data, width, height }: ImageF32): number {
  let sum = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      sum += (data[at + 1]! - data[at - 1]!) ** 2 + (data[at + width]! - data[at - width]!) ** 2;
    }
  }
  return sum / 4 / Math.max(1, (width - 2) * (height - 2));
}
