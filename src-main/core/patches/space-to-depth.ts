import { tf } from '../tf';

/**
 * Blocks of `block` × `block` pixels as so many channels (sub-pixel layout). What a convolution does on blocks costs a
 * block²-th of what it does on pixels, and nothing is left out. Rows and columns are multiples of `block`.
 */
export interface BlockLayout {
  rows: number;
  batch: number;
  columns: number;
  block: number;
}

/** [rows, batch, columns] (or the same flattened) → [batch, rows / block, columns / block, block²]. */
export function spaceToDepth(values: tf.Tensor, { rows, batch, columns, block }: BlockLayout): tf.Tensor4D {
  const split = tf.reshape(values, [rows / block, block, batch, columns / block, block]);
  return tf.reshape(tf.transpose(split, [2, 0, 3, 1, 4]), [batch, rows / block, columns / block, block * block]);
}

/** The inverse of `spaceToDepth`; a tensor that is flattened otherwise will do. → [rows, batch, columns]. */
export function depthToSpace(blocks: tf.Tensor, { rows, batch, columns, block }: BlockLayout): tf.Tensor3D {
  const split = tf.reshape(blocks, [batch, rows / block, columns / block, block, block]);
  return tf.reshape(tf.transpose(split, [1, 3, 0, 2, 4]), [rows, batch, columns]);
}
