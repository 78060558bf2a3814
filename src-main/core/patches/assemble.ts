import type { Laid } from './symmetry';

/** How patches lie in a plane: their upper left corners, and their size. */
export interface Places {
  tops: ArrayLike<number>;
  lefts: ArrayLike<number>;
  rows: number;
  columns: number;
}

/**
 * How much of each position of a patch goes into its sample where patches lie `stride` apart: its weight, [rows, columns], all > 0,
 * as a share of the weights of all patches over the sample.
 */
export function sharesOf(
  weights: Float32Array,
  { rows, columns }: Pick<Places, 'rows' | 'columns'>,
  stride: number,
): Float32Array {
  const totals = new Float64Array(stride * stride);
  const place = (at: number) => (Math.floor(at / columns) % stride) * stride + ((at % columns) % stride);
  for (let at = 0; at < rows * columns; at++) totals[place(at)]! += weights[at]!;
  return weights.map((weight, at) => weight / totals[place(at)]!);
}

/**
 * Adds patches [rows, count, columns] into a plane, each position as much as its share says; parts outside the plane are left
 * out. `means`, one per patch, are added to every value of that patch. The inverse of `extractPatches`, where all patches that touch
 * a sample are there.
 */
export function addPatches(
  { data, width, height, start, down, right }: Laid,
  patches: Float32Array,
  { tops, lefts, rows, columns }: Places,
  shares: Float32Array,
  means?: Float32Array,
): void {
  const rowLength = tops.length * columns;
  for (let index = 0; index < tops.length; index++) {
    const top = tops[index]!;
    const left = lefts[index]!;
    const mean = means?.[index] ?? 0;
    const firstColumn = Math.max(0, -left);
    const endColumn = Math.min(columns, width - left);
    const endRow = Math.min(rows, height - top);
    for (let row = Math.max(0, -top); row < endRow; row++) {
      const from = row * rowLength + index * columns;
      const share = row * columns;
      let to = start + (top + row) * down + (left + firstColumn) * right;
      for (let column = firstColumn; column < endColumn; column++) {
        data[to]! += shares[share + column]! * (patches[from + column]! + mean);
        to += right;
      }
    }
  }
}

export function uniformWeights(rows: number, columns: number): Float32Array {
  return new Float32Array(rows * columns).fill(1);
}
