import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../src-main/core/degrade/degrade';
import { crop } from '../../src-main/core/image/crop';
import { SCRATCH_VARIABLE } from '../../src-main/disk/session-scratch';
import { pairHandlers } from '../../src-main/photos/pair-handlers';
import { writePicture } from '../../src-main/photos/pixels';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-turned-'));
  vi.stubEnv(SCRATCH_VARIABLE, folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const isTurned = (degraded: string, clean: string) => pairHandlers['pair.turned']({ degraded, clean }, () => undefined);

const clean = drawDeadLeaves({ size: 256, seed: 3 });
const shifted = (by: number) => crop(clean, { x: by, y: by, width: 240, height: 240 });
const noisy = degrade(shifted(5), { task: 'denoise', noise: 25, seed: 1 });

it.each([
  ['noise, held by hand', shifted(0), noisy],
  ['blur', clean, degrade(clean, { task: 'deblur', blurSigma: 1.6, noise: 1.4, seed: 1 })],
  ['a small copy', clean, degrade(clean, { task: 'sr', scale: 2, blurSigma: 1, noise: 1, seed: 1 })],
])('which photo of a pair is the clean one is told: %s', async (name, clean, degraded) => {
  const [a, b] = [join(folder, `${name} clean.png`), join(folder, `${name} degraded.png`)];
  await writePicture(a, clean, 8);
  await writePicture(b, degraded, 8);
  expect(await isTurned(a, b)).toBe(true);
  expect(await isTurned(b, a)).toBe(false);
});

it('two equal photos do not tell', async () => {
  const file = join(folder, 'flat.png');
  await sharp({ create: { width: 200, height: 120, channels: 3, background: '#777' } }).toFile(file);
  expect(await isTurned(file, file)).toBe(false);
});
