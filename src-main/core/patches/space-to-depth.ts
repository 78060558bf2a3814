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

/** Blocks of `planes` planes, one picture's after the other, [batch · planes, rows, columns, n] → [batch, rows, columns, planes · n]. */
export function planesToDepth(blocks: tf.Tensor4D, planes: number): tf.Tensor4D {
  if (planes === 1) return blocks;
  const [count, rows, columns, depth] = blocks.shape;
  const split = tf.reshape(blocks, [count / planes, planes, rows, columns, depth]);
  return tf.reshape(tf.transpose(split, [0, 2, 3, 1, 4]), [count / planes, rows, columns, planes * depth]);
}

/** The inverse of `planesToDepth`. */
export function depthToPlanes(blocks: tf.Tensor4D, planes: number): tf.Tensor4D {
  if (planes === 1) return blocks;
  const [count, rows, columns, depth] = blocks.shape;
  const split = tf.reshape(blocks, [count, rows, columns, planes, depth / planes]);
  return tf.reshape(tf.transpose(split, [0, 3, 1, 2, 4]), [count * planes, rows, columns, depth / planes]);
}

/** The inverse of `spaceToDepth`; a tensor that is flattened otherwise will do. → [rows, batch, columns]. */
export function depthToSpace(blocks: tf.Tensor, { rows, batch, columns, block }: BlockLayout): tf.Tensor3D {
  const split = tf.reshape(blocks, [batch, rows / block, columns / block, block, block]);
  return tf.reshape(tf.transpose(split, [1, 3, 0, 2, 4]), [rows, batch, columns]);
}
