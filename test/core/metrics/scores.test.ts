import { say } from '@contract/sentence';
import type { Rect } from '@contract/model-spec';
import { describe, expect, test } from 'vitest';
import { degrade } from '../../../src-main/core/degrade/degrade';
import { luminance } from '../../../src-main/core/image/color';
import { pooledPsnr, psnr } from '../../../src-main/core/metrics/psnr';
import { scoreInBands } from '../../../src-main/core/metrics/score';
import type { ImageF32, PixelSource } from '../../../src-main/core/image/image';
import { cropTopLeft } from '../../../src-main/core/image/crop';
import { imageSource } from '../../../src-main/core/image/image-source';
import { ssim } from '../../../src-main/core/metrics/ssim';
import { drawnPicture, flatPicture } from '../image/drawn-picture';

const picture = drawnPicture(47, 38);
const negative = { ...picture, data: picture.data.map((value) => 1 - value) };

describe('PSNR', () => {
  test('of a constant offset is -20 log10 of it', () => {
    expect(psnr(flatPicture(5, 4, 3, 0.5), flatPicture(5, 4, 3, 0.4))).toBeCloseTo(20, 5);
    // One grey level of 255: 48.13 dB.
    expect(psnr(flatPicture(5, 4, 1, 10 / 255), flatPicture(5, 4, 1, 11 / 255))).toBeCloseTo(48.1308, 3);
  });

  test('of identical pictures is null, and different shapes are refused', () => {
    expect(psnr(picture, picture)).toBeNull();
    const [grey, lighter] = [flatPicture(5, 4, 1, 0.5), flatPicture(5, 4, 1, 0.6)];
    // Half of the samples differ by a tenth: their errors share one mean.
    expect(
      pooledPsnr([
        [grey, lighter],
        [grey, grey],
      ]),
    ).toBeCloseTo(10 * Math.log10(200), 4);
    expect(() => psnr(picture, luminance(picture))).toThrow('must be alike');
  });
});

// scikit-image 0.26 on the same pictures: structural_similarity(win_size=11, gaussian_weights=True, sigma=1.5,
// use_sample_covariance=False, data_range=1), luminance.
describe('SSIM', () => {
  test('of a negative agrees with scikit-image', () => {
    expect(ssim(luminance(negative), luminance(picture))).toBeCloseTo(-0.8187121181297055, 5);
  });

  test('of a blurred picture agrees with scikit-image', () => {
    const blurred = degrade(picture, { task: 'deblur', noise: 0 });
    expect(ssim(luminance(blurred), luminance(picture))).toBeCloseTo(0.640222239170449, 5);
  });

  test('is 1 for identical pictures, symmetric, and its constants alone for two flat ones', () => {
    const grey = luminance(picture);
    expect(ssim(grey, grey)).toBe(1);
    expect(ssim(luminance(negative), grey)).toBeCloseTo(ssim(grey, luminance(negative)), 12);
    const [a, b] = [0.25, 0.75];
    const expected = (2 * a * b + 1e-4) / (a * a + b * b + 1e-4);
    expect(ssim(flatPicture(11, 11, 1, a), flatPicture(11, 11, 1, b))).toBeCloseTo(expected, 10);
  });

  test('refuses what the window does not fit in', () => {
    expect(() => ssim(flatPicture(10, 30, 1, 0), flatPicture(10, 30, 1, 0))).toThrow('too small to compare');
    expect(() => ssim(picture, picture)).toThrow('grey');
  });
});

describe('score', () => {
  const score = (a: ImageF32, b: ImageF32) => scoreInBands(imageSource(a), imageSource(b));

  test('measures luminance', async () => {
    const result = await score(negative, picture);
    expect(result.psnr).toBeCloseTo(10.257999370797183, 4);
    expect(result.ssim).toBeCloseTo(-0.8187121181297055, 5);
    expect(result.identical).toBe(false);
    expect(result.note).toBeUndefined();
  });

  test('of identical pictures says so', async () => {
    expect(await score(picture, picture)).toEqual({ psnr: null, ssim: 1, identical: true });
  });

  test('is the same to the last bit in bands, of which few rows are held', async () => {
    const [one, other] = [drawnPicture(47, 138), luminance(drawnPicture(45, 140))];
    let most = 0;
    const source = (image: ImageF32): PixelSource => {
      const whole = imageSource(image);
      const read = (rect: Rect) => {
        most = Math.max(most, rect.height);
        return whole.read(rect);
      };
      return { ...whole, read };
    };
    const [a, b] = [luminance(one), other].map((image) => cropTopLeft(image, 45, 138)) as [ImageF32, ImageF32];
    expect(await scoreInBands(source(one), source(other))).toMatchObject({ psnr: psnr(a, b), ssim: ssim(a, b) });
    expect(most).toBe(64);
  });

  test('crops to the common size top-left and says so; a grey picture is compared as it is', async () => {
    expect(await score(luminance(drawnPicture(45, 36)), drawnPicture(47, 38))).toEqual({
      psnr: null,
      ssim: 1,
      identical: true,
      note: say('photo.comparedOn', { width: 45, height: 36 }),
    });
  });
});
