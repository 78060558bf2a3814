import type { Rect } from '@contract/model-spec';
import { gather, indicesWithin } from '../image/pad';
import type { ImageF32 } from '../image/image';
import type { Plane } from '../image/plane';

/**
 * A rectangle of one channel with context around it: [height + 2·margin, width + 2·margin] of a picture that was
 * padded symmetrically. (x, y) is where the inner rectangle lies in the picture, so that patch grids can be anchored
 * to the picture and not to the tile.
 */
export interface Tile {
  plane: Plane;
  margin: number;
  x: number;
  y: number;
  width: number;
  height: number;
  pictureWidth: number;
  pictureHeight: number;
}

/** The same of all channels of a picture: [height + 2·margin, width + 2·margin, channels]. */
export interface ImageTile extends Rect {
  image: ImageF32;
  margin: number;
}

/** A rectangle of a plane with `margin` pixels of context on each side, symmetric at the plane's borders. */
export function tileOf(plane: Plane, rect: Rect, margin: number): Tile {
  const columns = indicesWithin(rect.x - margin, rect.width + 2 * margin, plane.width);
  const rows = indicesWithin(rect.y - margin, rect.height + 2 * margin, plane.height);
  const padded = gather(plane, columns, rows);
  return { plane: padded, margin, ...rect, pictureWidth: plane.width, pictureHeight: plane.height };
}

/** The inner rectangle of a tile in its plane's coordinates. */
export function innerRect({ margin, width, height }: Tile): Rect {
  return { x: margin, y: margin, width, height };
}
