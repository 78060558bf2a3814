import type { Rect } from '@contract/model-spec';

/**
 * Zoom and pan over one picture. `scale` is device pixels a picture pixel, so 1 is exact; `x` and `y` are the picture's
 * point (0–1) under the middle of the stage, so a picture of another size keeps its place.
 */
export interface Viewport {
  mode: 'fit' | 'free';
  scale: number;
  x: number;
  y: number;
}
export interface Size {
  width: number;
  height: number;
}
export interface Point {
  x: number;
  y: number;
}
export interface Bounds {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const FIT: Viewport = { mode: 'fit', scale: 1, x: 0.5, y: 0.5 };
const LARGEST_SCALE = 32;
const SMALLEST_SCALE = 1 / 64;
const STEPS = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
/** A wheel that comes this near to 100 % lands on it. */
const SNAP = 0.03;

const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The largest scale at which the whole picture is seen; whole numbers above 1, so that pixels stay square. */
export function fitScale(picture: Size, stage: Size): number {
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height);
  return between(scale >= 1 ? Math.floor(scale) : scale, SMALLEST_SCALE, LARGEST_SCALE);
}

export const scaleOf = (viewport: Viewport, picture: Size, stage: Size): number =>
  viewport.mode === 'fit' ? fitScale(picture, stage) : viewport.scale;

/** Where the whole picture lies on the stage, in device pixels; whole pixels, so that 100 % is exact. */
export function boundsOf(viewport: Viewport, picture: Size, stage: Size): Bounds {
  const scale = scaleOf(viewport, picture, stage);
  const centre = viewport.mode === 'fit' ? { x: 0.5, y: 0.5 } : viewport;
  const width = picture.width * scale;
  const height = picture.height * scale;
  return {
    left: Math.round(stage.width / 2 - centre.x * width),
    top: Math.round(stage.height / 2 - centre.y * height),
    width,
    height,
  };
}

/** Zooms to `scale` and keeps the picture's point under `at` (device pixels on the stage) where it is. */
export function zoomTo(viewport: Viewport, picture: Size, stage: Size, scale: number, at: Point): Viewport {
  const before = boundsOf(viewport, picture, stage);
  const next = between(Math.abs(scale - 1) < SNAP ? 1 : scale, SMALLEST_SCALE, LARGEST_SCALE);
  const grown = next / scaleOf(viewport, picture, stage);
  const left = at.x - (at.x - before.left) * grown;
  const top = at.y - (at.y - before.top) * grown;
  return {
    mode: 'free',
    scale: next,
    x: between((stage.width / 2 - left) / (picture.width * next), 0, 1),
    y: between((stage.height / 2 - top) / (picture.height * next), 0, 1),
  };
}

/** The next round scale above (direction 1) or below (-1). */
export function nextScale(scale: number, direction: 1 | -1): number {
  const beyond =
    direction === 1 ? STEPS.find((step) => step > scale * 1.01) : STEPS.findLast((step) => step < scale / 1.01);
  return beyond ?? scale;
}

/** Moves the picture by device pixels; its edge may reach the middle of the stage, no further. */
export function panBy(viewport: Viewport, picture: Size, stage: Size, dx: number, dy: number): Viewport {
  const scale = scaleOf(viewport, picture, stage);
  const centre = viewport.mode === 'fit' ? FIT : viewport;
  return {
    mode: 'free',
    scale,
    x: between(centre.x - dx / (picture.width * scale), 0, 1),
    y: between(centre.y - dy / (picture.height * scale), 0, 1),
  };
}

/** Where the divider stands: from the pointer's place on the stage, 0–1. */
export const splitAt = (x: number, width: number): number => (width <= 0 ? 0.5 : between(x / width, 0, 1));

/** The divider moved by a key; null for keys that do not move it (W3C slider pattern). */
export function splitAfterKey(split: number, key: string, large: boolean): number | null {
  const step = large ? 0.1 : 0.01;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return between(split - step, 0, 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return between(split + step, 0, 1);
    case 'PageDown':
      return between(split - 0.1, 0, 1);
    case 'PageUp':
      return between(split + 0.1, 0, 1);
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return null;
  }
}

/** Where a picture lies in a box that shows all of it, centred ('object-fit: contain'). */
export function containedBounds(picture: Size, box: Size): Bounds {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { left: (box.width - width) / 2, top: (box.height - height) / 2, width, height };
}

/** A place in the box as a place in the picture (0–1); null outside of it. */
export function pointInBounds(point: Point, bounds: Bounds): Point | null {
  const x = (point.x - bounds.left) / bounds.width;
  const y = (point.y - bounds.top) / bounds.height;
  return x < 0 || x > 1 || y < 0 || y > 1 ? null : { x, y };
}

/** The part of a picture that a stage shows when the picture fills `bounds`: whole pixels, at least one. */
export function visiblePart(bounds: Bounds, stage: Size, picture: Size): Rect {
  const along = (start: number, length: number, room: number, pixels: number) => {
    const scale = length / pixels;
    const from = between(Math.floor(-start / scale), 0, pixels - 1);
    const to = between(Math.ceil((room - start) / scale), from + 1, pixels);
    return { from, length: to - from };
  };
  const across = along(bounds.left, bounds.width, stage.width, picture.width);
  const down = along(bounds.top, bounds.height, stage.height, picture.height);
  return { x: across.from, y: down.from, width: across.length, height: down.length };
}
