import { describe, expect, it } from 'vitest';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../../src-main/core/degrade/degrade';
import { imageSource } from '../../../src-main/core/image/image-source';
import { suitedMethod } from '../../../src-main/core/pair/suited-method';

const clean = drawDeadLeaves({ size: 256, seed: 7 });

describe('the method for a pair of which nothing is said', () => {
  it.each([
    ['unet-gan', { task: 'deblur' }],
    ['unet-gan', { task: 'deblur', blurSigma: 0.9, noise: 6 }],
    ['non-local', { task: 'denoise', noise: 5 }],
    ['non-local', { task: 'denoise', noise: 25 }],
  ] as const)('is %s for %o', async (method, degradation) => {
    const degraded = degrade(clean, { ...degradation, seed: 1 });
    expect(await suitedMethod(imageSource(degraded), imageSource(clean))).toBe(method);
  });

  it.each([
    ['unet-gan', 0.6],
    ['non-local', 0.95],
  ] as const)('is %s for noise and contrast times %d', async (method, contrast) => {
    const noisy = degrade(clean, { task: 'denoise', noise: 5, seed: 1 });
    const faded = { ...noisy, data: noisy.data.map((value) => 0.5 + contrast * (value - 0.5)) };
    expect(await suitedMethod(imageSource(faded), imageSource(clean))).toBe(method);
  });
});
