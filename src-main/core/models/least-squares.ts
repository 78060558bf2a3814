import { solveCholesky } from '../cholesky';
import { tf } from '../tf';
import { valuesOf } from '../values';
import { leftOutWithin } from '../patches/left-out';
import type { TrainingPlanes } from './method';

/** At most this many positions are used: beyond it the filter no longer changes in any figure shown. */
const MAX_POSITIONS = 1_000_000;
const BLOCK = 8192;

/** Added to the mean of the Gram matrix's diagonal terms, for pixels in [0,1]: a hundredth of a grey level squared. */
export const RIDGE = (0.01 / 255) ** 2;

/**
 * The k×k filter that maps degraded to clean with the least squared error, by normal equations on patches with their
 * mean removed: clean ≈ mean + w·(patch − mean). The means are folded in, so the result is a plain filter whose taps
 * sum to 1: [k·k], row-major, correlation order. Single-precision block products are summed in double precision.
 */
export function solveLinearFilter(planes: TrainingPlanes[], k: number, ridge = RIDGE): Float32Array {
  const taps = k * k;
  const gram = new Float64Array((taps + 1) ** 2);
  let positions = 0;
  for (const pair of planes) positions += addGram(gram, pair, k, MAX_POSITIONS / planes.length);
  const solution = solveWithRidge(gram, taps, ridge * positions);
  const meanTap = solution.reduce((sum, tap) => sum + tap, 0) / taps;
  return Float32Array.from(solution, (tap) => tap - meanTap + 1 / taps);
}

/** Smooth pictures (an enlarged one) leave the system singular in single precision: the ridge grows until it is not. */
function solveWithRidge(gram: Float64Array, taps: number, ridge: number): Float64Array {
  for (let weight = ridge; ; weight *= 4) {
    const { matrix, right } = splitNormalEquations(gram, taps, weight);
    const solution = solveCholesky(matrix, right);
    if (solution) return solution;
  }
}

/** Adds [patch, target]ᵀ[patch, target] over the positions of one pair; returns how many there were. */
function addGram(gram: Float64Array, { degraded, clean, leftOut }: TrainingPlanes, k: number, limit: number): number {
  const radius = (k - 1) / 2;
  const columns = degraded.width - k + 1;
  const all = columns * (degraded.height - k + 1);
  const count = Math.min(all, Math.floor(limit));
  const features = k * k + 1;
  let used = 0;
  for (let first = 0; first < count; first += BLOCK) {
    const rows = Math.min(BLOCK, count - first);
    const block = new Float32Array(rows * features);
    for (let row = 0; row < rows; row++) {
      const position = Math.floor(((first + row) * all) / count);
      const x = position % columns;
      const y = (position - x) / columns;
      // A row of zeros adds nothing.
      if (leftOut && leftOutWithin(leftOut, x, y, k, k) > 0) continue;
      used++;
      const start = row * features;
      let sum = 0;
      for (let dy = 0; dy < k; dy++) {
        const from = (y + dy) * degraded.width + x;
        const to = start + dy * k;
        for (let dx = 0; dx < k; dx++) sum += block[to + dx] = degraded.data[from + dx]!;
      }
      const mean = sum / (k * k);
      for (let tap = 0; tap < k * k; tap++) block[start + tap]! -= mean;
      block[start + k * k] = clean.data[(y + radius) * clean.width + x + radius]! - mean;
    }
    const values = valuesOf(() => {
      const matrix = tf.tensor2d(block, [rows, features]);
      return tf.matMul(matrix, matrix, true, false);
    });
    for (let index = 0; index < gram.length; index++) gram[index]! += values[index]!;
  }
  return used;
}

function splitNormalEquations(gram: Float64Array, taps: number, ridge: number) {
  const matrix = new Float64Array(taps * taps);
  const right = new Float64Array(taps);
  let trace = 0;
  for (let tap = 0; tap < taps; tap++) trace += gram[tap * (taps + 2)]!;
  // Patches without their mean say nothing along (1, …, 1), where rounding may leave less than nothing. What is added
  // there keeps the matrix definite and changes no filter: the mean tap is replaced anyway.
  const stiffness = trace / taps ** 2;
  for (let row = 0; row < taps; row++) {
    for (let column = 0; column < taps; column++)
      matrix[row * taps + column] = gram[row * (taps + 1) + column]! + stiffness;
    matrix[row * taps + row]! += ridge;
    right[row] = gram[row * (taps + 1) + taps]!;
  }
  return { matrix, right };
}
