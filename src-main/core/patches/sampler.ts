import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { Random } from '../random';
import type { Plane } from '../image/plane';
import { freePlace } from './left-out';
import { bitsOf } from './symmetry';

/** One batch in time-major order: degraded [rows, batch, rowStride], target and clean [rows, batch, targetColumns]. */
export interface PatchBatch {
  degraded: Float32Array;
  /** What is to be learned. */
  target: Float32Array;
  /** The clean patch, mean and all; null where it was not asked for. */
  clean: Float32Array | null;
}

/** Equal-sized planes to draw from; `clean` is needed only where the whole clean patch is asked for. */
export interface SampledPlanes {
  degraded: Plane;
  target: Plane;
  clean: Plane;
  /** Patches that touch what is not 0 here are not drawn. */
  leftOut?: Plane;
}

interface PatchShape {
  rows: number;
  columns: number;
  /** Values per row of a degraded patch: the columns and, where there is room, a constant 1 and zeros. */
  rowStride: number;
  /** The columns of the patch that are learned: all of them, or one for patch2pixel. */
  firstTarget: number;
  targetColumns: number;
}

export interface Sampling {
  shape: PatchShape;
  /** The mirror images and transposes to turn patch pairs into (transposes: square patches only); [0] turns none. */
  symmetries: readonly number[];
  /** The target is a residual and keeps its own mean; otherwise the degraded patch's mean is subtracted from both. */
  residual: boolean;
  /** What is subtracted from a degraded patch: its own mean, or one value from all. */
  centre: 'mean' | number;
  /** Patches begin at multiples of so many pixels; 1: anywhere. */
  grid: number;
  /** Draws squares of `across`×`across` patches that lie `stride` pixels apart, one after the other; absent: single patches. */
  block?: { across: number; stride: number };
  /** Draws every square from all planes of a picture, one after the other: `batch` counts planes. Absent: from one of them. */
  together?: boolean;
}

const SINGLE = { across: 1, stride: 0 };

/**
 * Draws training patches from coordinates, a batch at a time: there is never a list of all patches. Degraded patches
 * lose their mean; behind each row stands a constant 1 for the bias. `withClean`: the whole clean patches are wanted too.
 * With a block, `batch` is a multiple of its patches. The first squares are drawn from `drawnAlike`, one from each picture.
 */
export function drawBatch(
  pairs: SampledPlanes[],
  batch: number,
  { shape, symmetries, residual, centre, grid, block = SINGLE, together = false }: Sampling,
  random: Random,
  withClean = false,
  drawnAlike: readonly SampledPlanes[][] = [],
): PatchBatch {
  const { rows, columns, rowStride, firstTarget, targetColumns } = shape;
  const degraded = new Float32Array(rows * batch * rowStride);
  const target = new Float32Array(rows * batch * targetColumns);
  const clean = withClean ? new Float32Array(target.length) : null;
  const { across, stride } = block;
  const reach = (across - 1) * stride;
  const planes = together ? pairs.length : 1;
  const drawSquare = (picture: readonly SampledPlanes[]) => {
    const first = together || picture.length === 1 ? 0 : random.integer(picture.length);
    const { width, height } = picture[first]!.degraded;
    const start = (side: number, taken: number) => {
      if (taken > side) throw new AppError('bad-input', say('training.patchTooLarge', { patch: taken, side }));
      return grid * random.integer(Math.floor((side - taken) / grid) + 1);
    };
    const drawPlace = () => ({ top: start(height, rows + reach), left: start(width, columns + reach) });
    const { top, left } = freePlace(picture[first]!.leftOut, columns + reach, rows + reach, drawPlace);
    const turned = symmetries.length === 1 ? 0 : random.integer(symmetries.length);
    const walk = walkOf(symmetries[turned]!, width, rows + reach, columns + reach);
    return { picture, first, walk, corner: top * width + left + walk.start };
  };
  let square: ReturnType<typeof drawSquare> | null = null;
  for (let index = 0; index < batch; index++) {
    const place = Math.floor(index / planes) % across ** 2;
    const plane = index % planes;
    if (square === null || (place === 0 && plane === 0))
      square = drawSquare(drawnAlike[Math.floor(index / (planes * across ** 2))] ?? pairs);
    const { picture, first, walk, corner } = square;
    const pair = picture[first + plane]!;
    const [down, right] = [Math.floor(place / across) * stride, (place % across) * stride];
    const origin = corner + down * walk.row + right * walk.column;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      let from = origin + row * walk.row;
      const to = (row * batch + index) * rowStride;
      for (let column = 0; column < columns; column++) {
        sum += degraded[to + column] = pair.degraded.data[from]!;
        from += walk.column;
      }
      if (rowStride > columns) degraded[to + columns] = 1;
    }
    const mean = centre === 'mean' ? sum / (rows * columns) : centre;
    const targetMean = residual ? 0 : mean;
    for (let row = 0; row < rows; row++) {
      const to = (row * batch + index) * rowStride;
      for (let column = 0; column < columns; column++) degraded[to + column]! -= mean;
      let from = origin + row * walk.row + firstTarget * walk.column;
      const targetStart = (row * batch + index) * targetColumns;
      for (let column = 0; column < targetColumns; column++) {
        target[targetStart + column] = pair.target.data[from]! - targetMean;
        if (clean) clean[targetStart + column] = pair.clean.data[from]!;
        from += walk.column;
      }
    }
  }
  return { degraded, target, clean };
}

/** How a turned patch (symmetry.ts) walks through the plane: where it starts and its two steps. */
function walkOf(
  symmetry: number,
  width: number,
  rows: number,
  columns: number,
): { start: number; row: number; column: number } {
  const { mirrorX, mirrorY, transpose } = bitsOf(symmetry);
  const down = mirrorY ? -width : width;
  const right = mirrorX ? -1 : 1;
  const start = (mirrorY ? (rows - 1) * width : 0) + (mirrorX ? columns - 1 : 0);
  return transpose ? { start, row: right, column: down } : { start, row: down, column: right };
}
