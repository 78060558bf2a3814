import { BLOCK, BLOCK_AREA } from './dct';

/** Points of a curve. */
const POINTS = 32;
/** The squared signal-to-noise ratio in the middle of a curve. */
const MIDDLE = 8;
/** Coefficients are told apart by how fine a detail they stand for. */
const FINENESS = [0, 2, 5, Infinity];
/** By their fineness, and by whether they are what a group's blocks have in common. */
const KINDS = 2 * FINENESS.length;
/** So many samples' worth of belief in the curve that was there before. */
const BELIEF = 300;

const finenessOf = Uint8Array.from({ length: BLOCK_AREA }, (_, i) => {
  const frequency = Math.floor(i / BLOCK) + (i % BLOCK);
  return FINENESS.findIndex((limit) => frequency <= limit);
});

/**
 * By how much a coefficient is multiplied, by its squared signal-to-noise ratio: one curve a channel and kind of
 * coefficient, [channels · KINDS, POINTS], linear in between.
 */
export type Shrinkage = Float32Array;

export const shrinkageLength = (channels: number) => channels * KINDS * POINTS;

const CURVES = Array.from({ length: 3 }, (_, channel) =>
  Int32Array.from({ length: 2 * BLOCK_AREA }, (_, i) => {
    const kind = (i < BLOCK_AREA ? 0 : FINENESS.length) + finenessOf[i % BLOCK_AREA]!;
    return (channel * KINDS + kind) * POINTS;
  }),
);

/** Where the curves of a channel begin: of the 64 coefficients that a group has in common, then of the 64 of the others. */
export const curvesOf = (channel: number): Int32Array => CURVES[channel]!;

/** Where a squared ratio lies on a curve, in points. */
export function placeOf(ratio: number): number {
  return ((POINTS - 1) * ratio) / (ratio + MIDDLE);
}

const ratioAt = (place: number) => (MIDDLE * place) / Math.max(1e-3, POINTS - 1 - place);

/** The value of a curve for a squared ratio. */
export function gainOf(curves: Shrinkage, curve: number, ratio: number): number {
  const place = placeOf(ratio);
  const point = place | 0;
  const at = curve + (point < POINTS - 2 ? point : POINTS - 2);
  return curves[at]! + (place - (at - curve)) * (curves[at + 1]! - curves[at]!);
}

/** The same curve for every kind of coefficient. */
export function uniformShrinkage(channels: number, gain: (ratio: number) => number): Shrinkage {
  return Float32Array.from({ length: shrinkageLength(channels) }, (_, index) => gain(ratioAt(index % POINTS)));
}

/** BM3D's hard threshold: 2.7 standard deviations. */
export const hardThreshold = (ratio: number) => (ratio > 2.7 ** 2 ? 1 : 0);
/** Wiener's gain for a signal that is known. */
export const wiener = (ratio: number) => ratio / (ratio + 1);

/** Sums from which the curves that fit best in the least-squares sense are found. */
export interface CurveFit {
  products: Float64Array;
  squares: Float64Array;
}

export function emptyFit(channels: number): CurveFit {
  const length = shrinkageLength(channels);
  return { products: new Float64Array(length), squares: new Float64Array(length) };
}

/** Takes in one coefficient: degraded and clean, both divided by the noise's deviation there. */
export function addSample(fit: CurveFit, curve: number, ratio: number, degraded: number, clean: number): void {
  const at = curve + Math.round(placeOf(ratio));
  fit.products[at]! += degraded * clean;
  fit.squares[at]! += degraded * degraded;
}

/** The curves that bring the degraded coefficients nearest to the clean ones, drawn towards those that were there before. */
export function fittedShrinkage({ products, squares }: CurveFit, before: Shrinkage): Shrinkage {
  return before.map((gain, index) => {
    const belief = BELIEF * (1 + ratioAt(index % POINTS));
    return (products[index]! + belief * gain) / (squares[index]! + belief);
  });
}
