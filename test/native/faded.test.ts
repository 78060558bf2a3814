import { beforeAll, expect, it } from 'vitest';
import { protocolFor } from '@contract/evaluate';
import { resolveSettings } from '@contract/model-spec';
import { loadBackend } from '../../src-main/compute/backend';
import { learn, restoreImage, type Lab } from '../../src-main/core/evaluate/lab';
import { withModel } from '../../src-main/core/methods/registry';
import type { ImageF32 } from '../../src-main/core/image/image';
import { imageSource } from '../../src-main/core/image/image-source';
import { psnr } from '../../src-main/core/metrics/psnr';
import { suitedMethod } from '../../src-main/core/pair/suited-method';
import { addCameraNoise, drawnPhoto } from '../core/nonlocal/noisy';

const lab: Lab = { token: { next: () => Promise.resolve('go') }, nowMs: () => 0, onProgress: () => undefined };

const CAST = [0.9, 1, 1.05] as const;
const faded = (clean: ImageF32, seed: number): ImageF32 => {
  const noisy = addCameraNoise(clean, seed);
  return { ...noisy, data: noisy.data.map((value, at) => CAST[at % 3]! * (0.25 + 0.6 * value)) };
};

beforeAll(async () => {
  await loadBackend('cpu');
});

it('a faded pair of which nothing is said: what is chosen for it gives other faded photos their tones back', async () => {
  const clean = drawnPhoto(1, 192);
  const degraded = faded(clean, 2);
  const method = await suitedMethod(imageSource(degraded), imageSource(clean));
  const settings = resolveSettings({ task: 'custom', method, preset: 'fast', epochs: 2 });
  const trained = await learn(lab, { clean, degraded }, settings);

  const unseen = drawnPhoto(9, 96);
  const photo = faded(unseen, 4);
  await withModel(trained, async (model) => {
    const restored = await restoreImage(lab, model, photo, protocolFor('custom'));
    expect(psnr(restored, unseen)! - psnr(photo, unseen)!).toBeGreaterThan(3);
  });
});
