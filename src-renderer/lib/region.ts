import type { Rect } from '@contract/model-spec';
import type { Point, Size } from './viewport';

const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The rectangle dragged from one point of the picture (0–1) to another, in whole pixels; null when it has no area. */
export function rectBetween(from: Point, to: Point, picture: Size): Rect | null {
  const along = (value: number, length: number) => Math.round(between(value, 0, 1) * length);
  const left = along(Math.min(from.x, to.x), picture.width);
  const right = along(Math.max(from.x, to.x), picture.width);
  const top = along(Math.min(from.y, to.y), picture.height);
  const bottom = along(Math.max(from.y, to.y), picture.height);
  return right - left < 2 || bottom - top < 2 ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** A typed or moved rectangle brought inside the picture: whole pixels, at least `least` on a side where there is room. */
export function rectInside(rect: Rect, picture: Size, least: number): Rect {
  const side = (value: number, length: number) => between(Math.round(value), Math.min(least, length), length);
  const width = side(rect.width, picture.width);
  const height = side(rect.height, picture.height);
  return {
    x: between(Math.round(rect.x), 0, picture.width - width),
    y: between(Math.round(rect.y), 0, picture.height - height),
    width,
    height,
  };
}

/** A first region to start from: the middle of the picture, half its sides but not below the advised size. */
export function middleRegion(picture: Size, advised: number): Rect {
  const width = Math.min(picture.width, Math.max(advised, Math.round(picture.width / 2)));
  const height = Math.min(picture.height, Math.max(advised, Math.round(picture.height / 2)));
  return {
    x: Math.floor((picture.width - width) / 2),
    y: Math.floor((picture.height - height) / 2),
    width,
    height,
  };
}

/** The middle of a picture, at most so many pixels wide and high. */
export function middlePart(picture: Size, most: Size): Rect {
  const [width, height] = [Math.min(picture.width, most.width), Math.min(picture.height, most.height)];
  return { x: (picture.width - width) >> 1, y: (picture.height - height) >> 1, width, height };
}

/** The most that one edge of a region can be in a picture, the other edges as they are. */
export function roomFor(edge: keyof Rect, { x, y, width, height }: Rect, picture: Size): number {
  return { x: picture.width - width, y: picture.height - height, width: picture.width - x, height: picture.height - y }[
    edge
  ];
}
