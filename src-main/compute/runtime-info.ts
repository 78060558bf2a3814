import { totalmem } from 'node:os';
import { resolveSettings } from '@contract/model-spec';
import type { RuntimeInfo } from '@contract/runtime';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { imageSource } from '../core/image/image-source';
import { drawDeadLeaves } from '../core/degrade/dead-leaves';
import { degrade } from '../core/degrade/degrade';
import { preparePair } from '../core/training/prepare-pair';
import { train } from '../core/training/train';
import { methodsNotTrainable } from '../core/training/trainable';
import { enginesHere, restoreEngine } from './restore-engine';
import { runtime } from './runtime';
import { measureMatmulGflops } from './speed';

/** What TensorFlow runs on; with `selfTest` a real product and a real training step prove it. */
export async function runtimeInfo(selfTest: boolean): Promise<RuntimeInfo> {
  const { backend } = await runtime();
  const { name, label, reason } = await restoreEngine();
  return {
    ...backend,
    restoring: { engine: name, label, reason, choices: enginesHere() },
    matmulGflops: selfTest ? await measureMatmulGflops(backend.backend === 'wasm' ? 512 : 2048, 3) : null,
    trainingStepMs: selfTest ? await timeTrainingStep() : null,
    memoryBytes: totalmem(),
    cannotTrain: methodsNotTrainable(),
  };
}

/** One step on a drawn pair, in milliseconds. Throws AppError('unavailable') when its weights are not finite. */
async function timeTrainingStep(): Promise<number> {
  const clean = drawDeadLeaves({ size: 64, seed: 1 });
  const degraded = degrade(clean, { task: 'deblur', seed: 1 });
  const settings = resolveSettings({
    method: 'rnn',
    preset: 'fast',
    epochs: 1,
    patchesPerEpoch: 256,
    batch: 256,
    units: 64,
  });
  const startedAt = performance.now();
  const pair = await preparePair(imageSource(degraded), imageSource(clean), settings);
  const { tensors } = await train(pair, settings, {
    token: { next: () => Promise.resolve('go') },
    nowMs: () => performance.now(),
    onProgress: () => undefined,
    onPreview: () => undefined,
  });
  const elapsedMs = performance.now() - startedAt;
  if (!tensors.every(({ data }) => data.every((value) => Number.isFinite(value))))
    throw new AppError('unavailable', say('runtime.testStep'));
  return elapsedMs;
}
