import { beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { resolveSettings } from '@contract/model-spec';
import { tf } from '../../src-main/core/tf';
import { crispLoss, pixelLosses } from '../../src-main/core/losses/pixel';
import { RIDGE, solveLinearFilter } from '../../src-main/core/models/least-squares';
import { correlate } from '../../src-main/core/models/correlate';
import { backward, forward, inputWidth, thetaRows } from '../../src-main/core/models/rnn-cell';
import { initialTheta, packTheta, unpackTheta } from '../../src-main/core/models/rnn-weights';
import { crop } from '../../src-main/core/image/crop';
import { createPlane, type Plane } from '../../src-main/core/image/plane';
import { createRandom, type Random } from '../../src-main/core/random';
import { Adam } from '../../src-main/core/optim/adam';
import { loadBackend } from '../../src-main/compute/backend';
import { type CellSize, cellSize } from '@contract/model-tensors';

const SIZE: CellSize = { steps: 4, stepRows: 1, columns: 3, units: 6, outputs: 3 };
const BATCH = 5;

let tensorsBefore = 0;
beforeAll(() => loadBackend('cpu'));
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

function noise(width: number, height: number, random: Random): Plane {
  return { ...createPlane(width, height), data: Float32Array.from({ length: width * height }, () => random.next()) };
}

/** Random θ with a bias, and input rows with the constant 1 that meets it. */
function example(size: CellSize) {
  const random = createRandom(7);
  const theta = initialTheta(size, random, false);
  for (let unit = 0; unit < size.units; unit++) theta[(size.units + size.columns) * size.units + unit] = 0.1 * unit;
  const width = inputWidth(size.columns);
  const patches = new Float32Array(size.steps * BATCH * width);
  for (let row = 0; row < size.steps * BATCH; row++) {
    for (let column = 0; column < size.columns; column++) patches[row * width + column] = random.normal();
    patches[row * width + size.columns] = 1;
  }
  return { theta, patches, width };
}

/** Paper Sec. 2.1, equation by equation, in plain loops. */
function forwardByLoops(theta: Float32Array, patches: Float32Array, size: CellSize): Float32Array {
  const { steps, columns, units, outputs } = size;
  const arrays = Object.fromEntries(unpackTheta(theta, size).map((array) => [array.name, array.data]));
  const width = inputWidth(columns);
  const result = new Float32Array(steps * BATCH * outputs);
  for (let patch = 0; patch < BATCH; patch++) {
    let z = new Float64Array(units);
    for (let t = 0; t < steps; t++) {
      const next = new Float64Array(units);
      for (let unit = 0; unit < units; unit++) {
        let sum = arrays['rnn.bias']![unit]!;
        for (let c = 0; c < columns; c++) {
          sum += arrays['rnn.w_zy']![c * units + unit]! * patches[(t * BATCH + patch) * width + c]!;
        }
        for (let from = 0; from < units; from++) sum += arrays['rnn.w_zz']![from * units + unit]! * z[from]!;
        next[unit] = Math.max(0, sum);
      }
      z = next;
      for (let output = 0; output < outputs; output++) {
        let sum = 0;
        for (let unit = 0; unit < units; unit++) sum += arrays['rnn.w_xz']![output * units + unit]! * z[unit]!;
        result[(t * BATCH + patch) * outputs + output] = sum;
      }
    }
  }
  return result;
}

describe('the recurrent cell', () => {
  it.each([SIZE, { ...SIZE, outputs: 1 }])('computes the equations of paper Sec. 2.1 (%o)', (size) => {
    const { theta, patches, width } = example(size);
    const output = tf.tidy(() =>
      forward(
        tf.tensor2d(theta, [thetaRows(size), size.units]),
        tf.tensor3d(patches, [size.steps, BATCH, width]),
        size,
      ).dataSync(),
    );
    const expected = forwardByLoops(theta, patches, size);
    expected.forEach((value, index) => {
      expect(output[index]).toBeCloseTo(value, 4);
    });
  });

  it.each([
    ['l2', SIZE],
    ['l1', SIZE],
    ['crisp', SIZE],
    ['l2', { ...SIZE, outputs: 1 }],
    ['l2', { ...SIZE, steps: 2 }],
  ] as const)('has the gradient that automatic differentiation finds (%s, %o)', (lossName, size) => {
    const { theta, patches, width } = example(size);
    const random = createRandom(9);
    const target = Float32Array.from({ length: size.steps * BATCH * size.outputs }, () => random.normal());
    const loss = lossName === 'crisp' ? crispLoss : pixelLosses[lossName];
    const [l1, l2] = { l1: [1, 0], l2: [0, 1], crisp: [0.02, 1] }[lossName] as [number, number];
    const lossOf = (error: tf.Tensor) => tf.mean(tf.add(tf.mul(tf.abs(error), l1), tf.mul(tf.square(error), l2)));
    tf.tidy(() => {
      const x = tf.tensor2d(theta, [thetaRows(size), size.units]);
      const y = tf.tensor3d(patches, [size.steps, BATCH, width]);
      const wanted = tf.tensor2d(target, [size.steps * BATCH, size.outputs]);
      const byTape = tf.grad((parameters) =>
        lossOf(tf.sub(tf.reshape(forward(parameters as tf.Tensor2D, y, size), wanted.shape), wanted)),
      )(x);
      const { gradient, error } = backward(x, y, wanted, size, (e) => loss.gradient(e));
      expect(loss.value(error.dataSync<'float32'>())).toBeCloseTo(lossOf(error).dataSync()[0]!, 5);
      expect(tf.max(tf.abs(tf.sub(gradient, byTape))).dataSync()[0]).toBeLessThan(1e-5);
      expect(tf.max(tf.abs(byTape)).dataSync()[0]).toBeGreaterThan(1e-2);
    });
  });

  it('keeps its weights through the file’s tensors', () => {
    const { theta } = example(SIZE);
    expect(packTheta(unpackTheta(theta, SIZE), SIZE)).toEqual(theta);
    expect(cellSize(resolveSettings({ method: 'rnn', preset: 'paper' }))).toEqual({
      steps: 9,
      stepRows: 1,
      columns: 9,
      units: 1000,
      outputs: 9,
    });
  });
});

describe('Adam', () => {
  it('follows algorithm 1 of its paper', () => {
    const [rate, gradients] = [0.1, [0.5, -0.2, 0.05]];
    let expected = 1;
    let [m, v] = [0, 0];
    let parameters = tf.tensor1d([1]);
    const adam = new Adam(parameters);
    gradients.forEach((gradient, index) => {
      m = 0.9 * m + 0.1 * gradient;
      v = 0.999 * v + 0.001 * gradient ** 2;
      expected -= (rate * (m / (1 - 0.9 ** (index + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (index + 1))) + 1e-8);
      const slope = tf.tensor1d([gradient]);
      const next = adam.step(parameters, slope, rate, 1);
      tf.dispose([slope, parameters]);
      parameters = next;
      expect(parameters.dataSync()[0]).toBeCloseTo(expected, 4);
    });
    adam.dispose();
    parameters.dispose();
  });

  it('clips by the gradient’s norm', () => {
    const after = (gradient: number[]) =>
      tf.tidy(() => {
        const adam = new Adam(tf.zeros([2]));
        const next = adam.step(tf.zeros([2]), tf.tensor1d(gradient), 1, 1);
        const { first } = adam.state();
        adam.dispose();
        return [...first, ...next.dataSync()];
      });
    const clipped = after([30, 40]);
    expect(clipped[0]).toBeCloseTo(0.06, 5);
    expect(clipped[1]).toBeCloseTo(0.08, 5);
    expect(after([0.3, 0.4])[0]).toBeCloseTo(0.03, 6);
  });
});

describe('the linear filter', () => {
  it('correlates as plain loops do', () => {
    const random = createRandom(1);
    const plane = noise(12, 9, random);
    const filter = Float32Array.from({ length: 25 }, () => random.normal());
    const result = correlate(plane, filter, 5);
    expect(result).toMatchObject({ width: 8, height: 5 });
    for (let y = 0; y < 5; y++) {
      for (let x = 0; x < 8; x++) {
        let sum = 0;
        for (let tap = 0; tap < 25; tap++)
          sum += filter[tap]! * plane.data[(y + Math.floor(tap / 5)) * 12 + x + (tap % 5)]!;
        expect(result.data[y * 8 + x]).toBeCloseTo(sum, 4);
      }
    }
  });

  it('is found again by least squares, taps summing to 1', () => {
    const random = createRandom(2);
    const truth = Float32Array.from({ length: 9 }, () => random.normal());
    const sum = truth.reduce((total, tap) => total + tap, 0);
    truth[4]! += 1 - sum;
    const degraded = noise(80, 70, random);
    const inner = correlate(degraded, truth, 3);
    const clean = createPlane(80, 70);
    for (let y = 0; y < 68; y++) clean.data.set(inner.data.subarray(y * 78, (y + 1) * 78), (y + 1) * 80 + 1);
    const found = solveLinearFilter([{ degraded, clean }], 3, RIDGE);
    truth.forEach((tap, index) => {
      expect(found[index]).toBeCloseTo(tap, 3);
    });
  });

  it.each([
    ['few', 6],
    ['most', 60],
  ])('is not learned from windows that touch what is left out: %s of them', (_, rows) => {
    const random = createRandom(4);
    const [degraded, clean, leftOut] = [noise(80, 70, random), noise(80, 70, random), createPlane(80, 70)];
    leftOut.data.fill(1, 0, rows * 80);
    // Of a window that touches nothing left out, neither its own pixels nor its target change.
    const below = { x: 0, y: rows, width: 80, height: 70 - rows };
    const wanted = solveLinearFilter([{ degraded: crop(degraded, below), clean: crop(clean, below) }], 3);
    const found = solveLinearFilter([{ degraded, clean, leftOut }], 3);
    wanted.forEach((tap, index) => {
      expect(found[index]).toBeCloseTo(tap, 5);
    });
  });
});
