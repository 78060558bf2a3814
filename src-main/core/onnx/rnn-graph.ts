import type { NamedArray } from '@contract/named-array';
import { tensorNamed } from '../models/method';
import type { Graph, Value } from './graph';
import { type CellSize, cellSpecs } from '../models/specs';

/**
 * The recurrent cell of paper Sec. 2.1 on patches y [Lt, n, Nx], their means removed, unrolled: → x̂ [Lt, n, outputs];
 * `lastOnly`: x̂_Lt alone, [1, n, outputs].
 */
export function cellOnPatches(
  graph: Graph,
  patches: Value,
  tensors: NamedArray[],
  size: CellSize,
  lastOnly: boolean,
): Value {
  const { steps, units, columns, outputs } = size;
  const [recurrent, input, bias, output] = cellSpecs(size).map((spec) => tensorNamed(tensors, spec));
  const recurrentWeights = graph.floats(recurrent!, [units, units]);
  const inputWeights = graph.floats(input!, [columns, units]);
  const biases = graph.floats(bias!, [units]);
  const outputWeights = graph.floats(output!, [outputs, units]);
  const rows = graph.nodes('Split', [patches], steps, { axis: 0 });
  const restored: Value[] = [];
  let state: Value | null = null;
  for (const [step, row] of rows.entries()) {
    const read = graph.node('Squeeze', [row, graph.integers(0)]);
    const sum: Value = graph.node('Gemm', [read, inputWeights, biases]);
    state = graph.node('Relu', [state === null ? sum : graph.node('Gemm', [state, recurrentWeights, sum])]);
    if (lastOnly && step < steps - 1) continue;
    const values = graph.node('Gemm', [state, outputWeights], { transB: 1 });
    restored.push(graph.node('Unsqueeze', [values, graph.integers(0)]));
  }
  return graph.node('Concat', restored, { axis: 0 });
}
