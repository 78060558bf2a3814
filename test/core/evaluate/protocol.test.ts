import { describe, expect, test } from 'vitest';
import { protocolFor, PUBLISHED, setScores, type PictureScore } from '@contract/evaluate';
import { asStored, degradeBy, croppedToScale, noiseSeed } from '../../../src-main/core/evaluate/protocol';
import { lumaScore, scoreEveryRange } from '../../../src-main/core/evaluate/score-picture';
import { enlargeAligned, enlargeBicubic } from '../../../src-main/core/image/bicubic';
import { drawnPicture, flatPicture, largestDifference } from '../image/drawn-picture';

const clean = drawnPicture(96, 81);

describe('the protocol', () => {
  test('has the paper’s numbers', () => {
    expect(protocolFor('deblur')).toMatchObject({ blurSigma: 1.6, noise: Math.SQRT2, scale: 1, borders: 'symmetric' });
    expect(protocolFor('sr')).toMatchObject({ blurSigma: 1.6, noise: Math.SQRT2, scale: 3 });
    expect(protocolFor('denoise')).toMatchObject({ noise: 25 });
    expect(
      PUBLISHED.find(({ system, task, set }) => system === 'UNET-GAN' && task === 'deblur' && set === 'Set11'),
    ).toEqual({ system: 'UNET-GAN', task: 'deblur', set: 'Set11', psnr: 29.12, ssim: 0.88 });
  });

  test('gives each picture noise of its own, the same at every time', () => {
    const protocol = protocolFor('denoise', { seed: 7 });
    expect(noiseSeed(protocol, '00000001ffff')).toBe(8);
    expect(noiseSeed(protocol, 'ffffffff')).toBe(6);
    const seeds = Array.from({ length: 100 }, (_, seed) => noiseSeed({ ...protocol, seed }, '00000001'));
    const taught = Array.from({ length: 100 }, (_, seed) => noiseSeed({ ...protocol, seed }, '00000001', 'training'));
    expect(new Set([...seeds, ...taught]).size).toBe(200);
    const again = () => degradeBy(clean, protocol, noiseSeed(protocol, '00000001'));
    expect(again()).toEqual(again());
    expect(again()).not.toEqual(degradeBy(clean, protocol, noiseSeed(protocol, '00000002')));
  });

  test('degrades as a 16-bit file holds it', () => {
    const degraded = degradeBy(clean, protocolFor('denoise'), 3);
    expect(Math.min(...degraded.data)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...degraded.data)).toBeLessThanOrEqual(1);
    expect(asStored(degraded, 16)).toEqual(degraded);
    expect(asStored(flatPicture(2, 2, 1, 0.5), 8).data[0]).toBeCloseTo(128 / 255, 6);
  });

  test('measures super resolution on a multiple of the scale', () => {
    const clean = croppedToScale(drawnPicture(95, 82), 3);
    expect([clean.width, clean.height]).toEqual([93, 81]);
    const small = degradeBy(clean, protocolFor('sr'), 1);
    expect([small.width, small.height]).toEqual([31, 27]);
  });
});

describe('scores', () => {
  const degraded = degradeBy(clean, protocolFor('deblur'), 1);

  test('on studio-range luminance read 20·log10(255/219) = 1.32 dB higher', () => {
    const [full, studio] = (['full', 'studio'] as const).map((range) => lumaScore(degraded, clean, range).psnr);
    expect(studio! - full!).toBeCloseTo(20 * Math.log10(255 / 219), 4);
  });

  test('say what doing nothing gives, over luminance and over R, G and B', () => {
    const score = scoreEveryRange({ clean, degraded, restored: degraded }, protocolFor('deblur')).full;
    expect(score.psnr).toBe(score.inputPsnr);
    expect(score.inputPsnrRgb).not.toBe(score.inputPsnr);
    expect(score.gradientDistance).toBe(score.inputGradientDistance);
    expect(score.alignedPsnr).toBeNull();
  });

  test('of bicubic enlargement are better where it is aligned to the samples that were kept', () => {
    const protocol = protocolFor('sr', { noise: 0 });
    const small = degradeBy(clean, protocol, 0);
    const score = scoreEveryRange({ clean, degraded: small, restored: enlargeBicubic(small, 3) }, protocol).full;
    expect(score.psnr).toBe(score.inputPsnr);
    expect(score.alignedPsnr! - score.inputPsnr!).toBeGreaterThan(0.5);
  });

  test('aligned enlargement keeps every sample where it was', () => {
    const small = degradeBy(clean, protocolFor('sr', { noise: 0 }), 0);
    const large = enlargeAligned(small, 3);
    const kept = Float32Array.from({ length: small.data.length }, (_, index) => {
      const [channel, pixel] = [index % 3, Math.floor(index / 3)];
      const [x, y] = [pixel % small.width, Math.floor(pixel / small.width)];
      return large.data[(y * 3 * large.width + x * 3) * 3 + channel]!;
    });
    expect(largestDifference(kept, small.data)).toBeLessThan(1e-6);
  });
});

describe('the mean of a set', () => {
  const score = (set: string, psnr: number | null, trainedOn = false): PictureScore => ({
    set,
    picture: `${set}-${String(psnr)}`,
    width: 8,
    height: 8,
    inputPsnr: 20,
    inputSsim: 0.5,
    inputPsnrRgb: 21,
    alignedPsnr: null,
    alignedSsim: null,
    psnr,
    ssim: 0.8,
    gmsd: 0.1,
    gradientDistance: 2,
    inputGradientDistance: 4,
    restoreMs: 10,
    trainedOn,
  });

  test('is the mean of per-picture values, with and without the picture that was learned from', () => {
    const [a, b] = setScores([score('a', 30), score('b', 10), score('a', 34, true)]);
    expect(a).toMatchObject({ set: 'a', pictures: 2, psnr: 32, unseenPsnr: 30, alignedPsnr: null });
    expect(b).toMatchObject({ set: 'b', pictures: 1, psnr: 10, unseenPsnr: null });
  });
});
