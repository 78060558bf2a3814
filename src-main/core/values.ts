import { tf } from './tf';

/**
 * The values of the tensor that `work` makes; everything it allocates is freed. To be used instead of returning an array
 * from `tf.tidy`, which searches whatever it is given for tensors, every number of a large array included.
 */
export function valuesOf(work: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(work);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}
