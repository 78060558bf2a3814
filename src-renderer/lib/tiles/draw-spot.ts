import { drawPhoto, type DrawnPhoto, type Smoothing } from './draw-photo';
import type { TileCache } from './tile-cache';
import type { Point } from '../viewport';

/** One place (0–1) of a photo in the middle of a square canvas, `scale` device pixels for each pixel of the photo. */
export function drawSpot(
  canvas: HTMLCanvasElement,
  tiles: TileCache,
  photo: DrawnPhoto,
  { at, scale }: { at: Point; scale: number },
  smoothing: Smoothing,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const side = Math.round(canvas.clientWidth * devicePixelRatio);
  if (canvas.width !== side) canvas.width = canvas.height = side;
  context.clearRect(0, 0, side, side);
  const [width, height] = [photo.width * scale, photo.height * scale];
  const left = Math.round(side / 2 - at.x * width);
  const top = Math.round(side / 2 - at.y * height);
  drawPhoto(context, tiles, photo, { left, top, width, height }, { width: side, height: side }, smoothing);
}
