import { expect, it } from 'vitest';
import { degrade, type DegradeOptions } from '../../../src-main/core/degrade/degrade';
import { degradeBands, degradedSize } from '../../../src-main/core/degrade/degrade-bands';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { imageSource } from '../../../src-main/core/image/image-source';
import { drawnPicture } from '../image/drawn-picture';

async function inBands(clean: ImageF32, options: DegradeOptions, bandRows: number): Promise<ImageF32> {
  const size = degradedSize(clean, options);
  const data = new Float32Array(size.width * size.height * clean.channels);
  const sink = {
    writeRows: (first: number, rows: ImageF32) => {
      expect(rows.width).toBe(size.width);
      data.set(rows.data, first * size.width * clean.channels);
      return Promise.resolve();
    },
  };
  await degradeBands(imageSource(clean), sink, options, bandRows);
  return { data, ...size, channels: clean.channels };
}

const clean = drawnPicture(53, 101);

it.each([
  { task: 'deblur', seed: 4 },
  { task: 'deblur', blurSigma: 5, noise: 0 },
  { task: 'denoise', seed: 9 },
  { task: 'sr', seed: 2 },
  { task: 'sr', scale: 4, blurSigma: 0.5 },
] as const)('$task: bands are the whole, to the last bit', async (options) => {
  const whole = degrade(clean, options);
  for (const rows of [1, 7, 16, 1000]) expect(await inBands(clean, options, rows)).toEqual(whole);
});

it('refuses what degrading refuses', async () => {
  await expect(inBands(drawnPicture(2, 2), { task: 'sr', scale: 3 }, 8)).rejects.toThrow(/too small for scale 3/);
  await expect(inBands(clean, { task: 'custom' }, 8)).rejects.toThrow(/choose one of the tasks/);
  await expect(inBands(clean, { task: 'deblur', noise: -1 }, 8)).rejects.toThrow(/0 or more/);
});
