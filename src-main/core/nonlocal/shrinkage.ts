import { BLOCK_AREA } from './dct';

/** Groups are told apart by how much is in them: flat places want to be shrunk more strongly than busy ones. */
const ACTIVITIES = 4;
/** A coefficient counts no more than this for the activity of its group: one edge is not a texture. */
const CAP = 16;

/** How a pass shrinks a coefficient, by its squared signal-to-noise ratio. */
export interface Shrinker {
  gain: (strength: number, ratio: number) => number;
  /** The strength where nothing has been learned. */
  usual: number;
  /** What is tried: so many times the usual one. */
  tried: readonly number[];
  /** Mean squared ratios, capped, that part flat, nearly flat, detailed and busy groups. */
  limits: readonly number[];
}

const powers = (base: number, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => base ** (from + index));

/** BM3D's hard threshold, by noisy coefficients: the strength is the threshold in standard deviations. */
export const hardThreshold: Shrinker = {
  gain: (strength, ratio) => (ratio > strength * strength ? 1 : 0),
  usual: 2.7,
  tried: powers(2 ** (1 / 8), -6, 3),
  limits: [1.1, 1.5, 3],
};

/** Wiener's gain by coefficients that have been filtered: the strength is by how much they bear less noise than they had. */
export const wiener: Shrinker = {
  gain: (strength, ratio) => ratio / (ratio + strength),
  usual: 0.7,
  tried: powers(2 ** (1 / 4), -6, 8),
  limits: [0.05, 0.3, 1.5],
};

/** How strongly a pass shrinks, [channels · ACTIVITIES]; 0 changes nothing. */
export type Strengths = Float32Array;

export const strengthsLength = (channels: number) => channels * ACTIVITIES;

export const usualStrengths = ({ usual }: Shrinker, channels: number): Strengths =>
  new Float32Array(strengthsLength(channels)).fill(usual);

/**
 * Where the strength of a group's channel stands. `guide` holds its coefficients, `precisions` one over the noise's variance
 * of each.
 */
export function placeOf(
  { limits }: Shrinker,
  channel: number,
  guide: Float32Array,
  precisions: Float32Array,
  count: number,
): number {
  let sum = 0;
  for (let at = 1; at < count * BLOCK_AREA; at++) {
    const ratio = guide[at]! * guide[at]! * precisions[at & (BLOCK_AREA - 1)]!;
    sum += ratio < CAP ? ratio : CAP;
  }
  const activity = sum / (count * BLOCK_AREA);
  let place = channel * ACTIVITIES;
  for (const limit of limits) if (activity > limit) place++;
  return place;
}

/** Bins of squared ratios, and the one in their middle. */
const BINS = 256;
const MIDDLE = 8;
const binOf = (ratio: number) => Math.round(((BINS - 1) * ratio) / (ratio + MIDDLE));
const ratioAt = (bin: number) => (MIDDLE * bin) / Math.max(1e-3, BINS - 1 - bin);

/** Sums of degraded · clean and degraded², both divided by the noise's variance, [strengths, BINS]. */
export interface StrengthFit {
  products: Float64Array;
  squares: Float64Array;
}

export function emptyFit(channels: number): StrengthFit {
  const length = strengthsLength(channels) * BINS;
  return { products: new Float64Array(length), squares: new Float64Array(length) };
}

/** Takes in one coefficient. */
export function addSample(fit: StrengthFit, place: number, ratio: number, product: number, square: number): void {
  const at = place * BINS + binOf(ratio);
  fit.products[at]! += product;
  fit.squares[at]! += square;
}

/**
 * What it costs to leave the usual strength, in variances of the noise, times the squared logarithm of how far: a few
 * groups of one picture, whose blocks overlap, are no reason to.
 */
const BELIEF = 1000;

/** The strengths that bring the degraded coefficients nearest to the clean ones. */
export function fittedStrengths({ products, squares }: StrengthFit, { gain, usual, tried }: Shrinker): Strengths {
  const costOf = (place: number, times: number) => {
    let cost = BELIEF * Math.log(times) ** 2;
    for (let bin = 0; bin < BINS; bin++) {
      const factor = gain(times * usual, ratioAt(bin));
      cost += factor * (factor * squares[place * BINS + bin]! - 2 * products[place * BINS + bin]!);
    }
    return cost;
  };
  return Float32Array.from({ length: products.length / BINS }, (_, place) => {
    const costs = tried.map((times) => costOf(place, times));
    return usual * tried[costs.indexOf(Math.min(...costs))]!;
  });
}
