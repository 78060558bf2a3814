import type { Graph, Value } from './graph';

/** Arithmetic with the sides of a picture that is not known yet: vectors of one whole number each. */
export type Side = Value;

export function sideOf(graph: Graph, value: Value, axis: number): Side {
  return graph.node('Shape', [value], { start: axis, end: axis + 1 });
}

export const plus = (graph: Graph, side: Side, other: Side | number): Side =>
  other === 0 ? side : graph.node('Add', [side, typeof other === 'number' ? graph.integers(other) : other]);

const times = (graph: Graph, side: Side, factor: number): Side =>
  factor === 1 ? side : graph.node('Mul', [side, graph.integers(factor)]);

/** The remainder, never negative. */
const modulo = (graph: Graph, side: Side, divisor: Side | number): Side =>
  graph.node('Mod', [side, typeof divisor === 'number' ? graph.integers(divisor) : divisor]);

/** The next multiple of `step` from there on. */
export function roundedUp(graph: Graph, side: Side, step: number): Side {
  if (step === 1) return side;
  const short = modulo(graph, times(graph, side, -1), step);
  return plus(graph, side, short);
}

/** 0, step, 2·step, … below `limit`, as a vector. */
export function steps(graph: Graph, limit: Side, step: number): Value {
  const scalar = graph.node('Squeeze', [limit]);
  return graph.node('Range', [graph.integer(0), scalar, graph.integer(step)]);
}

/** `length` samples along an axis, from `start` on. */
export function slice(graph: Graph, value: Value, axis: number, start: Side | number, length: Side): Value {
  const from = typeof start === 'number' ? graph.integers(start) : start;
  const end = plus(graph, length, start);
  return graph.node('Slice', [value, from, end, graph.integers(axis)]);
}

/** Samples along an axis in the opposite order. */
export function mirror(graph: Graph, value: Value, axis: number): Value {
  const beyond = graph.integers(-(2 ** 31));
  return graph.node('Slice', [value, graph.integers(-1), beyond, graph.integers(axis), graph.integers(-1)]);
}

function join(graph: Graph, parts: readonly Value[], axis = 0): Value {
  return graph.node('Concat', parts, { axis });
}

/** A value in another shape: numbers, sides, −1 for what remains, 0 for what it was. */
export function reshape(graph: Graph, value: Value, shape: readonly (Side | number)[]): Value {
  return graph.node('Reshape', [value, vector(graph, shape)]);
}

/** Numbers and sides as one vector. */
function vector(graph: Graph, parts: readonly (Side | number)[]): Value {
  if (parts.every((part) => typeof part === 'number')) return graph.integers(...parts);
  return join(
    graph,
    parts.map((part) => (typeof part === 'number' ? graph.integers(part) : part)),
  );
}

/** `before` and `after` zeros more along an axis of a value of `rank` axes. */
export function pad(
  graph: Graph,
  value: Value,
  rank: number,
  axis: number,
  before: Side | number,
  after: Side | number,
) {
  const at = (amount: Side | number) => Array.from({ length: rank }, (_, index) => (index === axis ? amount : 0));
  return graph.node('Pad', [value, vector(graph, [...at(before), ...at(after)])]);
}

/** Half-sample symmetric borders of `margin` px on both axes of [N, C, rows, columns]: … 1 0 | 0 1 …, for any distance. */
export function padSymmetric(graph: Graph, plane: Value, margin: number): Value {
  if (margin === 0) return plane;
  return [2, 3].reduce(
    (value, axis) => graph.node('Gather', [value, folded(graph, value, axis, margin)], { axis }),
    plane,
  );
}

/** Where the borders put each sample of an axis with `margin` more on both sides. */
function folded(graph: Graph, value: Value, axis: number, margin: number): Value {
  const side = sideOf(graph, value, axis);
  const period = times(graph, side, 2);
  const from = plus(graph, steps(graph, plus(graph, side, 2 * margin), 1), -margin);
  const within = modulo(graph, from, period);
  const back = graph.node('Sub', [plus(graph, period, -1), within]);
  return graph.node('Where', [graph.node('Less', [within, side]), within, back]);
}
