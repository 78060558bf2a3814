import { blur } from '../degrade/blur';
import { createPlane, type Plane } from '../image/plane';
import { reduceByMean } from '../image/reduce';

/** Positions are found on pictures of at most this side, in pixels: a hundredth of one of theirs is less than they need. */
const MAX_SIDE = 2048;
/** The smallest of the pyramid's pictures has a side about this long. */
const COARSEST_SIDE = 64;
/** Details are compared between these two Gaussians' sigmas: noise is softened, light that changes slowly taken out. */
const DETAIL = { fine: 1, coarse: 8 } as const;

export type Fineness = 'finest' | 'coarser';

/** One level: both pictures reduced by a factor, and their details. */
export interface Level {
  factor: number;
  /** Of the degraded picture as it came. */
  size: { width: number; height: number };
  degraded: Plane;
  clean: Plane;
}

/** From fine to coarse. */
export function pyramidOf(degraded: Plane, clean: Plane): Level[] {
  const side = Math.max(degraded.width, degraded.height);
  const first = 2 ** Math.max(0, Math.ceil(Math.log2(side / MAX_SIDE)));
  const count = Math.max(
    1,
    Math.floor(Math.log2(Math.min(degraded.width, degraded.height) / first / COARSEST_SIDE)) + 1,
  );
  const { width, height } = degraded;
  const reduce = (plane: Plane, factor: number): Plane => ({ ...reduceByMean(plane, factor), channels: 1 });
  const levels: Level[] = [];
  let [a, b] = [reduce(degraded, first), reduce(clean, first)];
  for (let index = 0; index < count; index++) {
    if (index > 0) [a, b] = [reduce(a, 2), reduce(b, 2)];
    levels.push({ factor: first * 2 ** index, size: { width, height }, degraded: a, clean: b });
  }
  return levels;
}

function detailsOf(plane: Plane): Plane {
  const [fine, coarse] = [blur(plane, DETAIL.fine).data, blur(plane, DETAIL.coarse).data];
  return { ...plane, data: fine.map((value, i) => value - coarse[i]!) };
}

/** The details of both pictures of a level, and the slopes of the clean one's. */
export interface Details {
  level: Level;
  fineness: Fineness;
  degraded: Plane;
  clean: Plane;
  across: Plane;
  down: Plane;
}

export function detailsOfLevel(level: Level, fineness: Fineness): Details {
  const clean = detailsOf(level.clean);
  const [across, down] = [createPlane(clean.width, clean.height), createPlane(clean.width, clean.height)];
  const { width, height, data } = clean;
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      across.data[at] = (data[at + 1]! - data[at - 1]!) / 2;
      down.data[at] = (data[at + width]! - data[at - width]!) / 2;
    }
  }
  return { level, fineness, degraded: detailsOf(level.degraded), clean, across, down };
}
