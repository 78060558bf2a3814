import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resolveSettings } from '@contract/model-spec';
import { tf } from '../../src-main/core/tf';
import { PatchDiscriminator } from '../../src-main/core/models/patch-discriminator';
import { RnnGenerator } from '../../src-main/core/models/rnn-generator';
import { addPatches, sharesOf } from '../../src-main/core/patches/assemble';
import { laid } from '../../src-main/core/patches/symmetry';
import { OverlapFold } from '../../src-main/core/patches/overlap-fold';
import { strengthLoss } from '../../src-main/core/losses/strength';
import { Discriminator } from '../../src-main/core/models/discriminator';
import type { PatchBatch } from '../../src-main/core/patches/sampler';
import { depthToSpace, spaceToDepth } from '../../src-main/core/patches/space-to-depth';
import { crop, paste } from '../../src-main/core/image/crop';
import { createPlane, type Plane } from '../../src-main/core/image/plane';
import { createRandom } from '../../src-main/core/random';
import { openModel } from '../../src-main/core/methods/registry';
import { baselineTensors } from '../../src-main/core/models/residual-targets';
import { thetaLength } from '../../src-main/core/models/unet-layers';
import { layerTensors } from '../../src-main/core/models/unet-weights';
import { UnetGenerator } from '../../src-main/core/models/unet-generator';
import { DiscriminatorWatch } from '../../src-main/core/training/discriminator-watch';
import { loadBackend } from '../../src-main/compute/backend';
import { BASELINE_FILTER_SIDE, unetSize } from '@contract/model-tensors';

let tensorsBefore = 0;
beforeAll(() => loadBackend('cpu'), 60_000);
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

const random = createRandom(11);
const values = (count: number) => Float32Array.from({ length: count }, () => random.next());
const plane = (width: number, height: number): Plane => ({
  ...createPlane(width, height),
  data: values(width * height),
});

const softplus = (x: number) => Math.log1p(Math.exp(x));

describe('a network of whole tiles that knows nothing', () => {
  const restoredBy = async (ingredients: ('linear-start' | 'residual')[]) => {
    const settings = resolveSettings({ method: 'unet-gan', preset: 'fast', units: 8, ingredients });
    const network = unetSize(settings);
    const tensors = [
      ...layerTensors(new Float32Array(thetaLength(network)), network),
      ...baselineTensors({ settings, linearFilter: new Float32Array(BASELINE_FILTER_SIDE ** 2) }),
    ];
    const model = openModel(settings, tensors);
    const { margin } = model;
    const tile = { plane: plane(20 + 2 * margin, 20 + 2 * margin), margin, x: 0, y: 0, width: 20, height: 20 };
    const token = { next: () => Promise.resolve('go' as const) };
    const restored = await model.restoreTile({ ...tile, pictureWidth: 20, pictureHeight: 20 }, { token });
    model.dispose();
    return { restored: restored.data, middle: crop(tile.plane, { x: margin, y: margin, width: 20, height: 20 }).data };
  };

  it('gives middle grey where it makes the picture itself, and the picture where it mends it', async () => {
    expect(new Set((await restoredBy([])).restored)).toEqual(new Set([0.5]));
    const { restored, middle } = await restoredBy(['residual']);
    expect(restored).toEqual(middle);
    // A filter of nothing but zeros leaves nothing.
    expect(new Set((await restoredBy(['linear-start'])).restored)).toEqual(new Set([0]));
  });
});

describe('the discriminator', () => {
  const PIXELS = 9;
  const PATCHES = 4;

  /** D(x) of Sec. 4 in plain loops, from θ as a checkpoint holds it. */
  function logitsByLoops(theta: Float32Array, patches: Float32Array): number[] {
    const hidden = theta.length / (PIXELS + 2);
    return Array.from({ length: patches.length / PIXELS }, (_, patch) => {
      let logit = 0;
      for (let unit = 0; unit < hidden; unit++) {
        let sum = theta[PIXELS * hidden + unit]!;
        for (let p = 0; p < PIXELS; p++) sum += (patches[patch * PIXELS + p]! - 0.5) * theta[p * hidden + unit]!;
        logit += (sum > 0 ? sum : 0.2 * sum) * theta[(PIXELS + 1) * hidden + unit]!;
      }
      return logit;
    });
  }

  const lossOf = (theta: Float32Array, restored: Float32Array) =>
    logitsByLoops(theta, restored).reduce((sum, logit) => sum + softplus(-logit) / PATCHES, 0);

  it('gives the generator the non-saturating loss, with the gradient that finite differences show', () => {
    const discriminator = new Discriminator(PIXELS, createRandom(1));
    const theta = discriminator.state().find(({ name }) => name === 'theta')!.data as Float32Array;
    const restored = values(PATCHES * PIXELS);
    const generator = tf.tidy(() => {
      const { loss, gradient } = discriminator.generatorLoss(tf.tensor2d(restored, [PATCHES, PIXELS]));
      return { loss: loss.dataSync()[0]!, gradient: [...gradient.dataSync()] };
    });
    expect(generator.loss).toBeCloseTo(lossOf(theta, restored), 4);
    const step = 1e-3;
    for (let at = 0; at < restored.length; at += 5) {
      const moved = (by: number) =>
        lossOf(
          theta,
          Float32Array.from(restored, (v, i) => (i === at ? v + by : v)),
        );
      expect(generator.gradient[at]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 3);
    }
    discriminator.dispose();
  });

  it('starts at about two coin tosses and learns to tell bright patches from dark ones', () => {
    const discriminator = new Discriminator(PIXELS, createRandom(2));
    const patches = (offset: number) =>
      tf.tensor2d(
        values(PATCHES * PIXELS).map((v) => v / 4 + offset),
        [PATCHES, PIXELS],
      );
    const losses = Array.from({ length: 60 }, () => {
      const [clean, restored] = [patches(0.7), patches(0.1)];
      const loss = discriminator.trainStep(clean, restored, 5e-3);
      tf.dispose([clean, restored]);
      return loss;
    });
    expect(losses[0]).toBeGreaterThan(0.7);
    expect(losses.at(-1)).toBeLessThan(0.1);
    discriminator.dispose();
  });
});

describe('the convolutional discriminator', () => {
  const SIDE = 20;
  const pictures = (of: Float32Array): tf.Tensor4D => tf.tensor4d(of, [2, SIDE, SIDE, 1]);

  it('has the slope that finite differences show, for every pixel it sees', () => {
    const discriminator = new PatchDiscriminator(createRandom(1), 3);
    const restored = values(2 * SIDE * SIDE);
    const lossOf = (of: Float32Array) =>
      tf.tidy(() => discriminator.generatorLoss(pictures(of)).dataSync<'float32'>()[0]!);
    const slope = tf.tidy(() =>
      tf
        .grad((of: tf.Tensor) => discriminator.generatorLoss(of as tf.Tensor4D))(pictures(restored))
        .dataSync<'float32'>()
        .slice(),
    );
    // Small: the leaky ReLUs have kinks.
    const step = 2e-3;
    for (const at of [3, 57, 210, 640]) {
      const moved = (by: number) => lossOf(restored.map((value, index) => (index === at ? value + by : value)));
      expect(slope[at]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 3);
    }
    expect(slope.every((value) => value !== 0)).toBe(true);
    discriminator.dispose();
  });

  it('starts at two coin tosses and learns to tell rough pictures from smooth ones of the same grey', () => {
    const discriminator = new PatchDiscriminator(createRandom(2), 3);
    const losses = Array.from({ length: 80 }, () => {
      const [rough, smooth] = [
        pictures(values(2 * SIDE * SIDE)),
        pictures(new Float32Array(2 * SIDE * SIDE).fill(0.5)),
      ];
      const loss = discriminator.trainStep(rough, smooth, 3e-3);
      tf.dispose([rough, smooth]);
      return loss;
    });
    expect(losses[0]).toBeGreaterThan(1);
    expect(losses.at(-1)).toBeLessThan(0.1);
    discriminator.dispose();
  });
});

describe('the strength of texture', () => {
  const SIDE = 13;
  const pictures = (of: Float32Array): tf.Tensor4D => tf.tensor4d(of, [1, SIDE, SIDE, 1]);
  const lossOf = (restored: Float32Array, clean: Float32Array, gain = 1) =>
    tf.tidy(() => strengthLoss(pictures(restored), pictures(clean), gain).dataSync<'float32'>()[0]!);
  const clean = values(SIDE * SIDE);
  const scaled = (by: number) => clean.map((value) => 0.5 + by * (value - 0.5));

  it('asks for as much, not for the same, and for missing texture three times as loudly as for what is too much', () => {
    expect(lossOf(clean, clean)).toBe(0);
    // The negative picture has the same texture everywhere, though no pixel is the same.
    expect(lossOf(scaled(-1), clean)).toBeCloseTo(0, 6);
    const more = lossOf(scaled(1.2), clean);
    expect(more).toBeGreaterThan(0.01);
    expect(lossOf(scaled(0.8), clean) / more).toBeCloseTo(3, 2);
    expect(lossOf(scaled(1.5), clean, 1.5)).toBeLessThan(1e-4);
  });

  it('counts each place by itself: texture in the wrong half is none', () => {
    const half = (left: boolean) => clean.map((value, index) => (index % SIDE < 6 === left ? value : 0.5));
    expect(lossOf(half(false), half(true))).toBeGreaterThan(
      0.8 *
        lossOf(
          clean,
          clean.map(() => 0.5),
        ),
    );
  });

  it('has the slope that finite differences show', () => {
    const restored = values(SIDE * SIDE);
    const slope = tf.tidy(() =>
      tf
        .grad((of: tf.Tensor) => strengthLoss(of as tf.Tensor4D, pictures(clean), 1.2))(pictures(restored))
        .dataSync<'float32'>()
        .slice(),
    );
    const step = 1e-2;
    for (const at of [0, 40, 97]) {
      const moved = (by: number) =>
        lossOf(
          restored.map((value, index) => (index === at ? value + by : value)),
          clean,
          1.2,
        );
      expect(slope[at]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 3);
    }
  });
});

describe('what a convolutional discriminator is shown', () => {
  it('of overlapping patches: what they add up to, as restoring adds them up', () => {
    const shape = { patch: 6, across: 5, stride: 2, weights: values(36).map((value) => value + 0.1) };
    const count = shape.across ** 2;
    const patches = values(6 * count * 6);
    const fold = new OverlapFold(shape);
    const seen = tf.tidy(() => fold.fold(tf.tensor1d(patches)).dataSync<'float32'>().slice());
    const whole = (shape.across - 1) * shape.stride + shape.patch;
    const at = (index: number) => index * shape.stride;
    const sum = createPlane(whole, whole);
    const places = {
      tops: Array.from({ length: count }, (_, index) => at(Math.floor(index / shape.across))),
      lefts: Array.from({ length: count }, (_, index) => at(index % shape.across)),
      ...{ rows: 6, columns: 6 },
    };
    addPatches(laid(sum, 0), patches, places, sharesOf(shape.weights, places, shape.stride));
    const inner = crop(sum, { x: 4, y: 4, width: fold.side, height: fold.side });
    expect(fold.side).toBe(whole - 8);
    seen.forEach((value, index) => {
      expect(value).toBeCloseTo(inner.data[index]!, 5);
    });
  });

  it.each(['rnn-gan', 'unet-gan'] as const)(
    'of %s: clean pictures whole, and restored ones with all of their error',
    (method) => {
      const sampled = plane(120, 110);
      const settings = resolveSettings({ method, units: 8, batch: 8, ingredients: ['residual', 'weighted-overlap'] });
      const input = { planes: [{ degraded: plane(120, 110), clean: sampled }], settings, random: createRandom(3) };
      const all = { ...input, symmetries: [0], linearFilter: new Float32Array() };
      const generator = method === 'rnn-gan' ? new RnnGenerator(all) : new UnetGenerator(all);
      const batch = generator.draw(createRandom(6), true);
      const errors = new Float64Array(Math.max(1, generator.positions)).fill(1);
      const shown = (of: Float32Array) =>
        tf.tidy(() => generator.asPictures(tf.tensor1d(of), errors).dataSync<'float32'>().slice());
      const clean = shown(batch.clean!);
      const restored = shown(batch.clean!.map((value) => value + 0.25));
      // No pixel of a restored picture is exactly clean, and none has more than its error.
      restored.forEach((value, index) => {
        expect(value - clean[index]!).toBeCloseTo(0.25, 5);
      });
      const fine = (value: number) => Math.round(value * 1e5);
      const known = new Set(Array.from(sampled.data, fine));
      const isKnown = (value: number) => [-1, 0, 1].some((off) => known.has(fine(value) + off));
      expect(clean.every(isKnown)).toBe(true);
    },
  );

  it('too small a pair for them is refused before stage 1', () => {
    const settings = resolveSettings({ method: 'rnn-gan', units: 8, ingredients: ['residual'] });
    const planes = [{ degraded: plane(16, 64), clean: plane(16, 64) }];
    const make = (stageEpochs: [number, number]) =>
      new RnnGenerator({
        ...{ planes, settings: { ...settings, stageEpochs }, random: createRandom(3) },
        ...{ symmetries: [0], linearFilter: new Float32Array() },
      });
    expect(() => make([2, 2])).toThrow(/^Stage 2 needs \d+ px each way to learn from, and there are 16\./);
    expect(() => make([2, 0])).not.toThrow();
  });
});

describe('the watch', () => {
  const steps = (watch: DiscriminatorWatch, count: number, pixel: number, discriminator: number | null) =>
    Array.from({ length: count }, () => watch.add({ pixel, adversarial: discriminator, discriminator })).includes(true);

  it('stops only a discriminator that is sure while the restorations get worse', () => {
    expect(steps(new DiscriminatorWatch(), 500, 1, null)).toBe(false);
    const sure = new DiscriminatorWatch();
    expect(steps(sure, 300, 0.01, 0.001)).toBe(false);
    expect(steps(sure, 300, 0.03, 0.001)).toBe(true);
    const inDoubt = new DiscriminatorWatch();
    expect(steps(inDoubt, 300, 0.01, 1.2)).toBe(false);
    expect(steps(inDoubt, 300, 0.03, 1.2)).toBe(false);
    // A convolutional one is to stay in doubt.
    expect(steps(new DiscriminatorWatch('convolutional'), 300, 0.01, 1.2)).toBe(false);
    expect(steps(new DiscriminatorWatch('convolutional'), 300, 0.01, 0.3)).toBe(true);
  });

  it('goes on from a checkpoint as if it never stopped', () => {
    const losses = (step: number) => ({ pixel: 0.01 + step / 4000, adversarial: 0, discriminator: 0.02 });
    const won = (watch: DiscriminatorWatch, from: number) =>
      Array.from({ length: 400 - from }, (_, index) => watch.add(losses(from + index))).indexOf(true) + from;
    const stopped = new DiscriminatorWatch();
    for (let step = 0; step < 120; step++) stopped.add(losses(step));
    const at = won(new DiscriminatorWatch(), 0);
    expect(at).toBeGreaterThan(120);
    expect(won(new DiscriminatorWatch('dense', stopped.arrays()), 120)).toBe(at);
  });
});

describe('space-to-depth', () => {
  it('lays batches out as blocks, and back', () => {
    const layout = { rows: 4, batch: 3, columns: 6, block: 2 };
    const numbers = Float32Array.from({ length: 4 * 3 * 6 }, (_, index) => index);
    const { shape, blocks, back } = tf.tidy(() => {
      const laidOut = spaceToDepth(tf.tensor(numbers), layout);
      return {
        shape: laidOut.shape,
        blocks: [...laidOut.dataSync()],
        back: [...depthToSpace(laidOut, layout).dataSync()],
      };
    });
    expect(shape).toEqual([3, 2, 3, 4]);
    // The first block of the first patch: rows 0 and 1, columns 0 and 1; a row of the batch holds 18 values.
    expect(blocks.slice(0, 4)).toEqual([0, 1, 18, 19]);
    expect(back).toEqual([...numbers]);
  });

  it('is TensorFlow’s own for one picture', () => {
    const numbers = Float32Array.from({ length: 4 * 6 }, (_, index) => index);
    const layout = { rows: 4, batch: 1, columns: 6, block: 2 };
    const [ours, theirs] = tf.tidy(() => {
      const blocks = spaceToDepth(tf.tensor(numbers), layout);
      return [[...depthToSpace(blocks, layout).dataSync()], [...tf.depthToSpace(blocks, 2).dataSync()]];
    });
    expect(ours).toEqual(theirs);
  });

  it('pieces are pasted at their place, clipped', () => {
    const whole = plane(6, 4);
    const into = createPlane(5, 3);
    paste(whole, into, -1, -1);
    for (let y = 0; y < 3; y++)
      for (let x = 0; x < 5; x++) expect(into.data[y * 5 + x]).toBe(whole.data[(y + 1) * 6 + x + 1]!);
  });
});

describe('the U-Net', () => {
  const generator = (mode: 'patch2patch' | 'picture', patch: number) =>
    new UnetGenerator({
      planes: [{ degraded: plane(80, 70), clean: plane(80, 70) }],
      settings: resolveSettings({ method: 'unet-gan', mode, patch, units: 8, batch: 8, ingredients: ['residual'] }),
      random: createRandom(3),
      symmetries: [0],
      linearFilter: new Float32Array(),
    });

  it.each([
    ['patch2patch', 16],
    ['picture', 48],
  ] as const)('in mode %s has the gradient that finite differences show', (mode, patch) => {
    const net = generator(mode, patch);
    const theta = net.initialTheta(createRandom(5)).map((value) => value + 0.01);
    const batch: PatchBatch = net.draw(createRandom(6), true);
    const run = (at: Float32Array) => {
      const { error, gradient } = tf.tidy(() =>
        net.backward(tf.tensor(at, net.thetaShape), batch, (e) => tf.mul(e, 2 / e.size)),
      );
      const result = { errors: error.dataSync<'float32'>().slice(), gradient: gradient.dataSync<'float32'>().slice() };
      tf.dispose([error, gradient]);
      return result;
    };
    const loss = (at: Float32Array) => {
      const { errors } = run(at);
      return errors.reduce((sum, value) => sum + value * value, 0) / errors.length;
    };
    const { gradient } = run(theta);
    const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const at of [3, 100, theta.length - 5, Math.floor(theta.length / 2)]) {
      const moved = (by: number) =>
        loss(Float32Array.from(theta, (value, index) => (index === at ? value + by : value)));
      const step = 4e-3;
      const slope = (moved(step) - moved(-step)) / (2 * step);
      // Beside kinks of ReLU: a hundredth of the largest slope is what single precision and the step allow.
      expect(Math.abs(gradient[at]! - slope)).toBeLessThan(0.02 * largest);
    }
  });
});
