import { describe, expect, test } from 'vitest';
import { degrade } from '../../../src-main/core/degrade/degrade';
import { luminance } from '../../../src-main/core/image/color';
import { gmsd } from '../../../src-main/core/metrics/gmsd';
import { gradientDistance, gradientMagnitude, wasserstein } from '../../../src-main/core/metrics/gradient';
import { drawnPicture, flatPicture } from '../image/drawn-picture';

const picture = drawnPicture(47, 38);
const grey = luminance(picture);
const negative = { ...grey, data: grey.data.map((value) => 1 - value) };
const blurred = luminance(degrade(picture, { task: 'deblur', noise: 0 }));

// SciPy 1.17: convolve2d by the steps of the authors' program (2×2 means, every second, Prewitt / 3, zeros beyond the
// borders, standard deviation with n - 1), grey levels 0 to 255.
describe('GMSD', () => {
  test('agrees with the authors’ steps in SciPy', () => {
    expect(gmsd(blurred, grey)).toBeCloseTo(0.15295359335530254, 5);
    expect(gmsd(negative, grey)).toBeCloseTo(0.09426809264452261, 5);
  });

  test('is 0 for identical pictures and symmetric', () => {
    expect(gmsd(grey, grey)).toBe(0);
    expect(gmsd(blurred, grey)).toBeCloseTo(gmsd(grey, blurred), 12);
  });

  test('refuses colour and pictures of different size', () => {
    expect(() => gmsd(picture, picture)).toThrow('grey');
    expect(() => gmsd(grey, flatPicture(40, 38, 1, 0))).toThrow('must be alike');
  });
});

describe('the distance of gradients', () => {
  test('agrees with scipy.stats.wasserstein_distance', () => {
    expect(gradientDistance(blurred, grey)).toBeCloseTo(17.33277991086774, 3);
  });

  test('of a ramp is its slope', () => {
    const ramp = { width: 9, height: 7, channels: 1, data: Float32Array.from({ length: 63 }, (_, i) => (i % 9) / 100) };
    const { data, width, height } = gradientMagnitude(ramp);
    expect([width, height]).toEqual([7, 5]);
    // Prewitt's difference spans two pixels.
    for (const value of data) expect(value).toBeCloseTo(0.02, 6);
    expect(gradientDistance(ramp, flatPicture(9, 7, 1, 0.3))).toBeCloseTo(0.02 * 255, 4);
  });

  test('does not care where gradients lie, and moves by what is added', () => {
    const values = Float32Array.from({ length: 50 }, (_, i) => ((i * 37) % 50) / 10);
    expect(wasserstein(values, values.toReversed())).toBe(0);
    expect(
      wasserstein(
        values,
        values.map((value) => value + 0.25),
      ),
    ).toBeCloseTo(0.25, 6);
    expect(() => wasserstein(values, values.slice(1))).toThrow('held against');
  });
});
