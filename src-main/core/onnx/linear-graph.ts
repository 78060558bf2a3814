import { tensorNamed } from '../models/method';
import type { NamedArray } from '@contract/named-array';
import type { Graph, Value } from './graph';
import { BASELINE_FILTER_SIDE, filterSpec } from '@contract/model-tensors';

/** Correlates a plane [N, 1, rows, columns] with the k×k filter of a model where it fits: k − 1 rows and columns less. */
export function correlated(graph: Graph, plane: Value, tensors: NamedArray[], k = BASELINE_FILTER_SIDE): Value {
  const filter = tensorNamed(tensors, filterSpec(k));
  return graph.node('Conv', [plane, graph.floats(filter, [1, 1, k, k])]);
}

/** Side of the squares of pixels that `correlatedFast` makes at once. */
export const FILTER_BLOCK = 4;

/**
 * The same, a square of pixels at a time as so many channels, which takes a tenth of the time that one channel takes:
 * [N, block², rows, columns] in blocks of `block` px (1, 2, 4 …). Sides less k − 1 are multiples of 4 · `block`.
 */
export function correlatedFast(graph: Graph, plane: Value, tensors: NamedArray[], k: number, block: number): Value {
  const filter = tensorNamed(tensors, filterSpec(k));
  const square = FILTER_BLOCK * block;
  const side = k + square - 1;
  const kernels = new Float32Array(square * square * side * side);
  for (let channel = 0; channel < square * square; channel++) {
    const at = pixelOf(channel, block);
    for (let tap = 0; tap < k * k; tap++) {
      const [row, column] = [at.row + Math.floor(tap / k), at.column + (tap % k)];
      kernels[(channel * side + row) * side + column] = filter[tap]!;
    }
  }
  const weights = graph.floats(kernels, [square * square, 1, side, side]);
  const squares = graph.node('Conv', [plane, weights], { strides: [square, square] });
  return graph.node('DepthToSpace', [squares], { blocksize: FILTER_BLOCK, mode: 'CRD' });
}

/** Which pixel of a square a channel is, so that DepthToSpace (CRD) leaves whole blocks as channels. */
function pixelOf(channel: number, block: number): { row: number; column: number } {
  const inside = Math.floor(channel / FILTER_BLOCK ** 2);
  const which = channel % FILTER_BLOCK ** 2;
  return {
    row: Math.floor(which / FILTER_BLOCK) * block + Math.floor(inside / block),
    column: (which % FILTER_BLOCK) * block + (inside % block),
  };
}
