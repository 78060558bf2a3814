import { expect, it } from 'vitest';
import { Adam } from '../../src-main/core/optim/adam';
import { createRandom } from '../../src-main/core/random';
import { tf } from '../../src-main/core/tf';
import { registerAdamKernel } from '../../src-main/compute/adam-kernel';
import { loadBackend } from '../../src-main/compute/backend';

it('Adam as one native operation does what the composed operations do', async () => {
  await loadBackend('cpu');
  const run = () => {
    const random = createRandom(4);
    const draw = () =>
      tf.tensor2d(
        Float32Array.from({ length: 60 }, () => random.normal()),
        [6, 10],
      );
    let parameters = draw();
    const adam = new Adam(parameters);
    for (let step = 0; step < 5; step++) {
      const gradient = draw();
      // The first two are clipped, the others are not.
      const next = adam.step(parameters, gradient, 0.01, step < 2 ? 1 : 100);
      tf.dispose([parameters, gradient]);
      parameters = next;
    }
    const result = [...parameters.dataSync(), ...adam.state().first, ...adam.state().second];
    adam.dispose();
    parameters.dispose();
    return result;
  };
  const before = tf.memory().numTensors;
  const native = run();
  tf.unregisterKernel('ClippedAdam', 'tensorflow');
  const composed = run();
  registerAdamKernel();
  native.forEach((value, index) => {
    expect(value).toBeCloseTo(composed[index]!, 5);
  });
  expect(tf.memory().numTensors).toBe(before);
});
