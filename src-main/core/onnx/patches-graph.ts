import { MAX_SHIFT } from '../models/alignment';
import { sharesOf } from '../patches/assemble';
import type { PatchLayout } from '../models/patch-layout';
import type { Graph, Value } from './graph';
import { pad, plus, reshape, sideOf, slice, steps, type Side } from './sides';

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
 * (paper Sec. 2.1), as `patchRestorer` does: [N, 1, H, W]. `from` is where the plane's inner part begins in the picture.
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
  let made = reshape(graph, values, [...laid, restored.rows, restored.columns]);
  if (way.addMeans) made = graph.node('Add', [made, reshape(graph, means, [...laid, 1, 1])]);
  const shares = graph.floats(sharesOf(way.weights, restored, way.stride), [restored.rows, restored.columns]);
  const shared = graph.node('Mul', [made, shares]);
  // [N, tops, lefts, rows, columns] → [N, tops, rows, W'] → [N, W', H'] → [N, H', W']
  const perRow = folded(graph, graph.node('Transpose', [shared], { perm: [0, 1, 3, 2, 4] }), right, way);
  const perColumn = folded(graph, graph.node('Transpose', [perRow], { perm: [0, 3, 1, 2] }), down, way, 1);
  const sums = graph.node('Transpose', [perColumn], { perm: [0, 2, 1] });
  const start = (axis: Axis) => axis.from - firstStart(axis, way) - axis.down;
  const inner = slice(graph, slice(graph, sums, 1, start(down), down.length), 2, start(right), right.length);
  return graph.node('Unsqueeze', [inner, graph.integers(1)]);
}

/** Where the first patch begins: one that reaches as far before the picture as a displacement does. */
const firstStart = ({ patch }: Axis, { stride }: PatchWay) => 1 - patch - Math.ceil(MAX_SHIFT / stride) * stride;

/**
 * Which samples of the plane each patch takes along an axis, [patches, patch]: the patches that `touching` finds for the picture and
 * what a displacement adds at both ends. Patches that the wanted part never meets may read anything.
 */
function samples(graph: Graph, plane: Value, axis: number, along: Axis, way: PatchWay, margin: number): Value {
  const first = firstStart(along, way);
  const starts = steps(graph, plus(graph, along.length, MAX_SHIFT - first), way.stride);
  const column = plus(graph, graph.node('Unsqueeze', [starts, graph.integers(1)]), first + margin - along.from);
  const indices = graph.node('Add', [column, graph.integers(...Array.from({ length: along.patch }, (_, at) => at))]);
  const highest = plus(graph, sideOf(graph, plane, axis), -1);
  return graph.node('Max', [graph.node('Min', [indices, highest]), graph.integers(0)]);
}

/**
 * Adds overlapping pieces up along one axis: [N, a, b, patches, kept] → [N, a, b, samples from the first patch's on], or without b.
 * `drop` is how many axes the value lacks.
 */
function folded(graph: Graph, value: Value, { kept }: Axis, { stride }: PatchWay, drop = 0): Value {
  const axis = 3 - drop;
  const rank = 5 - drop;
  const leading = Array.from({ length: axis }, () => 0);
  const parts = Math.ceil(kept / stride);
  const whole = pad(graph, value, rank, rank - 1, 0, parts * stride - kept);
  const shifted = Array.from({ length: parts }, (_, part) => {
    const piece = slice(graph, whole, rank - 1, part * stride, graph.integers(stride));
    const row = reshape(graph, piece, [...leading, -1]);
    return pad(graph, row, rank - 1, axis, part * stride, (parts - part) * stride);
  });
  return shifted.length === 1 ? shifted[0]! : graph.node('Sum', shifted);
}
