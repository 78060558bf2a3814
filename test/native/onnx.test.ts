import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import {
  expectedTensors,
  METHOD_ROWS,
  PRESETS,
  resolveSettings,
  TASKS,
  type TrainChoices,
  type TrainSettings,
} from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { crop } from '../../src-main/core/image/crop';
import { imageSource } from '../../src-main/core/image/image-source';
import type { ImageF32 } from '../../src-main/core/image/image';
import { atCrisp } from '../../src-main/core/models/crisp';
import { openModel } from '../../src-main/core/methods/registry';
import { openOnGraphs } from '../../src-main/core/onnx/open-on-graphs';
import { modelGraph } from '../../src-main/core/onnx/model-graph';
import { tilesHere } from '../../src-main/core/onnx/tile-restorer';
import { createRandom } from '../../src-main/core/random';
import { restorePicture } from '../../src-main/core/restore/restore-picture';
import type { Tile } from '../../src-main/core/patches/tile';
import { planeOf } from '../../src-main/core/image/plane';
import { onnxRunner } from '../../src-main/compute/onnx-runner';
import { tilesOnThreads } from '../../src-main/compute/tile-threads';
import type { OpenModel } from '../../src-main/core/models/method';
import { loadBackend } from '../../src-main/compute/backend';
import { failureOf } from '../fixtures/helpers';
import { builtFile } from './host-built';

beforeAll(() => {
  process.env['TF_NUM_INTRAOP_THREADS'] = '1';
  return loadBackend('cpu');
}, 60_000);

/** Sides that no block, stride or patch divides. */
const PHOTO = crop(drawDeadLeaves({ size: 96, seed: 2 }), { x: 5, y: 9, width: 37, height: 29 });

/** R, G and B at once, as for real pairs. */
const JOINT = resolveSettings({ method: 'unet-gan', preset: 'best', task: 'custom' }).ingredients;

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

const restoredHere = (settings: TrainSettings, tensors: NamedArray[], photo: ImageF32) =>
  restoredBy(openModel(settings, tensors, { crisp: CRISP }), photo);

async function restoredBy(model: OpenModel, photo: ImageF32, tilePixels = 1 << 20): Promise<Float32Array> {
  const rows: number[] = [];
  const sink = { writeRows: (_: number, { data }: ImageF32) => Promise.resolve(void rows.push(...data)) };
  const token = { next: () => Promise.resolve('go' as const) };
  await restorePicture(model, imageSource(photo), sink, {
    strength: 100,
    token,
    onProgress: () => undefined,
    tilePixels,
  });
  model.dispose();
  return Float32Array.from(rows);
}

/** In units of the pixels' range, or of the largest value where random weights leave it. */
function largestDifference(values: Float32Array, expected: Float32Array): number {
  const range = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return expected.reduce((most, value, index) => Math.max(most, Math.abs(value - values[index]!)), 0) / range;
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
    expect(largestDifference(theirs, expected)).toBeLessThan(1e-4);
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
    expect(largestDifference(theirs, ours)).toBeLessThan(1e-4);
  });

  it.each([
    { columns: 5, stepRows: 2 },
    { columns: 11, stepRows: 1 },
  ])('takes patches longer than wide, several rows a time step: %j', async (shape) => {
    const settings = resolveSettings({ method: 'rnn', preset: 'best', units: 8, patch: 8, channels: 'all', ...shape });
    const tensors = weightsOf(settings);
    const ours = planar({ data: await restoredHere(settings, tensors, PHOTO), channels: 3 });
    expect(largestDifference(await restoredByOnnx(settings, tensors, PHOTO), ours)).toBeLessThan(1e-4);
  });

  it('is refused for what is no network', () => {
    const settings = resolveSettings({ method: 'non-local' });
    expect(() => modelGraph(settings, [], { name: '', version: '' })).toThrow('no network');
  });
});

describe('restoring on graphs', () => {
  const runner = onnxRunner('cpu');
  const choices: TrainChoices[] = [
    { method: 'linear', preset: 'fast' },
    { method: 'rnn', preset: 'fast' },
    { method: 'rnn', preset: 'fast', mode: 'patch2pixel' },
    { method: 'rnn', preset: 'fast', mode: 'patch2pixel', columns: 5 },
    { method: 'rnn', preset: 'fast', patch: 8, columns: 5, stepRows: 2 },
    { method: 'rnn-gan', preset: 'fast', task: 'sr' },
    { method: 'unet-gan', preset: 'paper' },
    { method: 'unet-gan', preset: 'best', channels: 'all' },
    { method: 'unet-gan', preset: 'best', task: 'custom', channels: 'all', ingredients: [...JOINT, 'self-ensemble'] },
    { method: 'unet-gan', preset: 'fast', task: 'custom', channels: 'all', ingredients: ['joint-colour', 'residual'] },
    { method: 'unet-gan', preset: 'fast', task: 'sr' },
    { method: 'unet-gan', preset: 'fast', ingredients: [] },
    { method: 'unet-gan', preset: 'fast', ingredients: ['residual'] },
  ];

  it.each(choices)('equals TensorFlow, tile by tile: $method $preset $task $mode', async (choice) => {
    const settings = resolveSettings({ units: 8, channels: 'luminance', ...choice });
    const tensors = weightsOf(settings);
    const expected = await restoredHere(settings, tensors, PHOTO);
    const model = await openOnGraphs(tilesHere(runner), settings, tensors, { crisp: CRISP });
    const restored = await restoredBy(model, PHOTO, 37 * 13);
    expect(restored.length).toBe(expected.length);
    expect(largestDifference(restored, expected)).toBeLessThan(1e-4);
    // The same bits again, whatever the tiles before were.
    const again = await openOnGraphs(tilesHere(runner), settings, tensors, { crisp: CRISP });
    expect(await restoredBy(again, PHOTO, 37 * 13)).toEqual(restored);
  });

  it.each(['rnn', 'unet-gan'] as const)(
    'has the patches of %s as close as TensorFlow where no turn holds',
    async (method) => {
      const settings = resolveSettings({
        ...{ method, preset: method === 'rnn' ? 'fast' : 'paper', units: 8, channels: 'luminance' },
        ingredients: ['self-ensemble'],
      });
      const tensors = weightsOf(settings);
      tensors.find(({ name }) => name === 'frame.symmetries')!.data.fill(0);
      const model = await openOnGraphs(tilesHere(runner), settings, tensors);
      const expected = await restoredBy(openModel(settings, tensors), PHOTO);
      expect(largestDifference(await restoredBy(model, PHOTO), expected)).toBeLessThan(1e-4);
    },
  );
});

describe('restoring in threads', () => {
  const settings = resolveSettings({ method: 'rnn', preset: 'fast', units: 8, channels: 'luminance' });
  const tensors = weightsOf(settings);
  const open = async (chosen: TrainSettings, weights: NamedArray[]) => {
    const onThreads = tilesOnThreads(builtFile('tile-thread.js'));
    return openOnGraphs(onThreads!, chosen, weights, { crisp: CRISP });
  };
  const tileFor = ({ margin }: OpenModel, side: number): Tile => ({
    plane: planeOf(new Float32Array((side + 2 * margin) ** 2).fill(0.5), side + 2 * margin, side + 2 * margin),
    ...{ margin, x: 0, y: 0, width: side, height: side, pictureWidth: side, pictureHeight: side },
  });
  const going = { next: () => Promise.resolve('go' as const) };

  beforeAll(() => {
    process.env['TF_NUM_INTRAOP_THREADS'] = '2';
  });
  afterAll(() => {
    process.env['TF_NUM_INTRAOP_THREADS'] = '1';
  });

  it.each([
    { method: 'rnn', preset: 'fast' },
    { method: 'unet-gan', preset: 'fast' },
  ] as const)('gives the same: $method', async (choice) => {
    const chosen = resolveSettings({ units: 8, channels: 'luminance', ...choice });
    const weights = weightsOf(chosen);
    const here = await openOnGraphs(tilesHere(onnxRunner('cpu')), chosen, weights, { crisp: CRISP });
    const model = await open(chosen, weights);
    expect(model.tilesAtOnce).toBe(2);
    expect(await restoredBy(model, PHOTO, 37 * 7)).toEqual(await restoredBy(here, PHOTO, 37 * 7));
  });

  it('tells of what goes wrong there as here', async () => {
    const model = await open(settings, tensors);
    const failing = failureOf(model.restoreTile(tileFor(model, 20), { stride: 99, token: going }));
    expect(await failing).toMatchObject({ kind: 'bad-input', message: /The stride is 99/ });
    model.dispose();
  });

  it('ends at once when cancelled, waits while paused, and restores others afterwards', async () => {
    const model = await open(settings, tensors);
    let asked = 0;
    const cancelled = new AppError('cancelled', say('job.cancelled'));
    const cancelling = { next: () => (++asked > 2 ? Promise.reject(cancelled) : Promise.resolve('go' as const)) };
    expect(await failureOf(model.restoreTile(tileFor(model, 3000), { token: cancelling }))).toBe(cancelled);

    let goOn: (go: 'go') => void = () => undefined;
    const paused = new Promise<'go'>((resolve) => {
      goOn = resolve;
    });
    let isDone = false;
    const restoring = model.restoreTile(tileFor(model, 800), { token: { next: () => paused } }).then((plane) => {
      isDone = true;
      return plane;
    });
    // Meanwhile another tile passes: the paused one does nothing.
    expect((await model.restoreTile(tileFor(model, 30), { token: going })).data).toHaveLength(900);
    expect(isDone).toBe(false);
    goOn('go');
    expect((await restoring).data).toHaveLength(640_000);
    model.dispose();
  });
});
