import { beforeAll, expect, test } from 'vitest';
import { unfold, unfoldedSize, UNFOLDINGS, type Unfolding } from '../../src-main/core/evaluate/unfolded';
import { createRandom } from '../../src-main/core/random';
import { tf } from '../../src-main/core/tf';
import { loadBackend } from '../../src-main/compute/backend';

beforeAll(async () => {
  await loadBackend('cpu');
});

const CELL = { steps: 3, stepRows: 1, columns: 3, units: 40, outputs: 3 };
const count = (kind: Unfolding) =>
  unfoldedSize(kind, CELL).shapes.reduce((sum, [rows, columns]) => sum + rows * columns, 0);

test('all have as many parameters as the RNN, but for less than one unit', () => {
  const rnn = 40 * 40 + 2 * 3 * 40 + 40;
  expect(count('RNN')).toBe(rnn);
  for (const kind of UNFOLDINGS) {
    expect(count(kind)).toBeLessThanOrEqual(rnn);
    expect(count(kind)).toBeGreaterThan(rnn - 2 * (40 + 2 * 9 + 1));
  }
});

/** Least squares of non-negative codes plus a threshold, by many steps of ISTA written out. */
function codeOf(a: number[][], y: number[], threshold: number, steps: number): number[] {
  let z = a[0]!.map(() => 0);
  for (let step = 0; step < steps; step++) {
    const rest = y.map((value, row) => value - a[row]!.reduce((sum, entry, unit) => sum + entry * z[unit]!, 0));
    z = z.map((value, unit) =>
      Math.max(0, value + a.reduce((sum, row, index) => sum + row[unit]! * rest[index]!, 0) - threshold),
    );
  }
  return z;
}

test('ISTA is its equation step by step, LISTA with I − AᵀA the same, and FISTA is nearer the end', () => {
  const random = createRandom(3);
  const [pixels, units, steps, threshold] = [9, 12, 30, 0.02];
  const a = Array.from({ length: pixels }, () => Array.from({ length: units }, () => 0.1 * random.normal()));
  const y = Array.from({ length: pixels }, () => random.normal());
  const identity = a[0]!.map((_, unit) => a[0]!.map((__, other) => (unit === other ? 1 : 0)));
  const memory = identity.map((row, unit) =>
    row.map((entry, other) => entry - a.reduce((sum, line) => sum + line[unit]! * line[other]!, 0)),
  );
  // The decoder shows the code itself, as far as it has room.
  const decoder = identity.map((row) => row.slice(0, pixels));
  const rest = [...a.flat(), ...new Array<number>(units).fill(threshold), ...decoder.flat()];
  const run = (kind: Unfolding) => {
    const shapes: [number, number][] = [
      [pixels, units],
      [1, units],
      [units, pixels],
    ];
    const free = kind === 'LISTA';
    const theta = tf.tensor1d(free ? [...memory.flat(), ...rest] : rest);
    const size = { units, shapes: free ? ([[units, units], ...shapes] as [number, number][]) : shapes };
    return [...unfold(kind, theta, tf.tensor2d([y]), size, steps).dataSync()];
  };
  const wanted = codeOf(a, y, threshold, steps).slice(0, pixels);
  const end = codeOf(a, y, threshold, 20_000).slice(0, pixels);
  const apart = (one: number[], other: number[]) => Math.hypot(...one.map((value, index) => value - other[index]!));
  expect(apart(run('ISTA'), wanted)).toBeLessThan(1e-5);
  expect(apart(run('LISTA'), wanted)).toBeLessThan(1e-5);
  expect(apart(run('FISTA'), end)).toBeLessThan(0.8 * apart(run('ISTA'), end));
});
