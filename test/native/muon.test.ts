import { beforeAll, expect, it } from 'vitest';
import { createRandom } from '../../src-main/core/random';
import { Muon, orthogonalised } from '../../src-main/core/optim/muon';
import { tf } from '../../src-main/core/tf';
import { loadBackend } from '../../src-main/compute/backend';

beforeAll(() => loadBackend('cpu'), 60_000);

const random = createRandom(1);
const normal = (...shape: number[]) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
    shape,
  );

it.each([
  ['tall', 20, 6],
  ['wide', 6, 20],
])('a %s matrix keeps its directions and gets singular values near 1', (_, rows, columns) => {
  // Columns (or rows) of an orthogonal basis, of lengths from 1 to 6.
  const size = Math.min(rows, columns);
  const basis = tf.linalg.gramSchmidt(normal(size, Math.max(rows, columns)) as tf.Tensor2D) as tf.Tensor2D;
  const lengths = tf.diag(tf.linspace(1, 6, size));
  const wide = tf.matMul(lengths, basis);
  const matrix = rows > columns ? tf.transpose(wide) : wide;
  const made = tf.reshape(orthogonalised(tf.reshape(matrix, [1, rows, columns])), [rows, columns]);
  const upright = (rows > columns ? tf.transpose(made) : made) as tf.Tensor2D;
  // What each direction of the basis has become: itself, 0.65 to 1.25 long, and nothing of the others.
  const along = tf.matMul(upright, basis, false, true).arraySync() as number[][];
  along.forEach((row, index) => {
    row.forEach((value, other) => {
      if (other === index) expect(value).toBeGreaterThan(0.65);
      if (other === index) expect(value).toBeLessThan(1.25);
      else expect(Math.abs(value)).toBeLessThan(1e-4);
    });
  });
});

it('steps by the direction of the gradient alone, in its own part of θ, and leaves no tensor behind', () => {
  const stack = { start: 3, count: 2, rows: 5, columns: 4 };
  const [theta, next, gradient] = [normal(50), normal(50), normal(50)];
  const before = tf.memory().numTensors;
  const stepBy = (factor: number) => {
    const muon = new Muon(stack);
    const scaled = tf.mul(gradient, factor);
    const stepped = muon.step(theta, next, scaled, 0.1);
    const values = stepped.dataSync<'float32'>().slice();
    stepped.dispose();
    scaled.dispose();
    muon.dispose();
    return values;
  };
  const values = stepBy(1);
  stepBy(1000).forEach((value, index) => {
    expect(value).toBeCloseTo(values[index]!, 5);
  });
  expect(tf.memory().numTensors).toBe(before);
  const [old, others] = [theta.dataSync(), next.dataSync()];
  values.forEach((value, index) => {
    if (index < 3 || index >= 43) expect(value).toBe(others[index]);
    else expect(value).not.toBe(old[index]);
  });
});

it('goes on from its state as if it had not been interrupted', () => {
  const stack = { start: 0, count: 1, rows: 4, columns: 4 };
  const [theta, first, second] = [normal(16), normal(16), normal(16)];
  const whole = new Muon(stack);
  const once = whole.step(theta, theta, first, 0.1);
  const resumed = new Muon(stack, whole.state());
  const twice = whole.step(once, once, second, 0.1);
  expect(resumed.step(once, once, second, 0.1).dataSync()).toEqual(twice.dataSync());
});
