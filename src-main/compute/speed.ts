import { tf } from '../core/tf';

/** Speed of square matrix products in GFLOP/s: the best of a few, so that a busy moment does not count. */
export async function measureMatmulGflops(size: number, repeats: number): Promise<number> {
  const matrix = tf.randomUniform<tf.Rank.R2>([size, size], -1, 1, 'float32', 1);
  const once = async () => {
    const startedAt = performance.now();
    const product = tf.matMul(matrix, matrix);
    await product.data();
    product.dispose();
    return performance.now() - startedAt;
  };
  await once();
  let bestMs = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) bestMs = Math.min(bestMs, await once());
  matrix.dispose();
  return (2 * size ** 3) / bestMs / 1e6;
}
