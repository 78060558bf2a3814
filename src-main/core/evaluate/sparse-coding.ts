import { type CellSize } from '@contract/model-tensors';

/** Weights as the study compares them: W_zz [units, units] and W_xz [outputs, units], row by row. */
export interface CodeWeights {
  recurrent: Float32Array;
  output: Float32Array;
}

/** Steps of the power iteration: the largest eigenvalue of a matrix of a few rows is there long before. */
const ITERATIONS = 200;

/**
 * How far W_zz is from I − DᵀD/c, what ISTA would have in its place with the decoder D = W_xz as dictionary (paper Sec. 3,
 * eqs. 11 and 12): ‖W_zz − (I − DᵀD/c)‖ over ‖I − DᵀD/c‖, Frobenius. c is the largest eigenvalue of DᵀD.
 * 0: the same; a matrix of zeros has 1.
 */
export function distanceToIsta({ recurrent, output }: CodeWeights, { units, outputs }: CellSize): number {
  const c = largestEigenvalue(output, units, outputs);
  let [apart, whole] = [0, 0];
  for (let row = 0; row < units; row++) {
    for (let column = 0; column < units; column++) {
      let product = 0;
      for (let o = 0; o < outputs; o++) product += output[o * units + row]! * output[o * units + column]!;
      const ista = (row === column ? 1 : 0) - (c === 0 ? 0 : product / c);
      apart += (recurrent[row * units + column]! - ista) ** 2;
      whole += ista ** 2;
    }
  }
  return Math.sqrt(apart / whole);
}

/** Of DᵀD, by power iteration on the small D·Dᵀ, which has the same. */
function largestEigenvalue(output: Float32Array, units: number, outputs: number): number {
  const row = (o: number) => output.subarray(o * units, (o + 1) * units);
  const gram = Array.from({ length: outputs }, (_, a) =>
    Array.from({ length: outputs }, (_, b) => row(a).reduce((sum, value, unit) => sum + value * row(b)[unit]!, 0)),
  );
  let vector = Array.from({ length: outputs }, (_, o) => 1 + 0.01 * o);
  let value = 0;
  for (let step = 0; step < ITERATIONS; step++) {
    const next = gram.map((line) => line.reduce((sum, entry, index) => sum + entry * vector[index]!, 0));
    value = Math.hypot(...next);
    if (value === 0) return 0;
    vector = next.map((entry) => entry / value);
  }
  return value;
}
