import type { Rect } from '@contract/model-spec';
import { symmetricIndex } from '../image/pad';
import type { Tile } from '../models/method';
import { createPlane, type Plane } from '../patches/plane';

/** A rectangle of a plane with `margin` pixels of context on each side, symmetric at the plane's borders. */
export function tileOf(plane: Plane, rect: Rect, margin: number): Tile {
  const padded = createPlane(rect.width + 2 * margin, rect.height + 2 * margin);
  const columns = Int32Array.from({ length: padded.width }, (_, x) => symmetricIndex(rect.x + x - margin, plane.width));
  for (let y = 0; y < padded.height; y++) {
    const row = symmetricIndex(rect.y + y - margin, plane.height) * plane.width;
    for (let x = 0; x < padded.width; x++) padded.data[y * padded.width + x] = plane.data[row + columns[x]!]!;
  }
  return { plane: padded, margin, ...rect, pictureWidth: plane.width, pictureHeight: plane.height };
}
