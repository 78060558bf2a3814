import { beforeAll, describe, expect, it } from 'vitest';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import {
  METHOD_ROWS,
  PRESETS,
  resolveSettings,
  TASKS,
  type TrainChoices,
  type TrainSettings,
} from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { crop } from '../../src-main/core/image/crop';
import { imageSource } from '../../src-main/core/image/image-source';
import type { ImageF32 } from '../../src-main/core/image/image';
import { atCrisp } from '../../src-main/core/models/crisp';
import { expectedTensors, openModel } from '../../src-main/core/models/registry';
import { modelGraph } from '../../src-main/core/onnx/model-graph';
import { createRandom } from '../../src-main/core/random';
import { restorePicture } from '../../src-main/core/restore/restore-picture';
import { loadBackend } from '../../src-main/compute/backend';

beforeAll(() => loadBackend('cpu'), 60_000);

/** Sides that no block, stride or patch divides. */
const PHOTO = crop(drawDeadLeaves({ size: 96, seed: 2 }), { x: 5, y: 9, width: 37, height: 29 });

/** Where the dial stands, for models that have one. */
const CRISP = 60;

/** Weights large enough that every part of the network shows, and a filter that sums to 1. */
function weightsOf(settings: TrainSettings): NamedArray[] {
  const random = createRandom(4);
  return expectedTensors(settings).map((spec) => {
    const length = spec.shape.reduce((product, side) => product * side, 1);
    const inputs = length / (spec.shape.at(-1) ?? 1);
    const values = (value: (index: number) => number) => Float32Array.from({ length }, (_, index) => value(index));
    const data: Record<string, () => Float32Array> = {
      'frame.shift': () => Float32Array.of(settings.task === 'sr' ? -1 : 1, settings.task === 'sr' ? -1 : 2),
      'frame.symmetries': () => values(() => 1),
      'gradient.gain': () => Float32Array.of(1.2),
      'overlap.weights': () => values(() => 0.5 + random.integer(100) / 100),
      'linear.filter': () => values(() => 1 / length + 0.01 * random.normal()),
    };
    return { ...spec, data: (data[spec.name] ?? (() => values(() => random.normal() / Math.sqrt(inputs))))() };
  });
}

async function restoredHere(settings: TrainSettings, tensors: NamedArray[], photo: ImageF32): Promise<Float32Array> {
  const model = openModel(settings, tensors, { crisp: CRISP });
  const rows: number[] = [];
  await restorePicture(
    model,
    imageSource(photo),
    { writeRows: (_, { data }) => Promise.resolve(void rows.push(...data)) },
    {
      strength: 100,
      token: { next: () => Promise.resolve('go') },
      onProgress: () => undefined,
    },
  );
  model.dispose();
  return Float32Array.from(rows);
}

/** [height, width, channels] ↔ [channels, height, width]. */
function planar({ data, channels }: Pick<ImageF32, 'data' | 'channels'>): Float32Array {
  const pixels = data.length / channels;
  return data.map((_, index) => data[(index % pixels) * channels + Math.floor(index / pixels)]!);
}

async function restoredByOnnx(settings: TrainSettings, tensors: NamedArray[], photo: ImageF32): Promise<Float32Array> {
  const session = await InferenceSession.create(
    modelGraph(settings, atCrisp(tensors, CRISP), { name: 'test', version: '0' }),
    {
      intraOpNumThreads: 1,
      graphOptimizationLevel: 'basic',
    },
  );
  const { width, height, channels } = photo;
  const picture = new Tensor('float32', planar(photo), [1, channels, height, width]);
  const { restored } = await session.run({ picture });
  await session.release();
  expect(restored!.dims).toEqual([1, channels, height * settings.scale, width * settings.scale]);
  return restored!.data as Float32Array;
}

/** Every method, preset and task, and both ways of the RNN; what differs only in how it is trained once. */
const cases = (['linear', 'rnn', 'rnn-gan', 'unet-gan'] as const)
  .flatMap((method) =>
    PRESETS.flatMap((preset) =>
      TASKS.flatMap((task): TrainChoices[] => {
        const channels = task === 'denoise' || task === 'custom' ? 'all' : 'luminance';
        const modes = preset === 'fast' && method !== 'unet-gan' ? METHOD_ROWS[method].modes : [undefined];
        return modes.map((mode) => ({ units: 8, method, preset, task, channels, ...(mode ? { mode } : {}) }));
      }),
    ),
  )
  .filter((choices, index, all) => all.findIndex((other) => graphOf(other) === graphOf(choices)) === index);

function graphOf(choices: TrainChoices): string {
  const { method, mode, patch, channels, scale, restoreStride, ingredients } = resolveSettings(choices);
  return JSON.stringify([method, mode, patch, channels, scale, restoreStride, ingredients]);
}

describe('a model as an ONNX file', () => {
  it.each(cases)('restores as we do: $method $preset $task $mode', async (choices) => {
    const settings = resolveSettings(choices);
    const tensors = weightsOf(settings);
    const [ours, theirs] = [
      await restoredHere(settings, tensors, PHOTO),
      await restoredByOnnx(settings, tensors, PHOTO),
    ];
    const expected = planar({ data: ours, channels: 3 });
    let [most, change] = [0, 0];
    for (const [index, value] of expected.entries()) {
      most = Math.max(most, Math.abs(value - theirs[index]!));
      change = Math.max(change, Math.abs(value));
    }
    expect(most).toBeLessThan(1e-4 * Math.max(1, change));
  });

  it('takes a patch stride that does not divide the patch, and a grey picture', async () => {
    const settings = {
      ...resolveSettings({ method: 'rnn', preset: 'best', task: 'denoise', units: 8 }),
      restoreStride: 4,
    };
    const all = { ...settings, channels: 'all' as const };
    const tensors = weightsOf(all);
    const grey: ImageF32 = { ...PHOTO, channels: 1, data: PHOTO.data.filter((_, index) => index % 3 === 1) };
    const [ours, theirs] = [await restoredHere(all, tensors, grey), await restoredByOnnx(all, tensors, grey)];
    for (const [index, value] of ours.entries()) expect(Math.abs(value - theirs[index]!)).toBeLessThan(1e-4);
  });

  it('is refused for what is no network', () => {
    const settings = resolveSettings({ method: 'non-local' });
    expect(() => modelGraph(settings, [], { name: '', version: '' })).toThrow('no network');
  });
});
