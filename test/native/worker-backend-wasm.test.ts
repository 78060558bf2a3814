import { expect, it } from 'vitest';
import { tf } from '../../src-main/core/tf';
import { methodsNotTrainable } from '../../src-main/core/training/trainable';
import { loadBackend } from '../../src-main/compute/backend';

it('WebAssembly carries the same operations', async () => {
  const backend = await loadBackend('wasm');
  expect(backend).toMatchObject({ backend: 'wasm', threads: 1 });
  expect(tf.getBackend()).toBe('wasm');
  const gradient = tf.tidy(() =>
    tf
      .grad((x) => tf.sum(tf.relu(x)))(tf.tensor1d([-1, 2]))
      .dataSync(),
  );
  expect([...gradient]).toEqual([0, 1]);
  // It has no gradients of convolutions, and says so before a training is begun.
  expect(methodsNotTrainable()).toEqual(['unet-gan']);
});
