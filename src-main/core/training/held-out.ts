import { LIMITS, type Rect, type TrainSettings } from '@contract/model-spec';
import { say, type Sentence } from '@contract/sentence';
import { createPlane, type Plane } from '../image/plane';
import type { TrainingPlanes } from '../models/method';
import { Busyness } from './busyness';

/**
 * How squares lie, in pixels: one for every part of at least `part`, beside which a crop of the largest patch (96 px) finds
 * room; `apart` from what is learned lies what is measured.
 */
interface Layout {
  part: number;
  side: number;
  apart: number;
}
/** Few squares are measured farther to their rims. */
const MANY: Layout = { part: LIMITS.heldOutSide, side: 64, apart: 16 };
const FEW: Layout = { ...MANY, apart: 8 };
/** One place tells little of a picture: where there is room for four smaller squares, they are measured instead of one. */
const SMALL: Layout = { part: 128, side: 32, apart: 4 };
const MOST_ACROSS = 3;
/** Places tried along each side of a part. */
const STEPS = 16;
/** So often each square is chosen anew beside the others. */
const ROUNDS = 3;

export interface HeldOut {
  /** What nothing is learned from. */
  squares: Rect[];
  /** The middle of each square, which is what scores are of: apart from all that is learned from. */
  measured: Rect[];
}

/**
 * The squares of a pair that are only measured on: spread over the picture, and as busy as it is, so that scores rank
 * methods as the whole picture does. By the clean picture (luminance) alone, so that the scores of all methods and presets
 * are of the same pixels. `leftOut`: pixels that are not 0 there do not count. None where the settings hold nothing out, or
 * a side is below 160 px.
 */
export function holdOut(clean: Plane, settings: Pick<TrainSettings, 'holdOut'>, leftOut?: Plane): HeldOut {
  const { side, apart, parts } = layoutOf(clean, settings);
  if (parts.length === 0) return { squares: [], measured: [] };
  const busyness = new Busyness(clean, leftOut);
  const inner = ({ x, y }: Place): Rect => ({
    x: x + apart,
    y: y + apart,
    width: side - 2 * apart,
    height: side - 2 * apart,
  });
  const choices = parts.map((part) =>
    placesIn(part, side, clean).map((place) => ({ place, counted: busyness.of(inner(place)) })),
  );
  const chosen = choices.map(([first]) => first!);
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, places] of choices.entries()) {
      // In the first round the squares of later parts are not known yet.
      const others = chosen.filter((_, other) => other !== index && (round > 0 || other < index));
      const distance = (one: (typeof places)[number]) =>
        busyness.distance([...others, one].map(({ counted }) => counted));
      chosen[index] = leastOf(places, distance);
    }
  return {
    squares: chosen.map(({ place }) => ({ ...place, width: side, height: side })),
    measured: chosen.map(({ place }) => inner(place)),
  };
}

function layoutOf({ width, height }: Plane, settings: Pick<TrainSettings, 'holdOut'>) {
  const across = (length: number, { part }: Layout) => Math.min(MOST_ACROSS, Math.floor(length / part));
  const count = across(width, MANY) * across(height, MANY);
  if (!settings.holdOut || count === 0) return { ...MANY, parts: [] };
  const four = count === 1 && Math.min(width, height) >= 2 * SMALL.part;
  const layout = four ? SMALL : count <= 2 ? FEW : MANY;
  return { ...layout, parts: partsOf(width, height, across(width, layout), across(height, layout)) };
}

function partsOf(width: number, height: number, across: number, down: number): Rect[] {
  const edge = (index: number, of: number, length: number) => Math.floor((index * length) / of);
  return Array.from({ length: across * down }, (_, index) => {
    const [column, row] = [index % across, Math.floor(index / across)];
    const [x, y] = [edge(column, across, width), edge(row, down, height)];
    return { x, y, width: edge(column + 1, across, width) - x, height: edge(row + 1, down, height) - y };
  });
}

type Place = Pick<Rect, 'x' | 'y'>;

/** Where a square may lie in a part: along the picture's own edge where the part reaches it, else along the part's, so that crops find room. */
function placesIn(part: Rect, side: number, picture: Plane): Place[] {
  const along = (from: number, length: number) =>
    Array.from({ length: STEPS + 1 }, (_, step) => from + Math.round((step * (length - side)) / STEPS));
  const [columns, rows] = [along(part.x, part.width), along(part.y, part.height)];
  const within = rows.flatMap((y) => columns.map((x) => ({ x, y })));
  const isRim = (value: number, values: readonly number[]) => value === values[0] || value === values.at(-1);
  const onPart = within.filter(({ x, y }) => isRim(x, columns) || isRim(y, rows));
  const onPicture = onPart.filter(
    ({ x, y }) => x === 0 || y === 0 || x + side === picture.width || y + side === picture.height,
  );
  return onPicture.length > 0 ? onPicture : onPart;
}

/** The first of those that are least. */
function leastOf<T>(values: readonly T[], measure: (value: T) => number): T {
  let best: T = values[0]!;
  let least = Infinity;
  for (const value of values) {
    const now = measure(value);
    if (now >= least) continue;
    best = value;
    least = now;
  }
  return best;
}

/** Why nothing is held out, in words; null where something is. */
export function heldOutNote(squares: readonly Rect[], { holdOut }: TrainSettings): Sentence | null {
  if (squares.length > 0) return null;
  return holdOut ? say('training.tooLowToHoldOut', { px: LIMITS.heldOutSide }) : say('training.paperHoldsNothing');
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
