import { beforeAll, expect, it } from 'vitest';
import sharp from 'sharp';
import { protocolFor } from '@contract/evaluate';
import { resolveSettings, type TrainChoices } from '@contract/model-spec';
import { inEnglish } from '@contract/in-language';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { learn, restoreImage, type Lab, type Pair } from '../../src-main/core/evaluate/lab';
import { withModel } from '../../src-main/core/methods/registry';
import { lumaScore } from '../../src-main/core/evaluate/score-picture';
import { loadBackend } from '../../src-main/compute/backend';
import { hardCase } from '../../tools/study/hard-case';

const lab: Lab = { token: { next: () => Promise.resolve('go') }, nowMs: () => 0, onProgress: () => undefined };

beforeAll(async () => {
  await loadBackend('cpu');
});

async function pairOf(seed: number, size: number): Promise<Pair> {
  const clean = drawDeadLeaves({ size, seed });
  const { data } = await sharp(await hardCase(clean, seed + 1))
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { clean, degraded: { ...clean, data: Float32Array.from(data, (value) => value / 255) } };
}

/** PSNR on an unseen picture after learning from another one; nothing is known of the degradation. */
async function restoredPsnr(choices: TrainChoices): Promise<{ before: number; after: number; notes: string[] }> {
  const settings = resolveSettings({ ...choices, task: 'custom' });
  const trained = await learn(lab, await pairOf(0, 384), settings);
  const { clean, degraded } = await pairOf(50, 192);
  const restored = await withModel(trained, (model) => restoreImage(lab, model, degraded, protocolFor('custom')));
  const psnr = (picture: Pair['clean']) => lumaScore(picture, clean, 'full').psnr!;
  return { before: psnr(degraded), after: psnr(restored), notes: trained.facts.notes.map(inEnglish) };
}

it('a custom pair of motion blur, grain and JPEG artefacts is learned: better than doing nothing and than a filter', async () => {
  const choices = { preset: 'fast', channels: 'luminance' } as const;
  const linear = await restoredPsnr({ ...choices, method: 'linear' });
  const network = await restoredPsnr({ ...choices, method: 'rnn', epochs: 3 });
  expect(linear.after - linear.before).toBeGreaterThan(1);
  expect(network.after - linear.after).toBeGreaterThan(0.15);
  // Slanted motion looks the same turned by half a turn, and in no other way: nobody had to say so.
  expect(network.notes.map(inEnglish).join(' ')).toContain('also learned in one mirrored or turned form.');
});
