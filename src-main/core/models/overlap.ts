import type { TrainSettings } from '@contract/model-spec';
import { overlapSpec, weighsOverlap } from '@contract/model-tensors';
import type { NamedArray } from '@contract/named-array';
import { tensorNamed } from './method';
import { uniformWeights } from '../patches/assemble';

/** Positions count with the inverse of their mean squared error to this power: e⁻⁸ in terms of the error itself. */
const OVERLAP_POWER = 4;

/** The weights as a model file holds them, from the mean squared error of each position. */
export function overlapTensors(settings: TrainSettings, positionError: Float64Array): NamedArray[] {
  return weighsOverlap(settings) ? [{ ...overlapSpec(settings), data: overlapWeights(positionError) }] : [];
}

/** The weights of a model, [rows, columns]; all the same where positions are not told apart. */
export function overlapOf(settings: TrainSettings, tensors: NamedArray[], rows: number, columns: number) {
  return weighsOverlap(settings) ? tensorNamed(tensors, overlapSpec(settings)) : uniformWeights(rows, columns);
}

/** The mean squared error of each position of a patch, [rows · columns], of errors [rows, batch, columns]. */
export function errorsByPosition(
  errors: Float32Array,
  { rows, batch, columns }: { rows: number; batch: number; columns: number },
): Float64Array {
  const means = new Float64Array(rows * columns);
  for (let index = 0; index < errors.length; index++) {
    const row = Math.floor(index / (batch * columns));
    means[row * columns + (index % columns)]! += errors[index]! ** 2 / batch;
  }
  return means;
}

/** [rows, columns] weights from mean squared errors, scaled to a mean of 1. */
function overlapWeights(meanSquaredError: Float64Array): Float32Array {
  const weights = Array.from(meanSquaredError, (error) => Math.max(error, 1e-12) ** -OVERLAP_POWER);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return Float32Array.from(weights, (weight) => weight / mean);
}
