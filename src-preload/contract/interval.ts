/** Resamplings of a bootstrap: the ends of a 95 % interval are then sure to about a hundredth of its width. */
const RESAMPLINGS = 2000;
const COVERED = 0.95;

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/**
 * The mean of values, one a picture, and its 95 % interval by the percentile bootstrap over pictures (Efron 1979).
 * Paired where the values are differences on the same pictures. Deterministic; NaN where there are no values.
 */
export function bootstrapMean(values: readonly number[]): Interval {
  const count = values.length;
  const meanOf = (at: (index: number) => number) => {
    let sum = 0;
    for (let index = 0; index < count; index++) sum += values[at(index)]!;
    return sum / count;
  };
  const next = drawing(count);
  const means = Float64Array.from({ length: RESAMPLINGS }, () => meanOf(() => Math.floor(next() * count))).toSorted();
  const at = (share: number) => means[Math.round(share * (RESAMPLINGS - 1))]!;
  return { mean: meanOf((index) => index), low: at((1 - COVERED) / 2), high: at((1 + COVERED) / 2) };
}

/** Uniform numbers in [0,1), always the same: the generator of Park and Miller (1988), whose products a double holds. */
function drawing(count: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = 20_261 + count;
  return () => {
    state = (48_271 * state) % modulus;
    return state / modulus;
  };
}
