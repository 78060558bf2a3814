import type { NamedArray } from '@contract/named-array';
import { tensorNamed } from '../models/method';
import type { Graph, Value } from './graph';
import { reshape } from './sides';
import { type CellSize, cellSpecs } from '@contract/model-tensors';

/**
 * The recurrent cell of paper Sec. 2.1 on patches y [rows, n, Nx], their means removed, unrolled: → x̂ [rows, n, Nx];
 * `lastOnly`: x̂_Lt alone, [1, n, outputs].
 */
export function cellOnPatches(
  graph: Graph,
  patches: Value,
  tensors: NamedArray[],
  size: CellSize,
  lastOnly: boolean,
): Value {
  const { steps, stepRows, units, columns, outputs } = size;
  const [recurrent, input, bias, output] = cellSpecs(size).map((spec) => tensorNamed(tensors, spec));
  const recurrentWeights = graph.floats(recurrent!, [units, units]);
  const inputWeights = graph.floats(input!, [columns, units]);
  const biases = graph.floats(bias!, [units]);
  const outputWeights = graph.floats(output!, [outputs, units]);
  const read = stepRows === 1 ? patches : regrouped(graph, patches, [steps, stepRows, -1, columns / stepRows], columns);
  const rows = graph.nodes('Split', [read], steps, { axis: 0 });
  const restored: Value[] = [];
  let state: Value | null = null;
  for (const [step, row] of rows.entries()) {
    const values = graph.node('Squeeze', [row, graph.integers(0)]);
    const sum: Value = graph.node('Gemm', [values, inputWeights, biases]);
    state = graph.node('Relu', [state === null ? sum : graph.node('Gemm', [state, recurrentWeights, sum])]);
    if (lastOnly && step < steps - 1) continue;
    const made = graph.node('Gemm', [state, outputWeights], { transB: 1 });
    restored.push(graph.node('Unsqueeze', [made, graph.integers(0)]));
  }
  const whole = graph.node('Concat', restored, { axis: 0 });
  if (stepRows === 1) return whole;
  return regrouped(graph, whole, [steps, -1, stepRows, columns / stepRows], columns / stepRows, steps * stepRows);
}

/** Splits up as `shape` says, exchanges the two in the middle, and joins again: rows to time steps, or the other way. */
function regrouped(graph: Graph, value: Value, shape: number[], columns: number, first = shape[0]!): Value {
  const turned = graph.node('Transpose', [reshape(graph, value, shape)], { perm: [0, 2, 1, 3] });
  return reshape(graph, turned, [first, -1, columns]);
}
