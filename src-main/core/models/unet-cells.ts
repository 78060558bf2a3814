import type { Plane } from '../image/plane';
import { MIDDLE_GREY } from './unet-weights';

/**
 * Cells: `cell`×`cell` pixels taken together as so many channels (sub-pixel layout), on a grid anchored to the picture.
 * What a convolution does on cells costs a `cell²`-th of what it would on pixels, and nothing is left out.
 */

/** A plane whose sides are multiples of `cell` as [rows, columns, cell² + 1]: values around the middle grey, and a 1 for the bias. */
export function toCells(plane: Plane, cell: number): Float32Array {
  const columns = plane.width / cell;
  const channels = cell * cell + 1;
  const cells = new Float32Array(columns * (plane.height / cell) * channels);
  for (let y = 0; y < plane.height; y++) {
    const row = Math.floor(y / cell) * columns;
    for (let x = 0; x < plane.width; x++) {
      const at = (row + Math.floor(x / cell)) * channels;
      cells[at + (y % cell) * cell + (x % cell)] = plane.data[y * plane.width + x]! - MIDDLE_GREY;
    }
  }
  for (let at = channels - 1; at < cells.length; at += channels) cells[at] = 1;
  return cells;
}

/**
 * Writes cells [rows, columns, cell²] as pixels into a plane, the first cell's corner at (left, top); clips. `around` is
 * the level that the values are relative to.
 */
export function writeCells(
  { cells, columns, cell, around }: { cells: Float32Array; columns: number; cell: number; around: number },
  into: Plane,
  left: number,
  top: number,
) {
  const channels = cell * cell;
  const rows = cells.length / (columns * channels);
  for (let y = Math.max(0, -top); y < Math.min(rows * cell, into.height - top); y++) {
    const row = Math.floor(y / cell) * columns;
    const to = (top + y) * into.width + left;
    for (let x = Math.max(0, -left); x < Math.min(columns * cell, into.width - left); x++) {
      into.data[to + x] = around + cells[(row + Math.floor(x / cell)) * channels + (y % cell) * cell + (x % cell)]!;
    }
  }
}
