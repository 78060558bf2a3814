import type { Laid } from './symmetry';

/** What is read without a mean of its own is read as values around this grey. */
export const MIDDLE_GREY = 0.5;

/**
 * Copies patches row by row into time-major order, as the RNN reads them: [rows, count, rowStride].
 * `tops` and `lefts` give each patch's upper left corner; `rowStride` ≥ `columns` leaves room behind each row for
 * padding, left as `into` has it (zeros). Patches are [rows, columns] and have to lie inside the plane.
 */
export function extractPatches(
  { data, start, down, right }: Laid,
  tops: ArrayLike<number>,
  lefts: ArrayLike<number>,
  size: { rows: number; columns: number; rowStride?: number },
  into?: Float32Array,
): Float32Array {
  const { rows, columns, rowStride = columns } = size;
  const count = tops.length;
  const result = into ?? new Float32Array(rows * count * rowStride);
  for (let index = 0; index < count; index++) {
    let first = start + tops[index]! * down + lefts[index]! * right;
    let to = index * rowStride;
    for (let row = 0; row < rows; row++) {
      for (let column = 0, from = first; column < columns; column++, from += right) result[to + column] = data[from]!;
      first += down;
      to += count * rowStride;
    }
  }
  return result;
}

/**
 * Subtracts each patch's own mean in place and returns the means, one per patch. `patches` is [rows, count, rowStride]
 * with `columns` values in each row; the padding behind them stays as it is.
 */
export function removeMeans(
  patches: Float32Array,
  size: { rows: number; columns: number; rowStride?: number },
  count: number,
): Float32Array {
  const { rows, columns, rowStride = columns } = size;
  const means = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const start = (row * count + index) * rowStride;
      for (let column = 0; column < columns; column++) sum += patches[start + column]!;
    }
    const mean = sum / (rows * columns);
    means[index] = mean;
    for (let row = 0; row < rows; row++) {
      const start = (row * count + index) * rowStride;
      for (let column = 0; column < columns; column++) patches[start + column]! -= mean;
    }
  }
  return means;
}
