import { describe, expect, it } from 'vitest';
import { compressed } from '../../../src-main/core/degradation/compress';
import { measureJpeg } from '../../../src-main/core/degradation/jpeg-quality';
import { crop } from '../../../src-main/core/image/crop';
import { psnr } from '../../../src-main/core/metrics/psnr';
import { addCameraNoise, drawnPhoto } from '../nonlocal/noisy';
import { throughFile } from './through-file';

const photo = addCameraNoise(drawnPhoto(4, 192), 1);

describe('the quality of a JPEG that a picture was', () => {
  it.each([20, 50, 75, 90])('is found again: %i', async (quality) => {
    const found = measureJpeg(await throughFile(photo, quality))!;
    expect(Math.abs(found.quality - quality)).toBeLessThanOrEqual(2);
    expect(found).toMatchObject({ x: 0, y: 0 });
  });

  it('is found in a part of it, with where its blocks begin', async () => {
    const part = crop(await throughFile(photo, 60), { x: 3, y: 5, width: 160, height: 160 });
    expect(measureJpeg(part)).toEqual({ quality: expect.closeTo(60, -0.6) as number, x: 5, y: 3 });
  });

  it('is none of a picture that never was one', () => {
    expect(measureJpeg(photo)).toBeNull();
  });
});

it.each([40, 75, 92])('compresses as a real encoder does, without the file: quality %i', async (quality) => {
  const theirs = await throughFile(photo, quality);
  const ours = compressed(photo, quality);
  // The error that compression makes is far larger than what is left between the two.
  expect(psnr(ours, theirs)! - psnr(photo, theirs)!).toBeGreaterThan(6);
});
