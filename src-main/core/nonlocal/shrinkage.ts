import { NON_LOCAL_LAYOUT } from '@contract/methods';
import { BLOCK, BLOCK_AREA } from './dct';

/** The squared signal-to-noise ratio in the middle of a curve. */
const MIDDLE = 8;
/** Coefficients are told apart by how fine a detail they stand for. */
const FINENESS = [0, 2, 5, Infinity];
/**
 * Points of a curve; kinds by fineness, and by whether coefficients are what a group's blocks have in common. Groups are told
 * apart by how much is in them: flat places want another curve than busy ones.
 */
const { points: POINTS, kinds: KINDS, activities: ACTIVITIES } = NON_LOCAL_LAYOUT;
/**
 * So many samples' worth of belief: of all groups in the curve that was there before, and of an activity's own in that of all.
 * Blocks overlap, so that a sample is seen dozens of times; and one picture has few busy places, which are not like others'.
 */
const BELIEF = { before: 1000, all: 20_000 } as const;

const finenessOf = Uint8Array.from({ length: BLOCK_AREA }, (_, i) => {
  const frequency = Math.floor(i / BLOCK) + (i % BLOCK);
  return FINENESS.findIndex((limit) => frequency <= limit);
});

/**
 * By how much a coefficient is multiplied, by its squared signal-to-noise ratio: one curve a channel, activity of its group
 * and kind of coefficient, [channels · ACTIVITIES · KINDS, POINTS], linear in between.
 */
export type Shrinkage = Float32Array;

export const shrinkageLength = (channels: number) => channels * ACTIVITIES * KINDS * POINTS;

/**
 * Where the curves of a channel's activity begin, [channels · ACTIVITIES, 2, 64]: of the 64 coefficients that a group's blocks
 * have in common, then of the 64 of the others.
 */
export const CURVE_STARTS = Int32Array.from({ length: 3 * ACTIVITIES * 2 * BLOCK_AREA }, (_, at) => {
  const [index, place] = [Math.floor(at / (2 * BLOCK_AREA)), at % (2 * BLOCK_AREA)];
  const kind = (place < BLOCK_AREA ? 0 : FINENESS.length) + finenessOf[place % BLOCK_AREA]!;
  return (index * KINDS + kind) * POINTS;
});

/** The squared ratio of a curve's point. */
export const ratioAt = (place: number) => (MIDDLE * place) / Math.max(1e-3, POINTS - 1 - place);

/** The same curve for every kind of coefficient. */
export function uniformShrinkage(channels: number, gain: (ratio: number) => number): Shrinkage {
  return Float32Array.from({ length: shrinkageLength(channels) }, (_, index) => gain(ratioAt(index % POINTS)));
}

/** BM3D's two kinds of curve, each by one number. */
export interface Family {
  gain: (strength: number, ratio: number) => number;
  /** Where nothing has been learned. */
  usual: number;
  tried: readonly number[];
}

/** The strength is the threshold in standard deviations. */
export const HARD: Family = {
  gain: (strength, ratio) => (ratio > strength ** 2 ? 1 : 0),
  usual: 2.7,
  tried: [1.6, 1.8, 2, 2.2, 2.4, 2.55, 2.7, 2.85, 3, 3.2, 3.5],
};
/** Wiener's gain for a signal that is known where the strength is 1: what is left of the noise. */
export const WIENER: Family = {
  gain: (strength, ratio) => ratio / (ratio + strength),
  usual: 1,
  tried: [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.2, 1.5, 2, 3],
};

/** The curve of a family as it is where nothing has been learned. */
export const usualShrinkage = (channels: number, { gain, usual }: Family) =>
  uniformShrinkage(channels, (ratio) => gain(usual, ratio));

/** Sums from which the curves that fit best in the least-squares sense are found. */
export interface CurveFit {
  products: Float64Array;
  squares: Float64Array;
}

/** The curves that bring the degraded coefficients nearest to the clean ones, drawn towards those that were there before. */
export function fittedShrinkage({ products, squares }: CurveFit, before: Shrinkage): Shrinkage {
  const fitted = (product: number, square: number, gain: number, index: number, samples: number) => {
    const belief = samples * (1 + ratioAt(index % POINTS));
    return (product + belief * gain) / (square + belief);
  };
  const ofAll = before.map((gain, index) =>
    fitted(overActivities(products, index), overActivities(squares, index), gain, index, BELIEF.before),
  );
  return ofAll.map((gain, index) => fitted(products[index]!, squares[index]!, gain, index, BELIEF.all));
}

/** What another strength than the usual costs, in variances of the noise, times the squared logarithm of how far it lies. */
const UNUSUAL = 1000;

/**
 * The same among the curves of a family only, one for each channel and activity. Noise that is normal wants no others, and what
 * free curves learn besides is the picture.
 */
export function fittedStrengths({ products, squares }: CurveFit, { gain, usual, tried }: Family): Shrinkage {
  const length = KINDS * POINTS;
  const costOf = (strength: number, first: number) => {
    let cost = UNUSUAL * Math.log(strength / usual) ** 2;
    for (let at = first; at < first + length; at++) {
      const factor = gain(strength, ratioAt(at % POINTS));
      cost += factor * (factor * squares[at]! - 2 * products[at]!);
    }
    return cost;
  };
  const shrinkage = new Float32Array(products.length);
  for (let first = 0; first < shrinkage.length; first += length) {
    const costs = tried.map((strength) => costOf(strength, first));
    const strength = tried[costs.indexOf(Math.min(...costs))]!;
    for (let at = first; at < first + length; at++) shrinkage[at] = gain(strength, ratioAt(at % POINTS));
  }
  return shrinkage;
}

/** The sum over all activities at the place of one of them. */
function overActivities(sums: Float64Array, index: number): number {
  const length = KINDS * POINTS;
  const first = index - (index % (ACTIVITIES * length)) + (index % length);
  let sum = 0;
  for (let activity = 0; activity < ACTIVITIES; activity++) sum += sums[first + activity * length]!;
  return sum;
}
