import type { Rect } from '@contract/model-spec';
import type { ImageF32 } from '../image/image';
import type { Size } from './geometry';
import { mapPoint, type Homography, type Point } from './homography';

/** Degraded pictures begin at multiples of this in their own, so that a JPEG's blocks stay where they are. */
const GRID = 8;
const GRID_FROM = 256;

/** The part of the degraded picture whose every pixel is seen in the clean one. */
export function seenBoth(degraded: Size, clean: Size, map: Homography): Rect {
  let [left, top, right, bottom] = [0, 0, degraded.width - 1, degraded.height - 1];
  for (let turn = 0; turn < 4; turn++) {
    const corners = [
      { x: left, y: top },
      { x: right, y: top },
      { x: right, y: bottom },
      { x: left, y: bottom },
    ].map((corner) => mapPoint(map, corner)) as [Point, Point, Point, Point];
    const [a, b, c, d] = corners;
    // A hundredth of a pixel beyond the last one's middle is as good as on it.
    const missing = (value: number) => Math.max(0, Math.ceil(value - 0.02));
    left += missing(-Math.min(a.x, d.x));
    top += missing(-Math.min(a.y, b.y));
    right -= missing(Math.max(b.x, c.x) - (clean.width - 1));
    bottom -= missing(Math.max(c.y, d.y) - (clean.height - 1));
  }
  return { x: left, y: top, width: Math.max(0, right - left + 1), height: Math.max(0, bottom - top + 1) };
}

/** An area that begins on the grid of a JPEG's blocks, where that leaves enough. */
export function onBlockGrid(rect: Rect): Rect {
  if (Math.min(rect.width, rect.height) < GRID_FROM) return rect;
  const [x, y] = [Math.ceil(rect.x / GRID) * GRID, Math.ceil(rect.y / GRID) * GRID];
  return { x, y, width: rect.width - (x - rect.x), height: rect.height - (y - rect.y) };
}

/** A line whose samples differ by less than this all along is empty. */
const EMPTY = 2 / 255;
/** A border wider than this share of the picture is part of it. */
const WIDEST = 0.2;

/** Pixels of an empty border of one level on each side of one picture that the other one does not have. */
export interface Borders {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function bordersOf(first: ImageF32, second: ImageF32): Borders {
  const { width, height } = first;
  const side = (length: number, emptyAt: (image: ImageF32, at: number) => boolean, place: (i: number) => number) => {
    const run = (image: ImageF32) => {
      let count = 0;
      while (count < length * WIDEST && emptyAt(image, place(count))) count++;
      return count < length * WIDEST ? count : 0;
    };
    const [a, b] = [run(first), run(second)];
    // What is empty in both is the scene's.
    return a === b ? 0 : Math.max(a, b);
  };
  const row = (image: ImageF32, y: number) => isEmpty(image, y * width * image.channels, image.channels, width);
  const column = (image: ImageF32, x: number) => isEmpty(image, x * image.channels, width * image.channels, height);
  return {
    left: side(width, column, (i) => i),
    right: side(width, column, (i) => width - 1 - i),
    top: side(height, row, (i) => i),
    bottom: side(height, row, (i) => height - 1 - i),
  };
}

function isEmpty({ data, channels }: ImageF32, start: number, step: number, count: number): boolean {
  for (let channel = 0; channel < channels; channel++) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0, at = start + channel; i < count; i++, at += step) {
      const value = data[at]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (most - least > EMPTY) return false;
  }
  return true;
}
