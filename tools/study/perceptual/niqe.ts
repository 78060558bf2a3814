import type { Plane } from '../../../src-main/core/image/plane';
import { gather, indicesWithin } from '../../../src-main/core/image/pad';
import { planeOf } from '../../../src-main/core/image/plane';
import { solveCholesky } from '../../../src-main/core/cholesky';
import { blockFeatures, FEATURES } from './niqe-features';

/** What NIQE compares with: mean [36] and covariance [36 · 36] of the features of natural pictures, and its 7 × 7 window. */
export interface NaturalPictures {
  mean: Float64Array;
  covariance: Float64Array;
  window: Float64Array;
}

/** Side of the blocks whose features are taken, in pixels; half of it at half the size. */
const BLOCK = 96;
const SCALES = [1, 2] as const;

/**
 * How unnatural a picture looks, without a clean one beside it (Mittal, Soundararajan, Bovik 2013): the distance of its
 * block statistics from those of natural pictures; about 3 for a good photo. Needs at least two blocks of 96 px.
 */
export function niqe(picture: Plane, natural: NaturalPictures): number {
  const features = featuresOf(picture, natural.window);
  const length = FEATURES * SCALES.length;
  const mean = Float64Array.from(
    { length },
    (_, at) => features.reduce((sum, block) => sum + block[at]!, 0) / features.length,
  );
  const difference = natural.mean.map((value, at) => value - mean[at]!);
  const covariance = covarianceOf(features, mean);
  const pooled = natural.covariance.map((value, at) => (value + covariance[at]!) / 2);
  const solved = solveCholesky(pooled, difference);
  return solved === null ? NaN : Math.sqrt(solved.reduce((sum, value, at) => sum + value * difference[at]!, 0));
}

/** The features of every block at both scales, [blocks][36]. */
function featuresOf(picture: Plane, window: Float64Array): number[][] {
  const [across, down] = [Math.floor(picture.width / BLOCK), Math.floor(picture.height / BLOCK)];
  const whole = part(picture, 0, 0, across * BLOCK, down * BLOCK);
  const levels = { ...whole, data: whole.data.map((value) => Math.round(255 * value)) };
  const scales = [levels, halved(levels)].map((scale) => normalised(scale, window));
  const blocks = Array.from({ length: across * down }, (_, index) => {
    const [x, y] = [Math.floor(index / down), index % down];
    return scales.flatMap((scale, index) => {
      const side = BLOCK / SCALES[index]!;
      return blockFeatures(part(scale, x * side, y * side, side, side));
    });
  });
  return blocks.filter((block) => block.every(Number.isFinite));
}

function part(plane: Plane, x: number, y: number, width: number, height: number): Plane {
  const from = (start: number, length: number) => Int32Array.from({ length }, (_, index) => start + index);
  return gather(plane, from(x, width), from(y, height));
}

/** Mean-subtracted, contrast-normalised values: (v − μ) / (σ + 1) under the window, borders repeated. */
function normalised(plane: Plane, window: Float64Array): Plane {
  const mean = filtered(plane.data, plane, window);
  const square = filtered(
    plane.data.map((value) => value ** 2),
    plane,
    window,
  );
  const data = plane.data.map(
    (value, at) => (value - mean[at]!) / (Math.sqrt(Math.abs(square[at]! - mean[at]! ** 2)) + 1),
  );
  return { ...plane, data };
}

function filtered(data: Float32Array, { width, height }: Plane, window: Float64Array): Float64Array {
  const side = Math.sqrt(window.length);
  const reach = (side - 1) / 2;
  const inside = (at: number, length: number) => Math.min(length - 1, Math.max(0, at));
  return Float64Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return window.reduce((sum, weight, tap) => {
      const row = inside(y + Math.floor(tap / side) - reach, height);
      return sum + weight * data[row * width + inside(x + (tap % side) - reach, width)]!;
    }, 0);
  });
}

/** Half the size by the cubic kernel (a = −0.5) stretched to twice its width, as MATLAB's imresize does. */
function halved(plane: Plane): Plane {
  const once = (from: Plane): Plane => halfWide(transposed(halfWide(from)));
  return transposed(once(plane));
}

const TAPS = 8;
const WEIGHTS = halfWeights();

function halfWide(plane: Plane): Plane {
  const { width, height } = plane;
  const half = Math.ceil(width / 2);
  const columns = indicesWithin(-3, 2 * half + TAPS - 2, width);
  const data = new Float32Array(half * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < half; x++) {
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++) sum += WEIGHTS[tap]! * plane.data[y * width + columns[2 * x + tap]!]!;
      data[y * half + x] = sum;
    }
  return planeOf(data, half, height);
}

function transposed({ data, width, height }: Plane): Plane {
  return planeOf(
    data.map((_, at) => data[(at % height) * width + Math.floor(at / height)]!),
    height,
    width,
  );
}

function halfWeights(): number[] {
  const cubic = (at: number) =>
    at <= 1 ? 1.5 * at ** 3 - 2.5 * at ** 2 + 1 : -0.5 * at ** 3 + 2.5 * at ** 2 - 4 * at + 2;
  const weights = Array.from({ length: TAPS }, (_, tap) => cubic(Math.abs(3.5 - tap) / 2));
  const sum = weights.reduce((total, weight) => total + weight);
  return weights.map((weight) => weight / sum);
}

/** Sample covariance [36 · 36] of the blocks' features. */
function covarianceOf(features: number[][], mean: Float64Array): Float64Array {
  const length = mean.length;
  return Float64Array.from({ length: length ** 2 }, (_, at) => {
    const [a, b] = [Math.floor(at / length), at % length];
    const sum = features.reduce((total, block) => total + (block[a]! - mean[a]!) * (block[b]! - mean[b]!), 0);
    return sum / (features.length - 1);
  });
}
