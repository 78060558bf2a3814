import { LIMITS, type Rect, type TrainSettings } from '@contract/model-spec';
import { say, type Sentence } from '@contract/sentence';
import { createPlane, type Plane } from '../image/plane';
import type { TrainingPlanes } from '../models/method';

/** Side of a held-out square in pixels: what is learned from keeps room for crops between them. */
const SIDE = 64;
/** One square for every part of the picture of at least this side, at most so many across and down. */
const PART = LIMITS.heldOutSide;
const MOST_ACROSS = 3;
/** So far from what is learned from lies what is measured, in pixels: half a square that has few fellows, else a quarter. */
const APART = { few: 8, many: 16 } as const;
const FEW = 2;

/**
 * The squares of a pair that are only measured on: spread over the picture, and by its size alone, so that the scores of
 * all methods and presets are of the same pixels. None where the settings hold nothing out, or a side is below 160 px.
 */
export function heldOutSquares(width: number, height: number, { holdOut }: Pick<TrainSettings, 'holdOut'>): Rect[] {
  if (!holdOut || Math.min(width, height) < PART) return [];
  const [across, down] = [partsOf(width), partsOf(height)];
  return Array.from({ length: across * down }, (_, index) => ({
    x: placeIn(index % across, across, width, spread(index, 0.618)),
    y: placeIn(Math.floor(index / across), down, height, spread(index, 0.755)),
    width: SIDE,
    height: SIDE,
  }));
}

const partsOf = (length: number) => Math.min(MOST_ACROSS, Math.floor(length / PART));

/** Squares lie neither in rows nor in columns: steps of an irrational share of the room. */
const spread = (index: number, step: number) => (index * step) % 1;

function placeIn(part: number, parts: number, length: number, share: number): number {
  const [from, to] = [Math.floor((part * length) / parts), Math.floor(((part + 1) * length) / parts)];
  return from + Math.floor(share * (to - from - SIDE));
}

/** The middle of each square, which is what scores are of: apart from all that is learned from. */
export function measuredParts(squares: readonly Rect[]): Rect[] {
  const apart = squares.length <= FEW ? APART.few : APART.many;
  return squares.map(({ x, y, width, height }) => ({
    x: x + apart,
    y: y + apart,
    width: width - 2 * apart,
    height: height - 2 * apart,
  }));
}

/** Why nothing is held out, in words; null where something is. */
export function heldOutNote(squares: readonly Rect[], { holdOut }: TrainSettings): Sentence | null {
  if (squares.length > 0) return null;
  return holdOut ? say('training.tooLowToHoldOut', { px: PART }) : say('training.paperHoldsNothing');
}

/** The planes to learn from: the same pixels, of which the squares are left out. */
export function withoutSquares(pair: TrainingPlanes, squares: readonly Rect[]): TrainingPlanes {
  if (squares.length === 0) return pair;
  const { width, height } = pair.degraded;
  const leftOut: Plane = pair.leftOut
    ? { ...pair.leftOut, data: pair.leftOut.data.slice() }
    : createPlane(width, height);
  for (const square of squares)
    for (let y = square.y; y < square.y + square.height; y++)
      leftOut.data.fill(1, y * width + square.x, y * width + square.x + square.width);
  return { ...pair, leftOut };
}
