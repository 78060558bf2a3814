import type { Subject, TileCache } from './tile-cache';
import { levelFor, tileAbove, tileAt, tilesOn, topLevel, type ScreenTile } from './tiles';
import type { Bounds, Size } from '../viewport';

export interface DrawnPhoto extends Size {
  id: string;
}

/** What is drawn; `whole`: nothing coarse stands in for tiles that are still to come. */
type Drawn = Size & { id: Subject; whole?: boolean };

/** `quick` while things move, `fine` once they rest. */
export type Smoothing = 'quick' | 'fine';

/**
 * Draws the part of a photo that is on the stage: where an exact tile is still to come, the finest one there is.
 * Above 100 % every pixel is a square.
 */
export function drawPhoto(
  context: CanvasRenderingContext2D,
  cache: TileCache,
  photo: Drawn,
  bounds: Bounds,
  stage: Size,
  smoothing: Smoothing = 'fine',
): void {
  const scale = bounds.width / photo.width;
  context.imageSmoothingEnabled = scale < 1;
  context.imageSmoothingQuality = smoothing === 'fine' ? 'high' : 'low';
  const top = topLevel(photo);
  const level = Math.min(levelFor(scale), top);
  // The whole photo as one tile: asked for last, so that it comes first.
  const tiles = tilesOn(photo, bounds, stage, level);
  for (const tile of tiles) {
    const bitmap = cache.get(photo.id, tile);
    if (bitmap) drawPart(context, bitmap, photo, bounds, tile, tile);
    else if (photo.whole !== true) drawCoarse(context, cache, photo, bounds, tile, level);
  }
  if (level < top && photo.whole !== true) cache.get(photo.id, tileAt(photo, top, 0, 0));
}

function drawCoarse(
  context: CanvasRenderingContext2D,
  cache: TileCache,
  photo: Drawn,
  bounds: Bounds,
  tile: ScreenTile,
  level: number,
): void {
  for (let above = level + 1; above <= topLevel(photo); above++) {
    const coarse = tileAbove(photo, tile, above);
    const bitmap = cache.peek(photo.id, coarse);
    if (bitmap) {
      drawPart(context, bitmap, photo, bounds, coarse, tile);
      return;
    }
  }
}

/** Draws the rectangle `part` of the photo from a bitmap that shows all of `tile`. */
function drawPart(
  context: CanvasRenderingContext2D,
  bitmap: ImageBitmap,
  photo: Size,
  bounds: Bounds,
  tile: ScreenTile,
  part: ScreenTile,
): void {
  const scaleX = bounds.width / photo.width;
  const scaleY = bounds.height / photo.height;
  // Edges are rounded, not sizes: neighbouring tiles meet without a seam.
  const left = Math.round(bounds.left + part.x * scaleX);
  const top = Math.round(bounds.top + part.y * scaleY);
  const right = Math.round(bounds.left + (part.x + part.width) * scaleX);
  const bottom = Math.round(bounds.top + (part.y + part.height) * scaleY);
  const across = bitmap.width / tile.width;
  const down = bitmap.height / tile.height;
  context.drawImage(
    bitmap,
    (part.x - tile.x) * across,
    (part.y - tile.y) * down,
    part.width * across,
    part.height * down,
    left,
    top,
    right - left,
    bottom - top,
  );
}
