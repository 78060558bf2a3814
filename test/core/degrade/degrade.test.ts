import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gaussianWeights } from '../../../src-main/core/degrade/blur';
import { degrade } from '../../../src-main/core/degrade/degrade';
import { enlargeBicubic } from '../../../src-main/core/image/bicubic';
import { luminance } from '../../../src-main/core/image/color';
import { cropTopLeft } from '../../../src-main/core/image/crop';
import { psnr } from '../../../src-main/core/metrics/psnr';
import { ssim } from '../../../src-main/core/metrics/ssim';
import { drawnPicture, flatPicture, largestDifference, pixelAt } from '../image/drawn-picture';

const picture = drawnPicture(47, 38);

// SciPy 1.17: scipy.signal.convolve2d with the full 25×25 PSF on numpy.pad(mode='symmetric'), then [::3, ::3].
describe('degradation without noise', () => {
  const blurred = degrade(picture, { task: 'deblur', noise: 0 });
  const small = degrade(picture, { task: 'sr', noise: 0 });

  test.each([
    [0, 0, [0.0022084, 0.31593389, 0.62965937]],
    [46, 37, [0.90197999, 0.21206191, 0.5255094]],
    [20, 17, [0.23988726, 0.48769668, 0.79050693]],
  ])('blur agrees with SciPy at (%i, %i)', (x, y, expected) => {
    expect(largestDifference(pixelAt(blurred, x, y), expected)).toBeLessThan(1e-6);
  });

  test.each([
    [0, 0, [0.0022084, 0.31593389, 0.62965937]],
    [14, 11, [0.68055159, 0.23151647, 0.3136777]],
    [7, 5, [0.20582479, 0.41259118, 0.70518756]],
  ])('blur of the cropped picture and decimation agree with SciPy at (%i, %i)', (x, y, expected) => {
    expect([small.width, small.height]).toEqual([15, 12]);
    expect(largestDifference(pixelAt(small, x, y), expected)).toBeLessThan(1e-6);
  });

  test('the scores of both tasks are those of SciPy, Pillow and scikit-image', () => {
    expect(psnr(luminance(blurred), luminance(picture))).toBeCloseTo(22.201319678, 4);
    const enlarged = luminance(enlargeBicubic(small, 3));
    const clean = luminance(cropTopLeft(picture, 45, 36));
    expect(psnr(enlarged, clean)).toBeCloseTo(19.891953864, 4);
    expect(ssim(enlarged, clean)).toBeCloseTo(0.491409955, 5);
  });
});

describe('blur', () => {
  test('weights sum to 1 and span the 25×25 PSF of the paper, more for a wide Gaussian', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 8, noNaN: true }), (sigma) => {
        expect(gaussianWeights(sigma).reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
      }),
      { seed: 1 },
    );
    expect(gaussianWeights(1.6)).toHaveLength(25);
    expect(gaussianWeights(8)).toHaveLength(65);
  });

  test('keeps a flat picture flat, whatever its size', () => {
    const side = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(side, side, fc.double({ min: 0, max: 5, noNaN: true }), (width, height, blurSigma) => {
        const flat = flatPicture(width, height, 3, 0.3);
        expect(largestDifference(degrade(flat, { task: 'deblur', noise: 0, blurSigma }).data, flat.data)).toBeLessThan(
          1e-6,
        );
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  test('symmetric borders keep the mean', () => {
    const mean = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0) / data.length;
    expect(mean(degrade(picture, { task: 'deblur', noise: 0 }).data)).toBeCloseTo(mean(picture.data), 5);
  });

  // SciPy 1.17: the full 25×25 PSF on numpy.pad(mode='wrap').
  test.each([
    [0, 0, [0.48399366, 0.42585306, 0.50419526]],
    [46, 37, [0.70404613, 0.39214786, 0.4703417]],
    [20, 17, [0.23988727, 0.4876967, 0.79050694]],
  ])('with circular borders agrees with SciPy at (%i, %i)', (x, y, expected) => {
    const blurred = degrade(picture, { task: 'deblur', noise: 0, borders: 'circular' });
    expect(largestDifference(pixelAt(blurred, x, y), expected)).toBeLessThan(1e-6);
  });

  test('with circular borders wraps the cropped picture of super resolution', () => {
    const small = degrade(picture, { task: 'sr', noise: 0, borders: 'circular' });
    expect(largestDifference(pixelAt(small, 0, 0), [0.45515986, 0.39789619, 0.47548337])).toBeLessThan(1e-6);
    expect(largestDifference(pixelAt(small, 14, 11), [0.66857097, 0.26305761, 0.30802316])).toBeLessThan(1e-6);
  });

  test('of sigma 0 changes nothing', () => {
    expect(degrade(picture, { task: 'deblur', noise: 0, blurSigma: 0 })).toEqual(picture);
  });
});

describe('noise', () => {
  const flat = flatPicture(200, 150, 3, 0.5);
  const spread = (data: Float32Array) =>
    255 * Math.sqrt(data.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / data.length);

  test.each([
    ['deblur', undefined, Math.SQRT2],
    ['sr', undefined, Math.SQRT2],
    ['denoise', undefined, 25],
    ['denoise', 10, 10],
  ] as const)('of %s, asked for %s, has a standard deviation of %f grey levels', (task, noise, expected) => {
    const noisy = degrade(flat, { task, seed: 4, ...(noise === undefined ? {} : { noise }) });
    expect(spread(noisy.data) / expected).toBeCloseTo(1, 1);
  });

  test('is drawn for each channel by itself', () => {
    const { data } = degrade(flat, { task: 'denoise', seed: 4 });
    let product = 0;
    for (let i = 0; i < data.length; i += 3) product += (data[i]! - 0.5) * (data[i + 1]! - 0.5);
    expect((product / (data.length / 3)) * (255 / 25) ** 2).toBeCloseTo(0, 1);
  });

  test('is not clipped, repeats for one seed and differs for another', () => {
    const noisy = degrade(flatPicture(40, 40, 3, 1), { task: 'denoise', seed: 1 });
    expect(Math.max(...noisy.data)).toBeGreaterThan(1.1);
    expect(degrade(picture, { task: 'deblur', seed: 1 })).toEqual(degrade(picture, { task: 'deblur', seed: 1 }));
    expect(degrade(picture, { task: 'deblur', seed: 1 })).not.toEqual(degrade(picture, { task: 'deblur', seed: 2 }));
  });

  test('leaves the clean picture untouched', () => {
    const clean = drawnPicture(20, 20);
    degrade(clean, { task: 'denoise' });
    expect(clean).toEqual(drawnPicture(20, 20));
  });
});

test.each([
  [{ task: 'custom' }, 'choose one of the tasks'],
  [{ task: 'sr', scale: 5 }, 'from 2 to 4, not 5'],
  [{ task: 'sr', scale: 2.5 }, 'not 2.5'],
  [{ task: 'deblur', blurSigma: -1 }, 'The blur must be 0 or more, not -1'],
  [{ task: 'denoise', noise: NaN }, 'The noise must be 0 or more, not NaN'],
] as const)('degrade refuses %j in words', (options, sentence) => {
  expect(() => degrade(picture, options)).toThrow(sentence);
});

test('super resolution refuses a photo smaller than its scale', () => {
  expect(() => degrade(drawnPicture(2, 40), { task: 'sr' })).toThrow('too small for scale 3');
});
