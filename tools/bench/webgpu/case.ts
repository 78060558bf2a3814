import { resolveSettings, type TrainChoices, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../../src-main/core/degrade/degrade';
import { imageSource } from '../../../src-main/core/image/image-source';
import { psnr } from '../../../src-main/core/metrics/psnr';
import { openModel } from '../../../src-main/core/methods/registry';
import { restoreWhole } from '../../../src-main/core/restore/restore-whole';
import { preparePair } from '../../../src-main/core/training/prepare-pair';
import { train } from '../../../src-main/core/training/train';

/** What is done alike in this process and in a page: core alone, from one seed. */
export interface Model {
  settings: TrainSettings;
  tensors: NamedArray[];
}

export interface Learned {
  model: Model;
  /** What the model makes of the picture that it learned from. */
  psnr: number;
  steps: number;
  trainMs: number;
}

const token = { next: () => Promise.resolve('go' as const) };
const clean = drawDeadLeaves({ size: 96, seed: 3 });
const degraded = degrade(clean, { task: 'deblur', seed: 1 });

export async function learn(choices: TrainChoices): Promise<Learned> {
  const settings = resolveSettings(choices);
  const startedAt = performance.now();
  const pair = await preparePair(imageSource(degraded), imageSource(clean), settings);
  const environment = { token, nowMs: () => 0, onProgress: () => undefined, onPreview: () => undefined };
  const { facts, ...model } = await train(pair, settings, environment);
  const trainMs = performance.now() - startedAt;
  const data = await restore(model);
  return { model, psnr: psnr({ ...degraded, data }, clean) ?? Infinity, steps: facts.steps, trainMs };
}

export async function restore({ settings, tensors }: Model): Promise<Float32Array> {
  const model = openModel(settings, tensors);
  try {
    return (await restoreWhole(model, degraded, { token })).data;
  } finally {
    model.dispose();
  }
}
