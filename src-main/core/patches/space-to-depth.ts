import { tf } from '../tf';

/** A batch of patches row by row, [rows, batch, columns], and the side of the squares that they are cut into. */
export interface SquareCut {
  rows: number;
  batch: number;
  columns: number;
  side: number;
}

/** [rows, batch, columns] (or the same flattened) → one row a square: [batch · squares, side²]. */
export function toSquares(values: tf.Tensor, { rows, batch, columns, side }: SquareCut): tf.Tensor2D {
  const split = tf.reshape(values, [rows / side, side, batch, columns / side, side]);
  return tf.reshape(tf.transpose(split, [2, 0, 3, 1, 4]), [-1, side * side]);
}

/** The mean squared error of each position of a patch, [rows · columns], of errors [rows, batch, columns]. */
export function meanSquares(errors: Float32Array, { rows, batch, columns }: SquareCut): Float64Array {
  const means = new Float64Array(rows * columns);
  for (let index = 0; index < errors.length; index++) {
    const row = Math.floor(index / (batch * columns));
    means[row * columns + (index % columns)]! += errors[index]! ** 2 / batch;
  }
  return means;
}

/** The inverse of `toSquares`: [batch · squares, side²] → `shape`, which holds [rows, batch, columns] values. */
export function fromSquares(
  squares: tf.Tensor2D,
  { rows, batch, columns, side }: SquareCut,
  shape: number[],
): tf.Tensor {
  const split = tf.reshape(squares, [batch, rows / side, columns / side, side, side]);
  return tf.reshape(tf.transpose(split, [1, 3, 0, 2, 4]), shape);
}
