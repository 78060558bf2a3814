import type { Protocol } from '@contract/evaluate';
import { luminance } from '../image/color';
import type { Plane } from '../image/plane';
import { extractPatches, removeMeans } from '../patches/extract';
import { laid } from '../patches/symmetry';
import type { Random } from '../random';
import type { Pair } from './lab';
import { asInput } from './score-picture';

export interface PlanePair {
  degraded: Plane;
  clean: Plane;
}

/** Luminance of a pair, the degraded side as models are given it. */
export const planesOf = ({ degraded, clean }: Pair, protocol: Protocol): PlanePair => ({
  degraded: luminance(asInput(degraded, protocol)),
  clean: luminance(clean),
});

/**
 * Patches from anywhere in a picture, [rows, count, rowStride] without their mean and with a 1 behind each row where there
 * is room, and the clean ones, [rows, count, columns] without that mean.
 */
export function drawPatches(
  { degraded, clean }: PlanePair,
  shape: { rows: number; columns: number; rowStride: number },
  count: number,
  random: Random,
): { rows: Float32Array; target: Float32Array } {
  const { columns } = shape;
  const starts = (length: number, patch: number) =>
    Int32Array.from({ length: count }, () => random.integer(length - patch + 1));
  const [tops, lefts] = [starts(degraded.height, shape.rows), starts(degraded.width, columns)];
  const rows = extractPatches(laid(degraded, 0), tops, lefts, shape);
  const means = removeMeans(rows, shape, count);
  if (shape.rowStride > columns) for (let row = columns; row < rows.length; row += shape.rowStride) rows[row] = 1;
  const target = extractPatches(laid(clean, 0), tops, lefts, { rows: shape.rows, columns });
  for (let index = 0; index < target.length; index++) target[index]! -= means[Math.floor(index / columns) % count]!;
  return { rows, target };
}
