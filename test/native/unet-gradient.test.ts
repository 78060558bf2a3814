import { beforeAll, expect, it } from 'vitest';
import { filterGradient } from '../../src-main/core/models/unet-layers';
import { tf } from '../../src-main/core/tf';
import { loadBackend } from '../../src-main/compute/backend';

beforeAll(() => loadBackend('cpu'), 60_000);

it("the filter's gradient is that of automatic differentiation", () => {
  const [own, expected] = tf.tidy(() => {
    const values = tf.randomNormal<tf.Rank.R4>([3, 7, 5, 4], 0, 1, 'float32', 1);
    const gradient = tf.randomNormal<tf.Rank.R4>([3, 7, 5, 6], 0, 1, 'float32', 2);
    const loss = (filter: tf.Tensor) => tf.sum(tf.mul(tf.conv2d(values, filter as tf.Tensor4D, 1, 'same'), gradient));
    const automatic = tf.grad(loss)(tf.zeros([3, 3, 4, 6]));
    return [filterGradient(values, gradient), automatic].map((tensor) => [...tensor.dataSync()]) as [
      number[],
      number[],
    ];
  });
  expect(own).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expect(own[index]).toBeCloseTo(value, 4);
  expect(tf.memory().numTensors).toBe(0);
});
