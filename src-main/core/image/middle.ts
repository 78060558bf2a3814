import type { Rect } from '@contract/model-spec';

/** The rectangle of this size around the middle of another one; no side is longer than the other's. */
export function centredIn(rect: Rect, wantedWidth: number, wantedHeight: number): Rect {
  const [width, height] = [Math.min(wantedWidth, rect.width), Math.min(wantedHeight, rect.height)];
  return { x: rect.x + ((rect.width - width) >> 1), y: rect.y + ((rect.height - height) >> 1), width, height };
}

/** The middle part of a rectangle with at most so many pixels, of the same shape, no side below `leastSide` or its own. */
export function middleOf(rect: Rect, mostPixels: number, leastSide: number): Rect {
  const share = Math.sqrt(Math.min(1, mostPixels / (rect.width * rect.height)));
  const sideOf = (side: number) => Math.max(leastSide, Math.floor(side * share));
  return centredIn(rect, sideOf(rect.width), sideOf(rect.height));
}

/** A whole picture as a rectangle. */
export function wholeOf({ width, height }: { width: number; height: number }): Rect {
  return { x: 0, y: 0, width, height };
}
