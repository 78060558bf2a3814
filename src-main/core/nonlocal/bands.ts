import { BLOCK } from './dct';
import type { NoiseLaw } from './noise-law';
import type { Shrinkage } from './shrinkage';

/** How a picture is walked through. */
export interface Walk {
  /** Pixels between reference blocks. */
  step: number;
  /** How far similar blocks are looked for, in pixels. */
  radius: number;
  /** Blocks of a group, cut to a power of two; MOST_BLOCKS where it is more. */
  most: number;
}

/** The kernel has room for so many, whatever a model's file asks for. */
export const MOST_BLOCKS = 32;

/** What all bands of one pass over a picture have in common. Planes are [height · width], one a channel. */
export interface BandWork {
  width: number;
  height: number;
  noisy: readonly Float32Array[];
  /** What signal-to-noise ratios are read off; absent: the noisy planes themselves. */
  guide?: readonly Float32Array[];
  /** The plane in which blocks are compared. */
  matched: Float32Array;
  law: NoiseLaw;
  walk: Walk;
  /** Mean squared ratios that part the activities of groups. */
  limits: readonly number[];
  /** The first and the last column where references begin, `walk.step` apart. */
  columns: readonly [first: number, last: number];
  result: Filtering | Sampling;
}

/** Every group's blocks, shrunk, are added to the sums, and how much each counts to the weights: planes of the picture. */
export interface Filtering {
  curves: Shrinkage;
  sums: readonly Float32Array[];
  weights: readonly Float32Array[];
}

/** What the groups say of the best curves: products and squares (`CurveFit`) of each band, one after the other. */
export interface Sampling {
  truth: readonly Float32Array[];
  /** A byte a pixel, not 0 where nothing is learned. */
  leftOut?: Uint8Array;
  fits: Float64Array;
}

/** Rows where references begin, from the first to the last, `walk.step` apart. */
export interface Band {
  index: number;
  first: number;
  last: number;
}

/** Does the bands in any order, or side by side: none touches what another one does. */
export type RunBands = (work: BandWork, bands: readonly Band[]) => void;

/** Rows of a picture whose references make a band: more than the blocks of two bands reach beyond them. */
const BAND_ROWS = 64;

/** The bands of references that begin within rows `first` to `last`, `step` apart. */
export function bandsOf(first: number, last: number, step: number): Band[] {
  const rows = Math.ceil(BAND_ROWS / step) * step;
  const count = Math.max(0, Math.ceil((last - first + 1) / rows));
  return Array.from({ length: count }, (_, index) => {
    const from = first + index * rows;
    return { index, first: from, last: Math.min(last, from + rows - 1) };
  });
}

/** The rows of the picture that a band's blocks may lie in: [top, end). */
export function rowsOf({ height, walk }: BandWork, { first, last }: Band): [top: number, end: number] {
  return [Math.max(0, first - walk.radius), Math.min(height, last + walk.radius + BLOCK)];
}
