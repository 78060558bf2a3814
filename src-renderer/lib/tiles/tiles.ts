import type { Bounds, Size } from '../viewport';

/** Side of a tile in its own (reduced) pixels. */
export const TILE_SIDE = 512;

/** One piece of a photo: a rectangle of the photo's own pixels, reduced to at most `max` pixels on its longer side. */
export interface ScreenTile {
  key: string;
  x: number;
  y: number;
  width: number;
  height: number;
  max: number;
}

/** Which halving of the photo still has a pixel for every device pixel: 0 the photo itself, 1 half of it, … */
export const levelFor = (scale: number): number => Math.max(0, Math.floor(Math.log2(1 / scale) + 1e-9));

/** The level at which the whole photo is one tile. */
export const topLevel = (photo: Size): number =>
  Math.max(0, Math.ceil(Math.log2(Math.max(photo.width, photo.height) / TILE_SIDE)));

/** The tiles of one level that touch the stage, when the photo fills `bounds` (device pixels). */
export function tilesOn(photo: Size, bounds: Bounds, stage: Size, level: number): ScreenTile[] {
  const side = TILE_SIDE * 2 ** level;
  const scale = bounds.width / photo.width;
  const first = (edge: number) => Math.max(0, Math.floor(-edge / scale / side));
  const last = (edge: number, room: number, length: number) =>
    Math.min(Math.ceil(length / side), Math.ceil((room - edge) / scale / side)) - 1;
  const tiles: ScreenTile[] = [];
  for (let row = first(bounds.top); row <= last(bounds.top, stage.height, photo.height); row++) {
    for (let column = first(bounds.left); column <= last(bounds.left, stage.width, photo.width); column++) {
      tiles.push(tileAt(photo, level, column, row));
    }
  }
  return tiles;
}

/** The tile in this column and row; those at the right and bottom edge are smaller. */
export function tileAt(photo: Size, level: number, column: number, row: number): ScreenTile {
  const side = TILE_SIDE * 2 ** level;
  const x = column * side;
  const y = row * side;
  const width = Math.min(side, photo.width - x);
  const height = Math.min(side, photo.height - y);
  const max = Math.max(1, Math.ceil(Math.max(width, height) / 2 ** level));
  return { key: `${level}/${column}/${row}`, x, y, width, height, max };
}

/** The tile of a coarser level that holds all of `tile`. */
export function tileAbove(photo: Size, tile: ScreenTile, level: number): ScreenTile {
  const side = TILE_SIDE * 2 ** level;
  return tileAt(photo, level, Math.floor(tile.x / side), Math.floor(tile.y / side));
}
