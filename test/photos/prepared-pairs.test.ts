import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inEnglish } from '@contract/in-language';
import { PREPARATIONS } from '@contract/photo';
import { AppError } from '@contract/result';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { addNoise } from '../../src-main/core/degrade/degrade';
import type { ImageF32 } from '../../src-main/core/image/image';
import { SCRATCH_VARIABLE } from '../../src-main/disk/session-scratch';
import { readPixels } from '../../src-main/photos/pixels';
import { preparedPair } from '../../src-main/photos/prepared-pairs';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-profiles-'));
  vi.stubEnv(SCRATCH_VARIABLE, folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const drawn = drawDeadLeaves({ size: 160, seed: 3 });
const bytesOf = (image: ImageF32) => ({
  ...image,
  data: Uint8Array.from(image.data, (value) => Math.round(255 * Math.min(1, Math.max(0, value)))),
});

it('converts two known colour profiles rather than calling them exposure', async () => {
  const degraded = join(folder, 'degraded.png');
  const clean = join(folder, 'clean.png');
  const picture = (image: ImageF32) => {
    const { data, width, height } = bytesOf(image);
    return sharp(data, { raw: { width, height, channels: 3 } });
  };
  await picture(addNoise(structuredClone(drawn), 2, 1))
    .png()
    .toFile(degraded);
  await picture(drawn).withIccProfile('p3').png().toFile(clean);
  const { findings, clean: converted } = await preparedPair(degraded, clean, PREPARATIONS);
  expect(findings).toMatchObject([{ step: 'profile', done: true }]);
  const apart = (await readPixels(converted.path)).data.map((value, at) => Math.abs(value - drawn.data[at]!));
  expect((255 * apart.reduce((sum, value) => sum + value, 0)) / apart.length).toBeLessThan(1);
  const asIs = await preparedPair(degraded, clean, []);
  expect(asIs.findings[0]).toMatchObject({ step: 'profile', done: false });
  expect(asIs.clean.path).toBe(clean);
});

it('refuses a part that reaches out of the clean photo, and says by how much', async () => {
  const [degraded, clean] = [join(folder, 'soft.png'), join(folder, 'sharp.png')];
  for (const path of [degraded, clean]) {
    const { data, width, height } = bytesOf(path === clean ? drawn : addNoise(structuredClone(drawn), 2, 1));
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png()
      .toFile(path);
  }
  const part = (x: number) => preparedPair(degraded, clean, PREPARATIONS, { x, y: 0, width: 128, height: 128 });
  expect((await part(32)).region).toEqual({ x: 32, y: 0, width: 128, height: 128 });
  const refused = await part(33).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppError);
  expect(inEnglish((refused as AppError).sentence)).toBe(
    'The region 128 × 128 px at (33, 0) reaches outside the picture of 160 × 160 px: choose one inside it.',
  );
});
