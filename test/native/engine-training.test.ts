import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectedTensors, hasCrispDial, LIMITS, resolveSettings, type TrainChoices } from '@contract/model-spec';
import type { Sentence } from '@contract/sentence';
import { inEnglish } from '@contract/in-language';
import type { JobToken } from '../../src-main/core/job-token';
import { blur } from '../../src-main/core/degrade/blur';
import { degrade } from '../../src-main/core/degrade/degrade';
import { addCameraNoise } from '../core/nonlocal/noisy';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { enlargeBicubic } from '../../src-main/core/image/bicubic';
import { luminance } from '../../src-main/core/image/color';
import { crop } from '../../src-main/core/image/crop';
import { imageSource } from '../../src-main/core/image/image-source';
import type { ImageF32 } from '../../src-main/core/image/image';
import { asStored } from '../../src-main/core/evaluate/protocol';
import { psnr } from '../../src-main/core/metrics/psnr';
import { alignmentFromTensors, symmetriesOf } from '../../src-main/core/models/alignment';
import { atCrisp } from '../../src-main/core/models/crisp';
import { solveLinearFilter } from '../../src-main/core/models/least-squares';
import { methods, openModel } from '../../src-main/core/methods/registry';
import { restorePicture } from '../../src-main/core/restore/restore-picture';
import { preparePair, type TrainingPair } from '../../src-main/core/training/prepare-pair';
import { train, type Checkpoint, type TrainedModel, type TrainEnvironment } from '../../src-main/core/training/train';
import { tf } from '../../src-main/core/tf';
import { loadBackend } from '../../src-main/compute/backend';

/** In dB, on luminance. */
const psnrOf = (a: ImageF32, b: ImageF32) => psnr(luminance(a), luminance(b));

const go: JobToken = { next: () => Promise.resolve('go') };

let tensorsBefore = 0;
beforeAll(() => {
  // One thread and fixed reductions, read when the library loads: reruns are then bit-identical.
  Object.assign(process.env, { TF_NUM_INTRAOP_THREADS: '1', OMP_NUM_THREADS: '1', TF_DETERMINISTIC_OPS: '1' });
  return loadBackend('cpu');
}, 60_000);
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

const clean = drawDeadLeaves({ size: 192, seed: 3 });
const degraded = degrade(clean, { task: 'deblur', seed: 1 });

const SMALL: TrainChoices = {
  method: 'rnn',
  preset: 'best',
  patch: 7,
  units: 24,
  batch: 32,
  patchesPerEpoch: 256,
  epochs: 3,
};

const PICTURE: TrainChoices = {
  method: 'unet-gan',
  preset: 'best',
  patch: 48,
  units: 8,
  batch: 8,
  patchesPerEpoch: 256,
  epochs: 3,
};

interface Extras {
  endsAtMs?: number;
  token?: JobToken;
  resumeFrom?: Checkpoint;
  begin?: NonNullable<TrainEnvironment['begin']>;
  onCheckpoint?: (checkpoint: Checkpoint) => Promise<void>;
  pair?: { degraded: ImageF32; clean: ImageF32 };
  /** In place of the pair's own. */
  heldOut?: Pick<TrainingPair, 'squares' | 'measured'>;
}

const prepare = (pair: { degraded: ImageF32; clean: ImageF32 }, settings = resolveSettings({})) =>
  preparePair(imageSource(pair.degraded), imageSource(pair.clean), settings);

function trainOn(choices: TrainChoices, { token = go, pair = { degraded, clean }, heldOut, ...extras }: Extras = {}) {
  const settings = resolveSettings(choices);
  const reports: { stage: Sentence; step: number }[] = [];
  let clock = 0;
  const environment: TrainEnvironment = {
    token,
    nowMs: () => (clock += 100),
    onProgress: (progress) => reports.push(progress),
    onPreview: () => undefined,
    ...extras,
  };
  const prepared = prepare(pair, settings);
  const done = prepared.then((read) => train({ ...read, ...heldOut }, settings, environment));
  return { done, reports };
}

async function restore(
  model: TrainedModel,
  image: ImageF32,
  {
    crisp = 0,
    ...extras
  }: {
    tilePixels?: number;
    strength?: number;
    crisp?: number;
    stride?: number;
    perChannel?: boolean;
    token?: JobToken;
  } = {},
) {
  const scale = model.settings.scale;
  const out = { ...image, width: image.width * scale, height: image.height * scale };
  out.data = new Float32Array(out.width * out.height * out.channels);
  const open = openModel(model.settings, model.tensors, { crisp });
  const sink = {
    writeRows: (firstRow: number, rows: ImageF32) => {
      out.data.set(rows.data, firstRow * out.width * out.channels);
      return Promise.resolve();
    },
  };
  try {
    await restorePicture(open, imageSource(image), sink, {
      strength: 100,
      token: go,
      onProgress: () => undefined,
      ...extras,
    });
  } finally {
    open.dispose();
  }
  return out;
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);

const EVERY_METHOD: TrainChoices[] = [
  { method: 'linear', patch: 9 },
  SMALL,
  { ...SMALL, mode: 'patch2pixel' },
  { ...SMALL, ingredients: ['linear-start', 'weighted-overlap'] },
  { ...SMALL, preset: 'paper' },
  { ...SMALL, patch: 8, columns: 5, stepRows: 2, ingredients: ['linear-start', 'weighted-overlap', 'augmentation'] },
  { ...SMALL, method: 'rnn-gan', preset: 'paper', columns: 13, ingredients: ['residual'], epochs: 4 },
  { ...SMALL, method: 'rnn-gan', epochs: 4 },
  { ...SMALL, method: 'unet-gan', mode: 'patch2patch', patch: 16, units: 8, ingredients: ['residual', 'augmentation'] },
  { ...PICTURE },
];

describe.each(EVERY_METHOD)('a model trained as %o', (choices) => {
  it('holds what its settings name, restores better than nothing, and alike in tiles of any size', async () => {
    const model = await trainOn(choices).done;
    expect(model.tensors.map(({ name, shape, dtype }) => ({ name, shape, dtype }))).toEqual(
      expectedTensors(model.settings),
    );
    for (const tensor of model.tensors) expect(tensor.data.every((value) => Number.isFinite(value))).toBe(true);
    const part = crop(degraded, { x: 20, y: 30, width: 61, height: 47 });
    const whole = await restore(model, part);
    const tiled = await restore(model, part, { tilePixels: 61 * 11 });
    expect(largestDifference(whole.data, tiled.data)).toBeLessThanOrEqual(1e-5);
    const truth = crop(clean, { x: 20, y: 30, width: 61, height: 47 });
    // Preset paper starts from nothing, and a few hundred steps only bring it near the degraded picture; what starts from
    // the degraded picture has little to show for them.
    const gain = choices.ingredients?.includes('residual') ? 0.02 : 1;
    const atLeast = choices.preset === 'paper' ? 15 : psnrOf(part, truth)! + gain;
    expect(psnrOf(whole, truth)).toBeGreaterThan(atLeast);
  });

  it('restores pictures smaller than a patch, at their own size', async () => {
    const model = await trainOn({ ...choices, epochs: 1 }).done;
    for (const [width, height] of [
      [1, 1],
      [7, 5],
      [1, 40],
    ] as const) {
      const tiny = await restore(model, crop(degraded, { x: 0, y: 0, width, height }));
      expect(tiny.data).toHaveLength(width * height * 3);
      expect(tiny.data.every((value) => value > -0.5 && value < 1.5)).toBe(true);
    }
  });
});

it('tests every registered method', () => {
  // The non-local filter is slow on small tiles: it has its own test (non-local.test.ts).
  const tested = [...EVERY_METHOD.map(({ method }) => method), 'non-local'];
  expect(new Set(tested)).toEqual(new Set(Object.keys(methods)));
});

describe('restoring', () => {
  it('keeps colour differences, follows the strength, and treats channels alone when asked', async () => {
    const model = await trainOn({ method: 'linear', patch: 9 }).done;
    const part = crop(degraded, { x: 0, y: 0, width: 40, height: 30 });
    const full = await restore(model, part);
    const change = full.data.map((value, index) => value - part.data[index]!);
    for (let pixel = 0; pixel < 1200; pixel++) {
      expect(change[pixel * 3]).toBeCloseTo(change[pixel * 3 + 1]!, 5);
      expect(change[pixel * 3]).toBeCloseTo(change[pixel * 3 + 2]!, 5);
    }
    const half = await restore(model, part, { strength: 50 });
    // What a file can hold is mixed, as a screen does it.
    const shown = full.data.map((value) => Math.min(1, Math.max(0, value)));
    const between = part.data.map((value, index) => (value + shown[index]!) / 2);
    expect(largestDifference(half.data, between)).toBeLessThan(1e-6);
    expect((await restore(model, part, { strength: 0 })).data).toEqual(part.data);
    const separately = await restore(model, part, { perChannel: true });
    expect(largestDifference(separately.data, full.data)).toBeGreaterThan(0.01);
  });

  it('averages the eight mirror images and transposes, so that turned photos restore to turned results', async () => {
    const model = await trainOn(SMALL).done;
    expect(model.settings.ingredients).toContain('self-ensemble');
    const part = crop(degraded, { x: 0, y: 0, width: 41, height: 30 });
    const transposed = (image: ImageF32): ImageF32 => {
      const data = new Float32Array(image.data.length);
      for (let y = 0; y < image.height; y++) {
        for (let x = 0; x < image.width; x++) {
          const from = (y * image.width + x) * 3;
          data.set(image.data.subarray(from, from + 3), (x * image.height + y) * 3);
        }
      }
      return { ...image, data, width: image.height, height: image.width };
    };
    // Stride 1: a coarser grid starts at the picture's top left corner and is no longer symmetric.
    const [upright, turned] = [
      await restore(model, part, { stride: 1 }),
      await restore(model, transposed(part), { stride: 1 }),
    ];
    expect(largestDifference(transposed(upright).data, turned.data)).toBeLessThan(1e-5);
  });

  it('amplifies what it changes by the gain of its pair, and says by how much', async () => {
    // Texture all over, and noise: what minimises the squared error is too smooth everywhere.
    const grain = degrade(clean, { task: 'denoise', seed: 5, noise: 90 });
    const texture = degrade(grain, { task: 'deblur', blurSigma: 1, noise: 0 });
    const pair = { degraded: degrade(texture, { task: 'deblur', seed: 1, blurSigma: 2, noise: 3 }), clean: texture };
    const ingredients = [...resolveSettings(SMALL).ingredients, 'gradient-gain' as const];
    const model = await trainOn({ ...SMALL, ingredients }, { pair }).done;
    const gain = model.tensors.find(({ name }) => name === 'gradient.gain')!.data[0]!;
    expect(gain).toBeGreaterThan(1);
    expect(model.facts.notes.map(inEnglish).join('\n')).toContain(`amplified ${gain.toFixed(2)} times`);
    const without = model.settings.ingredients.filter((name) => name !== 'gradient-gain');
    const plainly = { ...model, settings: { ...model.settings, ingredients: without } };
    const part = crop(degraded, { x: 10, y: 20, width: 37, height: 25 });
    const [amplified, plain] = [await restore(model, part), await restore(plainly, part)];
    const expected = plain.data.map((value, index) => part.data[index]! + gain * (value - part.data[index]!));
    expect(largestDifference(amplified.data, expected)).toBeLessThan(1e-5);
  });

  it('enlarges with a super-resolution model', async () => {
    const small = degrade(clean, { task: 'sr', scale: 3, seed: 1 });
    const model = await trainOn({ method: 'linear', task: 'sr', patch: 9 }, { pair: { degraded: small, clean } }).done;
    const large = await restore(model, small, { tilePixels: 192 * 50 });
    expect(large).toMatchObject({ width: 192, height: 192 });
    const enlarged = enlargeBicubic(small, 3);
    expect(psnrOf(large, clean)).toBeGreaterThan(psnrOf(enlarged, clean)! + 1);
  });

  it('ends at once when cancelled', async () => {
    const model = await trainOn({ method: 'linear', patch: 9 }).done;
    const cancelled: JobToken = { next: () => Promise.reject(new Error('cancelled')) };
    await expect(restore(model, degraded, { token: cancelled })).rejects.toThrow('cancelled');
  });
});

describe('training', () => {
  it('starts at the linear filter and improves on it', async () => {
    const model = await trainOn({ ...SMALL, epochs: 8, units: 48, patchesPerEpoch: 1024 }).done;
    const { validationPsnr, linearPsnr, inputPsnr } = model.facts;
    expect(linearPsnr).toBeGreaterThan(inputPsnr! + 2);
    expect(validationPsnr).toBeGreaterThan(linearPsnr!);
    expect(model.facts.heldOutSquares).toBe(1);
    expect(model.history.length).toBeGreaterThanOrEqual(8);
    expect(model.crop?.restored).toHaveLength(192 * 128 * 3);
  });

  it.each(['linear', 'non-local'] as const)('%s learns nothing from the held-out square', async (method) => {
    // As small as a picture can be that has a square: the non-local filter takes its time.
    const side = LIMITS.heldOutSide;
    const part = { x: 0, y: 0, width: side, height: side };
    const pair = { degraded: crop(degraded, part), clean: crop(clean, part) };
    const { squares, measured } = await prepare(pair);
    const [square] = squares;
    const spoiled = pair.clean.data.slice();
    for (let y = square!.y; y < square!.y + square!.height; y++)
      for (let x = square!.x; x < square!.x + square!.width; x++)
        spoiled.fill((x * y) % 7 < 3 ? 1 : 0, 3 * (y * side + x), 3 * (y * side + x + 1));
    const other = { ...pair, clean: { ...pair.clean, data: spoiled } };
    // Tones are matched before anything is held out.
    const choices: TrainChoices = {
      method,
      preset: 'fast',
      patch: method === 'linear' ? 9 : 8,
      channels: 'luminance',
      ingredients: [],
    };
    const sound = await trainOn(choices, { pair }).done;
    const spoilt = await trainOn(choices, { pair: other, heldOut: { squares, measured } }).done;
    expect(spoilt.facts.validationPsnr).toBeLessThan(sound.facts.validationPsnr! - 3);
    expect(spoilt.tensors).toEqual(sound.tensors);
  });

  it('answers one question whatever it learns from: the squares of the pair as it was prepared, in colour', async () => {
    const side = LIMITS.heldOutSide;
    const part = { x: 0, y: 0, width: side, height: side };
    const before = crop(degraded, part);
    // A little darker, as two shots of one scene are: one method has that taken out before it learns.
    const pair = { degraded: { ...before, data: before.data.map((value) => value * 0.97) }, clean: crop(clean, part) };
    const learned: TrainChoices[] = [
      { method: 'linear', patch: 9, channels: 'luminance' },
      { method: 'linear', patch: 9, channels: 'all', ingredients: ['match-tone'] },
    ];
    const [square] = (await prepare(pair)).measured;
    const onSquare = (picture: ImageF32) =>
      psnr(crop(asStored(picture, 16), square!.rect), crop(pair.clean, square!.rect))!;
    for (const choices of learned) {
      const model = await trainOn(choices, { pair }).done;
      expect(model.facts.inColour!.inputPsnr).toBeCloseTo(onSquare(pair.degraded), 4);
      expect(model.facts.inColour!.psnr).toBeCloseTo(onSquare(await restore(model, pair.degraded)), 1);
    }
  });

  it('with preset paper uses the whole pair and its last weights', async () => {
    const model = await trainOn({ ...SMALL, preset: 'paper' }).done;
    expect(model.facts).toMatchObject({
      heldOutSquares: 0,
      validationPsnr: null,
      linearPsnr: null,
      epochs: 3,
      steps: 24,
    });
    expect(model.facts.notes.map(inEnglish).join()).toContain('Preset paper');
  });

  it('says that a small picture has nothing held out', async () => {
    const part = { x: 0, y: 0, width: 150, height: 150 };
    const pair = { degraded: crop(degraded, part), clean: crop(clean, part) };
    const model = await trainOn({ ...SMALL, epochs: 1 }, { pair }).done;
    expect(model.facts).toMatchObject({ heldOutSquares: 0, validationPsnr: null });
    expect(model.facts.notes.map(inEnglish).join()).toContain('under 160 px');
  });

  it('is the same twice, and another with another seed', async () => {
    const [first, second, other] = [
      await trainOn(SMALL).done,
      await trainOn(SMALL).done,
      await trainOn({ ...SMALL, seed: 1 }).done,
    ];
    expect(second.tensors).toEqual(first.tensors);
    expect(other.tensors).not.toEqual(first.tensors);
  });

  it.each<TrainChoices>([
    { ...SMALL, epochs: 4 },
    { ...SMALL, method: 'rnn-gan', stageEpochs: [2, 2], lambda: 0.01 },
    { ...PICTURE, patchesPerEpoch: 64, stageEpochs: [2, 2], lambda: 0.01 },
    { ...SMALL, task: 'sr', epochs: 4 },
  ])('resumed from any checkpoint of either stage ends bit-identical to the uninterrupted run: %o', async (choices) => {
    const checkpoints: Checkpoint[] = [];
    const onCheckpoint = (checkpoint: Checkpoint) => {
      checkpoints.push(structuredClone(checkpoint));
      return Promise.resolve();
    };
    const scale = 3;
    const pair = { degraded: choices.task === 'sr' ? degrade(clean, { task: 'sr', scale, seed: 1 }) : degraded, clean };
    const whole = await trainOn(choices, { onCheckpoint, pair }).done;
    expect(checkpoints.length).toBeGreaterThanOrEqual(2);
    for (const resumeFrom of checkpoints) {
      const resumed = await trainOn(choices, { resumeFrom, pair }).done;
      expect(resumed.tensors).toEqual(whole.tensors);
      expect(resumed.facts.steps).toBe(whole.facts.steps);
      expect(resumed.facts.validationPsnr).toBe(whole.facts.validationPsnr);
    }
  });

  it('has both losses in stage 2, and there alone; λ is what lets the discriminator change anything', async () => {
    const choices: TrainChoices = { ...SMALL, method: 'rnn-gan', stageEpochs: [2, 2], lambda: 0.1 };
    const model = await trainOn(choices).done;
    const [stage1, stage2] = [1, 2].map((phase) => model.history.filter((point) => point.phase === phase));
    expect(stage1!.every((point) => point.adversarialLoss === null && point.discriminatorLoss === null)).toBe(true);
    expect(stage2!.length).toBeGreaterThan(0);
    for (const { adversarialLoss, discriminatorLoss } of stage2!) {
      // Hinge losses: the generator's has no bound below, the discriminator's is 2 for one who cannot tell at all.
      expect(adversarialLoss).toSatisfy(Number.isFinite);
      expect(discriminatorLoss).toBeGreaterThan(0);
      expect(discriminatorLoss).toBeLessThan(3);
    }
    const without = await trainOn({ ...choices, lambda: 0 }).done;
    const crispEnd = ({ tensors }: TrainedModel) => tensors.find(({ name }) => name === 'crisp.rnn.w_zz');
    expect(crispEnd(without)).not.toEqual(crispEnd(model));
    expect(without.tensors[0]).toEqual(model.tensors[0]);
  });

  it('keeps stage 1 as the faithful end, stage 2 as the crisp one, and restores between them', async () => {
    const choices: TrainChoices = { ...SMALL, method: 'rnn-gan', stageEpochs: [2, 2], lambda: 0.1 };
    const model = await trainOn(choices).done;
    const plain = await trainOn({ ...SMALL, epochs: 2 }).done;
    const part = crop(degraded, { x: 20, y: 30, width: 41, height: 37 });
    const faithful = await restore(model, part);
    // The same network; how positions of a patch count is another (overlap.ts).
    const dataOf = (tensors: TrainedModel['tensors'], called: string) =>
      tensors.find((one) => one.name === called)!.data;
    for (const { name: called, data } of plain.tensors)
      if (called !== 'overlap.weights') expect(dataOf(model.tensors, called)).toEqual(data);
    expect(largestDifference(faithful.data, (await restore(plain, part)).data)).toBeLessThan(4 / 255);
    expect(model.facts.validationPsnr).toBeCloseTo(plain.facts.validationPsnr!, 1);
    const [half, crisp] = [await restore(model, part, { crisp: 50 }), await restore(model, part, { crisp: 100 })];
    const changed = largestDifference(crisp.data, faithful.data);
    expect(changed).toBeGreaterThan(1 / 255);
    expect(largestDifference(half.data, faithful.data)).toBeLessThan(changed);
    expect(largestDifference(half.data, faithful.data)).toBeGreaterThan(changed / 10);
    // Of weights, not of pictures.
    const [name] = ['rnn.w_zz'];
    const [one, other] = [dataOf(model.tensors, name), dataOf(model.tensors, `crisp.${name}`)];
    const between = dataOf(atCrisp(model.tensors, 25), name);
    between.forEach((value, index) => {
      expect(value).toBeCloseTo(0.75 * one[index]! + 0.25 * other[index]!, 6);
    });
  });

  it('has one end where it was stopped in stage 1', async () => {
    let steps = 0;
    const token: JobToken = { next: () => Promise.resolve(++steps > 11 ? 'stop' : 'go') };
    const model = await trainOn({ ...SMALL, method: 'rnn-gan', stageEpochs: [3, 2] }, { token }).done;
    expect(hasCrispDial(model.settings)).toBe(false);
    expect(model.tensors.map(({ name }) => name)).toEqual(expectedTensors(model.settings).map(({ name }) => name));
  });

  it('leaves drawn smooth shades smooth', async () => {
    const shades = (size: number): ImageF32 => ({
      width: size,
      height: size,
      channels: 3,
      data: Float32Array.from(
        { length: size * size * 3 },
        (_, index) => 0.3 + (0.3 * (Math.floor(index / 3) % size)) / size + (0.1 * Math.floor(index / 3 / size)) / size,
      ),
    });
    const smooth = shades(64);
    const noisy = degrade(smooth, { task: 'deblur', seed: 9 });
    const choices: TrainChoices = { preset: 'fast', units: 64, batch: 128, epochs: 4, patchesPerEpoch: 8192 };
    const model = await trainOn({ method: 'rnn', ...choices }).done;
    const rms = (image: ImageF32) => 255 * Math.sqrt(10 ** (-psnrOf(image, smooth)! / 10));
    // The linear filter that it starts from leaves several times the noise there.
    const filter = await trainOn({ method: 'linear', patch: 15 }).done;
    const filtered = rms(await restore(filter, noisy));
    expect(filtered).toBeGreaterThan(2.5 * rms(noisy));
    // A network that does not see what the filter did leaves nine tenths of that.
    expect(rms(await restore(model, noisy))).toBeLessThan(0.8 * filtered);
  });

  it('goes on from the weights of a model, which stay where nothing better is learned', async () => {
    const first = await trainOn({ ...SMALL, epochs: 6 }).done;
    const begin = { name: 'first', epochs: 6, tensors: first.tensors };
    const model = await trainOn({ ...SMALL, epochs: 1, seed: 2 }, { begin }).done;
    expect(model.facts.validationPsnr!).toBeGreaterThanOrEqual(first.facts.validationPsnr! - 0.05);
    const anew = await trainOn({ ...SMALL, epochs: 1, seed: 2 }).done;
    expect(model.facts.validationPsnr!).toBeGreaterThan(anew.facts.validationPsnr! + 0.02);
    expect(model.facts.notes.map((note) => inEnglish(note as Sentence))).toContain(
      'Goes on from “first”, which had learned for 6 epochs.',
    );
  });

  it('stops when told and keeps what was learned', async () => {
    let steps = 0;
    const token: JobToken = { next: () => Promise.resolve(++steps > 11 ? 'stop' : 'go') };
    const model = await trainOn({ ...SMALL, preset: 'paper' }, { token }).done;
    expect(model.facts.stoppedEarly).toBe(true);
    expect(model.facts.steps).toBeLessThan(24);
    expect(model.facts.steps).toBeGreaterThan(0);
    expect(model.facts.notes.map(inEnglish).join()).toContain('Stopped by hand');
  });

  it('ends when its time is up, after one step at the earliest', async () => {
    const { facts } = await trainOn({ ...SMALL, preset: 'paper' }, { endsAtMs: 0 }).done;
    expect([facts.steps, facts.stoppedEarly]).toEqual([1, true]);
    expect(facts.notes.map(inEnglish).join()).toContain('Its time was up');
  });

  it('leaves nothing behind when cancelled', async () => {
    let steps = 0;
    const token: JobToken = {
      next: () => (++steps > 5 ? Promise.reject(new Error('cancelled')) : Promise.resolve('go')),
    };
    await expect(trainOn(SMALL, { token }).done).rejects.toThrow('cancelled');
  });

  it('stops when it diverges and keeps the last finite weights', async () => {
    const broken = { ...degraded, data: degraded.data.slice() };
    // A few samples near the largest float overflow the loss in some batch, never the weights that are kept.
    const at = 96 * 192 + 96;
    for (let channel = 0; channel < 3; channel++) broken.data[at * 3 + channel] = 1e30;
    const model = await trainOn({ ...SMALL, preset: 'paper' }, { pair: { degraded: broken, clean } }).done;
    expect(model.facts.notes.map(inEnglish).join()).toContain('diverged');
    expect(model.facts.steps).toBeLessThan(24);
    for (const tensor of model.tensors) expect(tensor.data.every((value) => Number.isFinite(value))).toBe(true);
  });
});

describe('a pair of one’s own', () => {
  const [first, second] = [3, 4].map((seed) => blur(drawDeadLeaves({ size: 192, seed }), 1)) as [ImageF32, ImageF32];
  const choices: TrainChoices = { ...PICTURE, task: 'custom', preset: 'fast', batch: 4, epochs: 1, seed: 1 };

  it('is learned from in colour, with pictures degraded alike: another photo of the kind is nearer its clean one', async () => {
    const model = await trainOn(choices, { pair: { degraded: addCameraNoise(first, 1), clean: first } }).done;
    expect(model.settings).toMatchObject({ channels: 'all', stageEpochs: [1, 0] });
    expect(model.settings.ingredients).toEqual(expect.arrayContaining(['joint-colour', 'drawn-alike']));
    expect(model.degradation).toMatchObject({ blur: null, jpeg: null });
    for (const { name, shape } of expectedTensors(model.settings))
      expect(model.tensors.find((tensor) => tensor.name === name)?.shape).toEqual(shape);
    const noisy = addCameraNoise(second, 2);
    const restored = await restore(model, noisy);
    expect(psnrOf(restored, second)!).toBeGreaterThan(psnrOf(noisy, second)!);
    // Tile by tile as at once.
    expect(psnrOf(await restore(model, noisy, { tilePixels: 61 * 40 }), restored) ?? 200).toBeGreaterThan(100);
  });

  it('that is soft has the symmetries of its blur, not those of its one photo: the self-ensemble turns it', async () => {
    // Mostly level lines, as in a photo of water: its own filter is another across than along.
    const [wide, tall] = [192, 144];
    const level = luminance(drawDeadLeaves({ size: 192, seed: 5 }));
    const lines: ImageF32 = { width: wide, height: tall, channels: 3, data: new Float32Array(3 * wide * tall) };
    for (let at = 0; at < wide * tall; at++)
      lines.data.fill(level.data[Math.floor(at / wide) * 192 + ((at % wide) >> 3)]!, 3 * at, 3 * at + 3);
    const pair = { degraded: degrade(lines, { task: 'deblur', seed: 1 }), clean: lines };
    const { tensors, facts } = await trainOn(choices, { pair }).done;
    expect(facts.notes.map(inEnglish).join()).toContain('7 mirrored or turned forms');
    expect(alignmentFromTensors(tensors).symmetries).toHaveLength(8);
    // The filter of the pair alone is lopsided.
    const planes = { degraded: luminance(pair.degraded), clean: luminance(pair.clean) };
    expect(symmetriesOf(solveLinearFilter([planes], 15), 15, planes)).not.toHaveLength(8);
  });
});
