import { expect, test } from 'vitest';
import { distanceToIsta } from '../../../src-main/core/evaluate/sparse-coding';

/** Two outputs of three units: DᵀD has the eigenvalues 4, 1 and 0. */
const output = Float32Array.from([2, 0, 0, 0, 1, 0]);
const size = { units: 3, outputs: 2, columns: 2, steps: 2, stepRows: 1 };

test('W_zz = I − DᵀD/c has the distance 0, zeros have 1, and noise more than what is near', () => {
  const ista = Float32Array.from([0, 0, 0, 0, 0.75, 0, 0, 0, 1]);
  expect(distanceToIsta({ recurrent: ista, output }, size)).toBeCloseTo(0, 9);
  expect(distanceToIsta({ recurrent: new Float32Array(9), output }, size)).toBeCloseTo(1, 9);
  const near = ista.map((value, index) => value + (index === 1 ? 0.1 : 0));
  expect(distanceToIsta({ recurrent: near, output }, size)).toBeCloseTo(0.1 / 1.25, 6);
});
