import { AppError } from '@contract/result';
import { say } from '@contract/sentence';

/** What is cut off a picture's borders is a multiple of every grid that cells lie on (2, 3 and 4 px): grids stay anchored. */
export const GRID_CUT = 12;

/**
 * Where patches start that touch [from, from + length) of a picture's axis: every `stride` samples, one of them with its last
 * sample on the picture's first. They go on beyond the picture, so that every sample lies in as many patches as those
 * `stride` samples farther. Throws bad-input when the stride would leave gaps.
 */
export function touching(from: number, length: number, patch: number, stride: number): Int32Array {
  if (stride < 1 || stride > patch) {
    throw new AppError('bad-input', say('training.stride', { stride, patch }));
  }
  const first = 1 - patch + Math.ceil(from / stride) * stride;
  return Int32Array.from({ length: Math.ceil((from + length - first) / stride) }, (_, index) => first + index * stride);
}
