import type { Rect } from '@contract/model-spec';
import { gather, indicesWithin } from '../image/pad';
import type { Tile } from '../models/method';
import type { Plane } from '../patches/plane';

/** A rectangle of a plane with `margin` pixels of context on each side, symmetric at the plane's borders. */
export function tileOf(plane: Plane, rect: Rect, margin: number): Tile {
  const columns = indicesWithin(rect.x - margin, rect.width + 2 * margin, plane.width);
  const rows = indicesWithin(rect.y - margin, rect.height + 2 * margin, plane.height);
  const { data, width, height } = gather({ ...plane, channels: 1 }, columns, rows);
  const padded = { data, width, height };
  return { plane: padded, margin, ...rect, pictureWidth: plane.width, pictureHeight: plane.height };
}
