import { hasCrispDial, type TrainSettings } from '@contract/model-spec';
import { overlapSpec, weighsOverlap } from '@contract/model-tensors';
import type { NamedArray } from '@contract/named-array';
import { tensorNamed } from './method';
import { uniformWeights } from '../patches/assemble';

/**
 * Positions count with the inverse of their mean squared error to this power: e⁻³² in terms of the error itself, and e⁻⁸ where
 * there is a crisp end, which reads as less natural the fewer patches it averages (docs/tuning.md).
 */
const overlapPower = (settings: TrainSettings) => (hasCrispDial(settings) ? 4 : 16);
/** As little as a position may count, as a share of the surest one: some pixels have none but unsure ones. */
const LEAST_WEIGHT = 1e-6;

/** The weights as a model file holds them, from the mean squared error of each position. */
export function overlapTensors(settings: TrainSettings, positionError: Float64Array): NamedArray[] {
  return weighsOverlap(settings)
    ? [{ ...overlapSpec(settings), data: overlapWeights(positionError, overlapPower(settings)) }]
    : [];
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
function overlapWeights(meanSquaredError: Float64Array, power: number): Float32Array {
  const errors = Array.from(meanSquaredError, (error) => Math.max(error, 1e-12));
  const least = Math.min(...errors);
  const weights = errors.map((error) => Math.max((least / error) ** power, LEAST_WEIGHT));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return Float32Array.from(weights, (weight) => weight / mean);
}
