import { AppError } from '@contract/result';
import { say } from '@contract/sentence';

/** What is cut off a picture's borders is a multiple of every grid that cells lie on (2, 3 and 4 px): grids stay anchored. */
export const GRID_CUT = 12;

/**
 * Where patches start along one axis: 0, stride, 2·stride, … and a last one flush with the far edge.
 * Every sample of [0, length) is covered. Throws when the patch does not fit or the stride would leave gaps.
 */
export function gridPositions(length: number, patch: number, stride: number): Int32Array {
  if (patch < 1 || patch > length) {
    throw new AppError('bad-input', say('training.patchTooLarge', { patch, side: length }));
  }
  if (stride < 1 || stride > patch) {
    throw new AppError('bad-input', say('training.stride', { stride, patch }));
  }
  const last = length - patch;
  const count = Math.ceil(last / stride) + 1;
  return Int32Array.from({ length: count }, (_, index) => Math.min(index * stride, last));
}
