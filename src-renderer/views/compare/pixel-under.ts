import type { Subject, TileCache } from '../../lib/tiles/tile-cache';
import { levelFor, TILE_SIDE, tileAt, topLevel } from '../../lib/tiles/tiles';
import type { Point, Size } from '../../lib/viewport';

let probe: CanvasRenderingContext2D | null = null;

/**
 * R, G and B (0–255) of a picture at a place (0–1), as shown at `scale` (device pixels a pixel): below 50 % the mean of
 * the pixels that are one on screen. Null outside, or while the tile is not here.
 */
export function pixelUnder(
  tiles: TileCache,
  photo: Size & { id: Subject },
  at: Point,
  scale: number,
): readonly [number, number, number] | null {
  const x = Math.floor(at.x * photo.width);
  const y = Math.floor(at.y * photo.height);
  if (x < 0 || y < 0 || x >= photo.width || y >= photo.height) return null;
  const level = Math.min(levelFor(scale), topLevel(photo));
  const side = TILE_SIDE * 2 ** level;
  const tile = tileAt(photo, level, Math.floor(x / side), Math.floor(y / side));
  const bitmap = tiles.peek(photo.id, tile);
  if (!bitmap) return null;
  const column = Math.floor(((x - tile.x) * bitmap.width) / tile.width);
  const row = Math.floor(((y - tile.y) * bitmap.height) / tile.height);
  probe ??= new OffscreenCanvas(1, 1).getContext('2d', {
    willReadFrequently: true,
  }) as unknown as CanvasRenderingContext2D;
  probe.clearRect(0, 0, 1, 1);
  probe.drawImage(bitmap, column, row, 1, 1, 0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!];
}
