import type { TileCache } from './tile-cache';
import { levelFor, tileAt, tilesOn, topLevel, type Tile } from './tiles';
import type { Frame, Size } from './viewport';

export interface DrawnPhoto extends Size {
  id: string;
}

/** Draws the part of a photo that is on the stage: a coarse tile at once, the exact ones as they arrive. */
export function drawPhoto(
  context: CanvasRenderingContext2D,
  cache: TileCache,
  photo: DrawnPhoto,
  frame: Frame,
  stage: Size,
): void {
  const scale = frame.width / photo.width;
  context.imageSmoothingEnabled = scale < 1;
  context.imageSmoothingQuality = 'high';
  const level = Math.min(levelFor(scale), topLevel(photo));
  drawTile(context, cache, photo, frame, tileAt(photo, topLevel(photo), 0, 0));
  if (level === topLevel(photo)) return;
  for (const tile of tilesOn(photo, frame, stage, level)) drawTile(context, cache, photo, frame, tile);
}

function drawTile(
  context: CanvasRenderingContext2D,
  cache: TileCache,
  photo: DrawnPhoto,
  frame: Frame,
  tile: Tile,
): void {
  const bitmap = cache.get(photo.id, tile);
  if (bitmap === null) return;
  const scaleX = frame.width / photo.width;
  const scaleY = frame.height / photo.height;
  // Edges are rounded, not sizes: neighbouring tiles meet without a seam.
  const left = Math.round(frame.left + tile.x * scaleX);
  const top = Math.round(frame.top + tile.y * scaleY);
  const right = Math.round(frame.left + (tile.x + tile.width) * scaleX);
  const bottom = Math.round(frame.top + (tile.y + tile.height) * scaleY);
  context.drawImage(bitmap, left, top, right - left, bottom - top);
}
