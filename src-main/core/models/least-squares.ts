import { solveCholesky } from '../cholesky';
import { crop } from '../image/crop';
import type { Plane } from '../image/plane';
import { tf } from '../tf';
import { valuesOf } from '../values';
import { MIDDLE_GREY } from '../patches/extract';
import { leftOutWithin } from '../patches/left-out';
import type { TrainingPlanes } from './method';
import { windowMoments } from './window-moments';

/** At most about this many windows are used: beyond it the filter no longer changes in any figure shown (docs/tuning.md). */
const MOST_WINDOWS = 500_000;
/** Of a larger picture they lie in so many bands, from its top to its bottom. */
const BANDS = 8;
/** Windows that are added up at once. */
const BLOCK = 8192;

/** Added to the mean of the Gram matrix's diagonal terms, for pixels in [0,1]: a hundredth of a grey level squared. */
export const RIDGE = (0.01 / 255) ** 2;

/**
 * The k×k filter that maps degraded to clean with the least squared error, by normal equations on patches with their
 * mean removed: clean ≈ mean + w·(patch − mean). The means are folded in, so the result is a plain filter whose taps
 * sum to 1: [k·k], row-major, correlation order.
 */
export function solveLinearFilter(planes: TrainingPlanes[], k: number, ridge = RIDGE): Float32Array {
  const taps = k * k;
  const gram = new Float64Array((taps + 1) ** 2);
  let windows = 0;
  for (const pair of planes)
    for (const band of bandsOf(pair, k, MOST_WINDOWS / planes.length)) windows += addGram(gram, band, k);
  const solution = solveWithRidge(gram, taps, ridge * windows);
  const meanTap = solution.reduce((sum, tap) => sum + tap, 0) / taps;
  return Float32Array.from(solution, (tap) => tap - meanTap + 1 / taps);
}

/** The pair, or bands of it that hold about as many windows as are wanted. */
function bandsOf(pair: TrainingPlanes, k: number, most: number): TrainingPlanes[] {
  const { width, height } = pair.degraded;
  const across = width - k + 1;
  if (across * (height - k + 1) <= most) return [pair];
  const tall = Math.max(1, Math.round(most / across / BANDS)) + k - 1;
  const count = Math.min(BANDS, Math.floor(height / tall));
  return Array.from({ length: count }, (_, index) => {
    const y = Math.round((index * (height - tall)) / Math.max(1, count - 1));
    const rows = (plane: Plane) => crop(plane, { x: 0, y, width, height: tall });
    const { degraded, clean, leftOut } = pair;
    return { degraded: rows(degraded), clean: rows(clean), ...(leftOut ? { leftOut: rows(leftOut) } : {}) };
  });
}

/** Smooth pictures (an enlarged one) leave the system singular in single precision: the ridge grows until it is not. */
function solveWithRidge(gram: Float64Array, taps: number, ridge: number): Float64Array {
  for (let weight = ridge; ; weight *= 4) {
    const { matrix, right } = splitNormalEquations(gram, taps, weight);
    const solution = solveCholesky(matrix, right);
    if (solution) return solution;
  }
}

/**
 * Adds [v, t]ᵀ[v, t] over the windows v of one pair and their targets t, both without the window's mean; returns how many there
 * were. What touches a pixel that is left out does not count: whichever are fewer, those or the others, are added up one by one.
 */
function addGram(gram: Float64Array, own: TrainingPlanes, k: number): number {
  const pair = blanked(own);
  const { degraded, leftOut } = pair;
  const across = degraded.width - k + 1;
  const all = across * (degraded.height - k + 1);
  const [counted, others]: [number[], number[]] = [[], []];
  for (let at = 0; leftOut && at < all; at++) {
    const touches = leftOutWithin(leftOut, at % across, Math.floor(at / across), k, k) > 0;
    (touches ? others : counted).push(at);
  }
  if (others.length > counted.length) {
    addWindows(gram, pair, k, counted, 1);
    return counted.length;
  }
  addAll(gram, pair, k);
  addWindows(gram, pair, k, others, -1);
  return all - others.length;
}

/** Grey where it is left out: whatever lies there, it comes and goes to the last bit. */
function blanked({ degraded, clean, leftOut }: TrainingPlanes): TrainingPlanes {
  if (!leftOut) return { degraded, clean };
  const blank = (plane: Plane): Plane => ({
    ...plane,
    data: plane.data.map((value, at) => (leftOut.data[at] === 0 ? value : MIDDLE_GREY)),
  });
  return { degraded: blank(degraded), clean: blank(clean), leftOut };
}

/** Every window: their moments, with the means taken out afterwards. */
function addAll(gram: Float64Array, { degraded, clean }: TrainingPlanes, k: number): void {
  const taps = k * k;
  const { own, target } = windowMoments(degraded, clean, k);
  // Σ v·m, m being the window's mean, and Σ m².
  const byMean = Float64Array.from({ length: taps }, (_, row) => meanOf(own.subarray(row * taps, (row + 1) * taps)));
  const [meanSquare, targetByMean] = [meanOf(byMean), meanOf(target)];
  for (let row = 0; row < taps; row++) {
    const line = row * (taps + 1);
    for (let column = 0; column < taps; column++)
      gram[line + column]! += own[row * taps + column]! - byMean[row]! - byMean[column]! + meanSquare;
    gram[line + taps]! += target[row]! - targetByMean - byMean[row]! + meanSquare;
  }
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Windows by their place, added or, by a sign of −1, taken away: single-precision products of blocks, summed in double precision. */
function addWindows(
  gram: Float64Array,
  { degraded, clean }: TrainingPlanes,
  k: number,
  places: readonly number[],
  sign: 1 | -1,
): void {
  const radius = (k - 1) / 2;
  const across = degraded.width - k + 1;
  const features = k * k + 1;
  for (let first = 0; first < places.length; first += BLOCK) {
    const rows = Math.min(BLOCK, places.length - first);
    const block = new Float32Array(rows * features);
    for (let row = 0; row < rows; row++) {
      const place = places[first + row]!;
      const x = place % across;
      const y = (place - x) / across;
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
    for (let index = 0; index < gram.length; index++) gram[index]! += sign * values[index]!;
  }
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
