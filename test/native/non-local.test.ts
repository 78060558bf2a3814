import { inEnglish } from '@contract/in-language';
import { beforeAll, expect, it } from 'vitest';
import { protocolFor } from '@contract/evaluate';
import { expectedTensors, resolveSettings } from '@contract/model-spec';
import { loadBackend } from '../../src-main/compute/backend';
import { learn, restoreImage, type Lab } from '../../src-main/core/evaluate/lab';
import { withModel } from '../../src-main/core/methods/registry';
import { psnr } from '../../src-main/core/metrics/psnr';
import { addCameraNoise, drawnPhoto } from '../core/nonlocal/noisy';

const lab: Lab = { token: { next: () => Promise.resolve('go') }, nowMs: () => 0, onProgress: () => undefined };

beforeAll(async () => {
  await loadBackend('cpu');
});

it('a noisy pair of another exposure: learned by the non-local filter unless another method is named, tone left alone', async () => {
  const clean = drawnPhoto(1, 192);
  const noisy = addCameraNoise(clean, 2);
  const degraded = { ...noisy, data: noisy.data.map((value) => 0.97 * value + 0.01) };
  const settings = resolveSettings({ task: 'custom', preset: 'fast' });
  expect(settings.method).toBe('non-local');
  const trained = await learn(lab, { clean, degraded }, settings);
  expect(trained.facts.notes.map(inEnglish).join('\n')).toContain('taken for chance and matched');
  expect(trained.tensors.map(({ name, shape }) => ({ name, shape }))).toEqual(
    expectedTensors(trained.settings).map(({ name, shape }) => ({ name, shape })),
  );

  const unseen = drawnPhoto(9, 96);
  const photo = addCameraNoise(unseen, 4);
  const grey = { ...photo, channels: 1, data: photo.data.filter((_, i) => i % 3 === 1) };
  const greyTruth = { ...grey, data: unseen.data.filter((_, i) => i % 3 === 1) };
  await withModel(trained, async (model) => {
    const restored = await restoreImage(lab, model, photo, protocolFor('custom'));
    expect(psnr(restored, unseen)! - psnr(photo, unseen)!).toBeGreaterThan(1);
    const restoredGrey = await restoreImage(lab, model, grey, protocolFor('custom'));
    expect(psnr(restoredGrey, greyTruth)! - psnr(grey, greyTruth)!).toBeGreaterThan(0.5);
  });
});
