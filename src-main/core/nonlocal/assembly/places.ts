/** Side of the square blocks, and their pixels: as in dct.ts. */
export const BLOCK: i32 = 8;
export const AREA: i32 = 64;
/** Bytes of a block, and of one row of it. */
export const BLOCK_BYTES: usize = 256;
export const ROW_BYTES: usize = 32;
/** The largest group, and the most channels. */
export const MOST_BLOCKS: i32 = 32;
const MOST_CHANNELS: usize = 3;

export let width: i32 = 0;
export let height: i32 = 0;
export let channels: i32 = 0;
export let step: i32 = 0;
export let radius: i32 = 0;
export let most: i32 = 0;

/** The size of a picture's rows in memory, its number of channels, and how it is walked through. */
export function setWalk(
  rowWidth: i32,
  rows: i32,
  channelCount: i32,
  walkStep: i32,
  walkRadius: i32,
  walkMost: i32,
): void {
  width = rowWidth;
  height = rows;
  channels = channelCount;
  step = walkStep;
  radius = walkRadius;
  most = walkMost;
}

export let noisy: usize = 0;
/** 0 where the noisy picture is its own guide. */
export let guide: usize = 0;
export let truth: usize = 0;
export let matched: usize = 0;
/** A byte a pixel, not 0 where nothing is learned; 0 where there is none. */
export let leftOut: usize = 0;

export function setPictures(noisyAt: usize, guideAt: usize, truthAt: usize, matchedAt: usize, leftOutAt: usize): void {
  noisy = noisyAt;
  guide = guideAt;
  truth = truthAt;
  matched = matchedAt;
  leftOut = leftOutAt;
}

export let sums: usize = 0;
export let weights: usize = 0;
/** [channels · activities · kinds, points] of f32. */
export let curves: usize = 0;
/** f64 of the same shape. */
export let products: usize = 0;
export let squares: usize = 0;

export function setResults(
  sumsAt: usize,
  weightsAt: usize,
  curvesAt: usize,
  productsAt: usize,
  squaresAt: usize,
): void {
  sums = sumsAt;
  weights = weightsAt;
  curves = curvesAt;
  products = productsAt;
  squares = squaresAt;
}

const STACK_BYTES: usize = <usize>MOST_BLOCKS * BLOCK_BYTES;
const stacks: usize = memory.data(9 * 8192, 16);

/** The coefficients of one channel of a picture's group: [blocks · 64]. 0: the noisy picture, 1: the guide, 2: the truth. */
export function stack(picture: i32, channel: i32): usize {
  return stacks + (<usize>picture * MOST_CHANNELS + <usize>channel) * STACK_BYTES;
}
