import { MAX_SHIFT } from '../models/alignment';
import type { PatchLayout } from '../models/patch-layout';
import type { Graph, Value } from './graph';
import { join, modulo, pad, plus, reshape, sideOf, slice, steps, type Side } from './sides';

/** How patches lie, what is restored of each, and the network itself. */
export interface PatchWay extends PatchLayout {
  stride: number;
  /** Patches [n, rows, columns], their means removed → [n, restored.rows, restored.columns]. */
  restore(graph: Graph, patches: Value): Value;
}

/** One axis of the picture: its length, a patch's, where the wanted part begins (in the picture), and what is kept of a patch. */
interface Axis {
  length: Side;
  patch: number;
  from: number;
  down: number;
  kept: number;
}

/**
 * Restores a plane [N, 1, H + 2·margin, W + 2·margin] from overlapping patches on the picture's own grid and averages them
 * (paper Sec. 2.1), as `restoreByPatches` does: [N, 1, H, W]. `from` is where the plane's inner part begins in the picture.
 */
export function patchesAveraged(
  graph: Graph,
  plane: Value,
  sides: { rows: Side; columns: Side; margin: number; from: { x: number; y: number } },
  way: PatchWay,
): Value {
  const { restored } = way;
  const { margin, from } = sides;
  const down: Axis = { length: sides.rows, patch: way.rows, from: from.y, down: restored.down, kept: restored.rows };
  const right: Axis = {
    length: sides.columns,
    patch: way.columns,
    from: from.x,
    down: restored.right,
    kept: restored.columns,
  };
  const rows = graph.node('Gather', [plane, samples(graph, plane, 2, down, way, margin)], { axis: 2 });
  // [N, 1, tops, rows, lefts, columns]
  const cut = graph.node('Gather', [rows, samples(graph, rows, 4, right, way, margin)], { axis: 4 });
  const means = graph.node('ReduceMean', [cut], { axes: [3, 5], keepdims: 1 });
  const [tops, lefts] = [sideOf(graph, cut, 2), sideOf(graph, cut, 4)];
  const upright = graph.node('Transpose', [graph.node('Sub', [cut, means])], { perm: [0, 1, 2, 4, 3, 5] });
  const values = way.restore(graph, reshape(graph, upright, [-1, way.rows, way.columns]));
  const laid = [sideOf(graph, plane, 0), tops, lefts];
  let weighted = reshape(graph, values, [...laid, restored.rows, restored.columns]);
  if (way.addMeans) weighted = graph.node('Add', [weighted, reshape(graph, means, [...laid, 1, 1])]);
  const weights = graph.floats(way.weights, [restored.rows, restored.columns]);
  weighted = graph.node('Mul', [weighted, weights]);
  // [N, tops, lefts, rows, columns] → [N, tops, rows, W'] → [N, W', H'] → [N, H', W']
  const perRow = folded(graph, graph.node('Transpose', [weighted], { perm: [0, 1, 3, 2, 4] }), right, way);
  const perColumn = folded(graph, graph.node('Transpose', [perRow], { perm: [0, 3, 1, 2] }), down, way, 1);
  const sums = graph.node('Transpose', [perColumn], { perm: [0, 2, 1] });
  const counted = graph.node('MatMul', [coverage(graph, down, way), weights]);
  const across = graph.node('Transpose', [coverage(graph, right, way)], { perm: [1, 0] });
  const counts = graph.node('Max', [graph.node('MatMul', [counted, across]), graph.scalar(1e-30)]);
  // Where no patch comes (a displacement away from the picture), 0.
  const averages = [1, 2].reduce(
    (value, axis) => pad(graph, value, 3, axis, MAX_SHIFT, MAX_SHIFT),
    graph.node('Div', [sums, counts]),
  );
  const start = (axis: Axis) => axis.from + axis.patch - 1 - axis.down + MAX_SHIFT;
  const inner = slice(graph, slice(graph, averages, 1, start(down), down.length), 2, start(right), right.length);
  return graph.node('Unsqueeze', [inner, graph.integers(1)]);
}

/** Where the last patch begins, flush with the far edge, counted from the first one: length + patch − 2. */
const farthest = (graph: Graph, { length, patch }: Axis) => plus(graph, length, patch - 2);

/**
 * Which samples of the plane each patch takes along an axis, [patches, patch]: the patches of the regular grid, which begins
 * with all but one sample beyond the picture, and then the one flush with the far edge, counted only where the grid misses it.
 * Patches that the wanted part never meets may read anything.
 */
function samples(graph: Graph, plane: Value, axis: number, along: Axis, way: PatchWay, margin: number): Value {
  const last = farthest(graph, along);
  const starts = join(graph, [steps(graph, plus(graph, last, 1), way.stride), last]);
  const first = margin - along.from - (along.patch - 1);
  const column = plus(graph, graph.node('Unsqueeze', [starts, graph.integers(1)]), first);
  const indices = graph.node('Add', [column, graph.integers(...Array.from({ length: along.patch }, (_, at) => at))]);
  const highest = plus(graph, sideOf(graph, plane, axis), -1);
  return graph.node('Max', [graph.node('Min', [indices, highest]), graph.integers(0)]);
}

/** 1 where the regular grid misses the patch flush with the far edge, else 0; as a float. */
function extra(graph: Graph, axis: Axis, way: PatchWay): Value {
  const over = modulo(graph, farthest(graph, axis), way.stride);
  return graph.node('Cast', [graph.node('Greater', [over, graph.integers(0)])], { to: 1 });
}

/**
 * Adds overlapping pieces up along one axis: [N, a, b, patches, kept] → [N, a, b, length + patch − 2 + kept], or without b.
 * `drop` is how many axes the value lacks.
 */
function folded(graph: Graph, value: Value, along: Axis, way: PatchWay, drop = 0): Value {
  const { kept } = along;
  const { stride } = way;
  const axis = 3 - drop;
  const rank = 5 - drop;
  const leading = Array.from({ length: axis }, () => 0);
  const patches = plus(graph, sideOf(graph, value, axis), -1);
  const canvas = plus(graph, farthest(graph, along), kept);
  const regular = slice(graph, value, axis, 0, patches);
  const parts = Math.ceil(kept / stride);
  const whole = pad(graph, regular, rank, rank - 1, 0, parts * stride - kept);
  const shifted = Array.from({ length: parts }, (_, part) => {
    const piece = slice(graph, whole, rank - 1, part * stride, graph.integers(stride));
    const row = reshape(graph, piece, [...leading, -1]);
    // What hangs over the end is cut off below; one stride more makes sure that there is as much as that.
    return pad(graph, row, rank - 1, axis, part * stride, (parts + 1 - part) * stride + kept);
  });
  const sum = slice(graph, shifted.length === 1 ? shifted[0]! : graph.node('Sum', shifted), axis, 0, canvas);
  const flush = reshape(graph, slice(graph, value, axis, patches, graph.integers(1)), [...leading, kept]);
  const counted = graph.node('Mul', [flush, extra(graph, along, way)]);
  return graph.node('Add', [sum, pad(graph, counted, rank - 1, axis, farthest(graph, along), 0)]);
}

/** How many patches put their row r on sample y of the canvas: [length + patch − 2 + kept, kept]. */
function coverage(graph: Graph, along: Axis, way: PatchWay): Value {
  const last = farthest(graph, along);
  const canvas = graph.node('Unsqueeze', [steps(graph, plus(graph, last, along.kept), 1), graph.integers(1)]);
  const rows = graph.integers(...Array.from({ length: along.kept }, (_, row) => row));
  const start = graph.node('Sub', [canvas, rows]);
  const onGrid = graph.node('Equal', [modulo(graph, start, way.stride), graph.integers(0)]);
  const inside = graph.node('And', [
    graph.node('GreaterOrEqual', [start, graph.integers(0)]),
    graph.node('LessOrEqual', [start, last]),
  ]);
  const asFloat = (value: Value) => graph.node('Cast', [value], { to: 1 });
  const flush = graph.node('Mul', [asFloat(graph.node('Equal', [start, last])), extra(graph, along, way)]);
  return graph.node('Add', [asFloat(graph.node('And', [onGrid, inside])), flush]);
}
