import type { NamedArray } from '@contract/named-array';
import type { Random } from '../random';
import { tensorNamed } from './method';
import { inputWidth, thetaRows } from './rnn-cell';
import { type CellSize, cellSpecs } from '@contract/model-tensors';

/** nL of paper Sec. 2.1: the column of an analysis patch whose pixel is restored. */
export function centreColumn(patch: number): number {
  return Math.floor((patch - 1) / 2);
}

/** The cell's tensors as a model file names them, after the paper's symbols. */

/** θ of rnn-cell.ts from the file's tensors. */
export function packTheta(tensors: NamedArray[], size: CellSize): Float32Array {
  const [recurrent, input, bias, output] = cellSpecs(size).map((spec) => tensorNamed(tensors, spec));
  const { units, columns } = size;
  const theta = new Float32Array(thetaRows(size) * units);
  theta.set(recurrent!, 0);
  theta.set(input!, units * units);
  theta.set(bias!, (units + columns) * units);
  theta.set(output!, (units + inputWidth(columns)) * units);
  return theta;
}

/** The file's tensors from θ. */
export function unpackTheta(theta: Float32Array, size: CellSize): NamedArray[] {
  const { units, columns } = size;
  const starts = [0, units * units, (units + columns) * units, (units + inputWidth(columns)) * units];
  return cellSpecs(size).map((spec, index) => {
    const length = spec.shape.reduce((product, side) => product * side, 1);
    return { ...spec, data: theta.slice(starts[index], starts[index]! + length) };
  });
}

/**
 * Random θ: normal values with standard deviation 0.5/√units for W_zz (smaller than what keeps activations level: it learned fastest),
 * 2/columns for W_zy (He et al. for ReLU), 1/units for W_xz, or 0 where the cell learns a residual; bias 0.
 */
export function initialTheta(size: CellSize, random: Random, residual: boolean): Float32Array {
  const { units, columns, outputs } = size;
  const fill = (count: number, deviation: number) =>
    Float32Array.from({ length: count }, () => deviation * random.normal());
  return packTheta(
    [
      fill(units * units, 0.5 / Math.sqrt(units)),
      fill(columns * units, Math.sqrt(2 / columns)),
      new Float32Array(units),
      fill(outputs * units, residual ? 0 : Math.sqrt(1 / units)),
    ].map((data, index) => ({ ...cellSpecs(size)[index]!, data })),
    size,
  );
}
