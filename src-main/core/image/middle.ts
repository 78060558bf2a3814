import type { Rect } from '@contract/model-spec';

/** The middle part of a rectangle with at most so many pixels, of the same shape, no side below `leastSide` or its own. */
export function middleOf(rect: Rect, mostPixels: number, leastSide: number): Rect {
  const share = Math.sqrt(Math.min(1, mostPixels / (rect.width * rect.height)));
  const sideOf = (side: number) => Math.min(side, Math.max(leastSide, Math.floor(side * share)));
  const [width, height] = [sideOf(rect.width), sideOf(rect.height)];
  return { x: rect.x + ((rect.width - width) >> 1), y: rect.y + ((rect.height - height) >> 1), width, height };
}
