import { describe, expect, it } from 'vitest';
import { BLOCK_AREA } from '../../../src-main/core/nonlocal/dct';
import {
  channelPairs,
  deviationAt,
  greyLaw,
  measureNoise,
  type NoiseLaw,
} from '../../../src-main/core/nonlocal/noise-law';
import { addCameraNoise, deviationOf, drawnPhoto, SHARED } from './noisy';

const clean = drawnPhoto(3, 320);
const law = measureNoise(addCameraNoise(clean, 5), clean);

/** A pixel's covariance of two channels, by Parseval. */
function covarianceOf({ channels, covariances }: NoiseLaw, c: number, d: number): number {
  const pair = channelPairs(channels).findIndex(([a, b]) => a === c && b === d);
  const own = covariances.subarray(pair * BLOCK_AREA, (pair + 1) * BLOCK_AREA);
  return own.reduce((sum, value) => sum + value, 0) / BLOCK_AREA;
}

describe('the noise law of a drawn pair', () => {
  it('has the deviation that was put in, within 8 %, at every level', () => {
    for (const channel of [0, 1, 2]) {
      for (const level of [0.2, 0.35, 0.5, 0.65, 0.8]) {
        expect(deviationAt(law, channel, level) / deviationOf(level)).toBeGreaterThan(0.92);
        expect(deviationAt(law, channel, level) / deviationOf(level)).toBeLessThan(1.08);
      }
    }
  });

  it('is of unit noise, and finds the correlation of the channels within 0.05', () => {
    for (const c of [0, 1, 2]) expect(covarianceOf(law, c, c)).toBeCloseTo(1, 1);
    for (const [c, d] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const)
      expect(Math.abs(covarianceOf(law, c, d) - SHARED)).toBeLessThan(0.05);
  });

  it('finds noise of neighbours alike: slow coefficients are strong, quick ones weak, as the kernel says', () => {
    // The power of [1 2 1]/4 at the frequency of a coefficient, averaged over the DCT's own spread: ends known exactly.
    expect(law.covariances[0]).toBeGreaterThan(4.5);
    expect(law.covariances[0]).toBeLessThan(7.2);
    expect(law.covariances[BLOCK_AREA - 1]).toBeLessThan(0.02);
  });

  it('becomes that of luminance: by its weights and what the channels have in common', () => {
    const grey = greyLaw(law);
    const own = [0.299, 0.587, 0.114];
    const variance = own.reduce(
      (sum, a, c) => sum + own.reduce((inner, b, d) => inner + a * b * (c === d ? 1 : SHARED), 0),
      0,
    );
    const level = 0.5;
    expect(deviationAt(grey, 0, level) / (deviationOf(level) * Math.sqrt(variance))).toBeCloseTo(1, 1);
  });
});
