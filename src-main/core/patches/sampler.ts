import type { Random } from '../random';
import type { Plane } from './plane';

/** One batch in time-major order: degraded [rows, batch, rowStride], target [rows, batch, targetColumns]. */
export interface PatchBatch {
  degraded: Float32Array;
  target: Float32Array;
}

export interface PatchShape {
  rows: number;
  columns: number;
  /** Values per row of a degraded patch: the columns, a constant 1, zeros. */
  rowStride: number;
  /** The columns of the patch that are learned: all of them, or one for patch2pixel. */
  firstTarget: number;
  targetColumns: number;
}

export interface Sampling {
  shape: PatchShape;
  /** Turn each patch pair into one of its eight mirror images and transposes (square patches only). */
  flips: boolean;
  /** The target is a residual and keeps its own mean; otherwise the degraded patch's mean is subtracted from both. */
  residual: boolean;
}

/**
 * Draws training patches from coordinates, a batch at a time: there is never a list of all patches. Degraded patches
 * lose their mean; behind each row stands a constant 1 for the bias. Each pair holds equal-sized planes.
 */
export function drawBatch(
  pairs: { degraded: Plane; target: Plane }[],
  batch: number,
  { shape, flips, residual }: Sampling,
  random: Random,
): PatchBatch {
  const { rows, columns, rowStride, firstTarget, targetColumns } = shape;
  const degraded = new Float32Array(rows * batch * rowStride);
  const target = new Float32Array(rows * batch * targetColumns);
  for (let index = 0; index < batch; index++) {
    const pair = pairs[pairs.length === 1 ? 0 : random.integer(pairs.length)]!;
    const { width, height } = pair.degraded;
    const top = random.integer(height - rows + 1);
    const left = random.integer(width - columns + 1);
    const walk = symmetry(flips ? random.integer(8) : 0, width, rows);
    const origin = top * width + left + walk.start;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      let from = origin + row * walk.row;
      const to = (row * batch + index) * rowStride;
      for (let column = 0; column < columns; column++) {
        sum += degraded[to + column] = pair.degraded.data[from]!;
        from += walk.column;
      }
      degraded[to + columns] = 1;
    }
    const mean = sum / (rows * columns);
    const targetMean = residual ? 0 : mean;
    for (let row = 0; row < rows; row++) {
      const to = (row * batch + index) * rowStride;
      for (let column = 0; column < columns; column++) degraded[to + column]! -= mean;
      let from = origin + row * walk.row + firstTarget * walk.column;
      const targetStart = (row * batch + index) * targetColumns;
      for (let column = 0; column < targetColumns; column++) {
        target[targetStart + column] = pair.target.data[from]! - targetMean;
        from += walk.column;
      }
    }
  }
  return { degraded, target };
}

/** How one of a square's eight symmetries (0: none) walks through the plane: where it starts and its two steps. */
function symmetry(which: number, width: number, side: number): { start: number; row: number; column: number } {
  const last = side - 1;
  const mirrorRows = (which & 1) !== 0;
  const mirrorColumns = (which & 2) !== 0;
  const transpose = (which & 4) !== 0;
  const down = mirrorRows ? -width : width;
  const right = mirrorColumns ? -1 : 1;
  const start = (mirrorRows ? last * width : 0) + (mirrorColumns ? last : 0);
  return transpose ? { start, row: right, column: down } : { start, row: down, column: right };
}
