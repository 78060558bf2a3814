import { solveCholesky } from '../cholesky';
import type { Plane } from '../image/plane';
import { apartAt, IDENTITY, motionOf, multiply, translation, type Homography } from './homography';
import { firstGuess } from './first-guess';
import { detailsOfLevel, pyramidOf, type Details, type Level } from './pyramid';
import { median } from '../order';

/** At most so many pixels are compared at once: at the finest level, and before it. */
const COMPARED = { finest: 150_000, coarser: 30_000 } as const;
const ITERATIONS = 12;
/** A step that moves no corner farther, in pixels of its level, was the last one. */
const STILL = { finest: 0.003, coarser: 0.03 } as const;

/**
 * What may change, from simple to general, as columns of an 8-vector of changes in units of half the longer side:
 * [x·x, x·y, x, y·x, y·y, y, perspective x, perspective y].
 */
const MODELS = {
  shift: [
    [0, 0, 1, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 1, 0, 0],
  ],
  similarity: [
    [0, 0, 1, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 1, 0, 0],
    [1, 0, 0, 0, 1, 0, 0, 0],
    [0, -1, 0, 1, 0, 0, 0, 0],
  ],
  homography: Array.from({ length: 8 }, (_, row) => Array.from({ length: 8 }, (_, at) => Number(at === row))),
} as const;
type Model = keyof typeof MODELS;

/** A more general model has to move a corner by this much more, in pixels, */
const WORTH_PX = 0.08;
/** and to lower the squared error by so many times the error of one independent sample. */
const WORTH_FIT = 25;
/** Band-passed noise correlates: about so many pixels tell as much as one independent one. */
const PIXELS_PER_SAMPLE = 12;
/** Below this correlation of details with those of the moved picture nothing is believed. */
const LEAST_CORRELATION = 0.2;

export interface Registration {
  /** Where a pixel of the degraded picture is seen in the clean one. */
  map: Homography;
  /** Correlation of the details of both, once they lie on each other. */
  correlation: number;
}

/**
 * Finds where each pixel of a degraded picture is seen in the clean one: shift, turn, zoom and perspective, the simplest
 * of them that explains what is seen, by Gauss–Newton on a pyramid (Lucas and Kanade 1981; robust weights of Tukey; gain
 * and offset free). Both are luminance; their sizes may differ a little. Null where they have too little in common.
 */
export function register(degraded: Plane, clean: Plane): Registration | null {
  const levels = pyramidOf(degraded, clean);
  let map = firstGuess(levels.at(-1)!);
  for (const level of levels.slice(1).reverse()) map = refineOn(detailsOfLevel(level, 'coarser'), map, 'similarity');
  const best = simplest(levels[0]!, map);
  return best.correlation < LEAST_CORRELATION ? null : best;
}

/** The simplest model that is hardly worse than a more general one. */
function simplest(level: Level, from: Homography): Registration {
  const details = detailsOfLevel(level, 'finest');
  const similar = refineOn(details, from, 'similarity');
  const maps = [
    IDENTITY,
    refineOn(details, translation(motionOf(similar, level.size).shift), 'shift'),
    similar,
    refineOn(details, similar, 'homography'),
  ];
  const scale = Math.min(...maps.map((map) => measure(details, map, null).scale));
  const fits = maps.map((map) => ({ map, ...measure(details, map, scale) }));
  return fits.reduce((best, general) => {
    const moved = apartAt(level.size, best.map, general.map) > WORTH_PX;
    const better = (best.error / general.error - 1) * (general.pixels / PIXELS_PER_SAMPLE) > WORTH_FIT;
    return moved && better ? general : best;
  });
}

/** Gauss–Newton of one model from a first map, as long as it makes the details agree better. */
function refineOn(details: Details, from: Homography, model: Model): Homography {
  const { size, factor } = details.level;
  let [map, sums] = [from, measure(details, from, null)];
  for (let step = 0; step < ITERATIONS; step++) {
    const change = solveFor(sums, MODELS[model]);
    if (change === null) break;
    const next = changed(map, change, size);
    const fitted = measure(details, next, null);
    if (fitted.pixels < sums.pixels / 2 || fitted.correlation < sums.correlation - 1e-4) break;
    const moved = apartAt(size, map, next) / factor;
    [map, sums] = [next, fitted];
    if (moved < STILL[details.fineness]) break;
  }
  return map;
}

/** Eight changes of the map, then gain and offset. */
const UNKNOWNS = 10;

interface Sums {
  /** Weighted normal equations, [10, 10] and [10]. */
  matrix: Float64Array;
  right: Float64Array;
  /** Robust scale of the differences that gain and offset leave, and their mean squared error, robust. */
  scale: number;
  error: number;
  correlation: number;
  pixels: number;
}

const MARGIN = 2;
const MEDIAN_OF = 5000;

/** Compares the degraded picture with the moved clean one at pixels spread evenly; scale: of the differences, where known. */
function measure(details: Details, map: Homography, knownScale: number | null): Sums {
  const { level, degraded, clean, across, down } = details;
  const { factor, size } = level;
  const unit = Math.max(size.width, size.height) / 2;
  const [cx, cy] = [(size.width - 1) / 2, (size.height - 1) / 2];
  const stride = Math.max(1, Math.ceil(Math.sqrt((degraded.width * degraded.height) / COMPARED[details.fineness])));
  const count = Math.ceil(degraded.width / stride) * Math.ceil(degraded.height / stride);
  const [wanted, seen] = [new Float32Array(count), new Float32Array(count)];
  const rows = new Float32Array(count * 8);
  const inner = (at: number, length: number) => at >= MARGIN && at < length - 1 - MARGIN;
  let n = 0;
  for (let y = MARGIN; y < degraded.height - MARGIN; y += stride) {
    const fullY = (y + 0.5) * factor - 0.5;
    for (let x = MARGIN; x < degraded.width - MARGIN; x += stride) {
      const fullX = (x + 0.5) * factor - 0.5;
      const w = map[6] * fullX + map[7] * fullY + 1;
      const mapX = (map[0] * fullX + map[1] * fullY + map[2]) / w;
      const mapY = (map[3] * fullX + map[4] * fullY + map[5]) / w;
      const [atX, atY] = [(mapX + 0.5) / factor - 0.5, (mapY + 0.5) / factor - 0.5];
      if (!inner(atX, clean.width) || !inner(atY, clean.height)) continue;
      wanted[n] = degraded.data[y * degraded.width + x]!;
      seen[n] = cubicAt(clean, atX, atY);
      // Slopes in units of half the longer side.
      const gx = (linearAt(across, atX, atY) * unit) / factor;
      const gy = (linearAt(down, atX, atY) * unit) / factor;
      const [u, v] = [(mapX - cx) / unit, (mapY - cy) / unit];
      const row = n * 8;
      rows[row] = gx * u;
      rows[row + 1] = gx * v;
      rows[row + 2] = gx;
      rows[row + 3] = gy * u;
      rows[row + 4] = gy * v;
      rows[row + 5] = gy;
      rows[row + 6] = -(gx * u + gy * v) * u;
      rows[row + 7] = -(gx * u + gy * v) * v;
      n++;
    }
  }
  return summed(wanted.subarray(0, n), seen.subarray(0, n), rows, knownScale);
}

function summed(wanted: Float32Array, seen: Float32Array, rows: Float32Array, knownScale: number | null): Sums {
  const n = wanted.length;
  const line = lineThrough(seen, wanted);
  const differences = wanted.map((value, i) => value - line.gain * seen[i]! - line.offset);
  const scale = knownScale ?? Math.max(1e-4, 1.4826 * medianOf(differences.map(Math.abs)));
  const [matrix, right, row] = [
    new Float64Array(UNKNOWNS ** 2),
    new Float64Array(UNKNOWNS),
    new Float64Array(UNKNOWNS),
  ];
  const limit = (4.685 * scale) ** 2;
  let error = 0;
  for (let i = 0; i < n; i++) {
    const difference = differences[i]!;
    const square = difference * difference;
    // Tukey's biweight and its loss, at most limit / 3.
    const rest = square < limit ? 1 - square / limit : 0;
    error += (limit / 3) * (1 - rest ** 3);
    if (rest === 0) continue;
    const weight = rest * rest;
    for (let k = 0; k < 8; k++) row[k] = line.gain * rows[i * 8 + k]!;
    row[8] = seen[i]!;
    row[9] = 1;
    for (let a = 0; a < UNKNOWNS; a++) {
      const weighted = weight * row[a]!;
      right[a]! += weighted * difference;
      for (let b = 0; b <= a; b++) matrix[a * UNKNOWNS + b]! += weighted * row[b]!;
    }
  }
  for (let a = 0; a < UNKNOWNS; a++) for (let b = 0; b < a; b++) matrix[b * UNKNOWNS + a] = matrix[a * UNKNOWNS + b]!;
  return { matrix, right, scale, error: error / Math.max(1, n), correlation: line.correlation, pixels: n };
}

function lineThrough(x: Float32Array, y: Float32Array) {
  let [sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0];
  const n = Math.max(1, x.length);
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i]!, y[i]!];
    sx += a;
    sy += b;
    sxx += a * a;
    sxy += a * b;
    syy += b * b;
  }
  const [vx, vy, cov] = [sxx - (sx * sx) / n, syy - (sy * sy) / n, sxy - (sx * sy) / n];
  const gain = vx > 0 ? cov / vx : 1;
  return { gain, offset: (sy - gain * sx) / n, correlation: vx > 0 && vy > 0 ? cov / Math.sqrt(vx * vy) : 0 };
}

/** Of some thousands of the values, spread evenly. */
function medianOf(values: Float32Array): number {
  const step = Math.max(1, Math.floor(values.length / MEDIAN_OF));
  return values.length === 0 ? 0 : median(values.filter((_, i) => i % step === 0));
}

/** The changes of the map that a model allows, [8]; gain and offset are solved for beside them. */
function solveFor({ matrix, right }: Sums, model: readonly (readonly number[])[]): Float64Array | null {
  const columns = [...model.map((of) => [...of, 0, 0]), oneAt(8), oneAt(9)];
  const n = columns.length;
  const [reduced, target] = [new Float64Array(n * n), new Float64Array(n)];
  for (let a = 0; a < n; a++) {
    for (let i = 0; i < UNKNOWNS; i++) {
      if (columns[a]![i] === 0) continue;
      target[a]! += columns[a]![i]! * right[i]!;
      for (let b = 0; b < n; b++)
        for (let j = 0; j < UNKNOWNS; j++)
          reduced[a * n + b]! += columns[a]![i]! * matrix[i * UNKNOWNS + j]! * columns[b]![j]!;
    }
  }
  for (let a = 0; a < n; a++) reduced[a * n + a]! *= 1 + 1e-9;
  const solution = solveCholesky(reduced, target);
  if (solution === null) return null;
  return Float64Array.from({ length: 8 }, (_, i) => model.reduce((sum, of, a) => sum + of[i]! * solution[a]!, 0));
}

const oneAt = (place: number) => Array.from({ length: UNKNOWNS }, (_, i) => Number(i === place));

/** A map followed by a small change around the middle of the picture, in units of half its longer side. */
function changed(map: Homography, change: Float64Array, { width, height }: Level['size']): Homography {
  const unit = Math.max(width, height) / 2;
  const [cx, cy] = [(width - 1) / 2, (height - 1) / 2];
  const [p0, p1, p2, p3, p4, p5, p6, p7] = change as unknown as Homography;
  // Around the middle, in pixels.
  const around = [1 + p0, p1, p2 * unit, p3, 1 + p4, p5 * unit, p6 / unit, p7 / unit, 1];
  const there = multiply([1, 0, cx, 0, 1, cy, 0, 0, 1], multiply(around, [1, 0, -cx, 0, 1, -cy, 0, 0, 1]));
  const h = multiply(there, [...map, 1]);
  return h.slice(0, 8).map((value) => value / h[8]!) as unknown as Homography;
}

function linearAt({ data, width }: Plane, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const at = top * width + left;
  const upper = data[at]! + fx * (data[at + 1]! - data[at]!);
  const lower = data[at + width]! + fx * (data[at + width + 1]! - data[at + width]!);
  return upper + fy * (lower - upper);
}

/** Catmull–Rom: exact enough between pixels of softened pictures. */
function cubicAt({ data, width }: Plane, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  let at = (top - 1) * width + left - 1;
  const first = cubic(data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!, fx);
  at += width;
  const second = cubic(data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!, fx);
  at += width;
  const third = cubic(data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!, fx);
  at += width;
  const fourth = cubic(data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!, fx);
  return cubic(first, second, third, fourth, fy);
}

function cubic(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}
