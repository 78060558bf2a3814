import type { Rect } from '@contract/model-spec';
import { AppError } from '@contract/result';
import type { ImageF32 } from './image';

/** True when `rect` lies wholly inside a picture of `width` × `height` px. */
export function rectFits(rect: Rect, width: number, height: number): boolean {
  const reachesInside = rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0;
  return reachesInside && rect.x + rect.width <= width && rect.y + rect.height <= height;
}

/** A copy of the part under `rect`, [rect.height, rect.width, channels]. Throws bad-input where `rect` reaches outside. */
export function crop(image: ImageF32, rect: Rect): ImageF32 {
  const { data: source, width, height, channels } = image;
  if (!rectFits(rect, width, height)) {
    throw new AppError(
      'bad-input',
      `The region ${rect.width} × ${rect.height} px at (${rect.x}, ${rect.y}) reaches outside the picture of ` +
        `${width} × ${height} px: choose one inside it.`,
    );
  }
  const rowLength = rect.width * channels;
  const data = new Float32Array(rowLength * rect.height);
  for (let row = 0; row < rect.height; row++) {
    const start = ((rect.y + row) * width + rect.x) * channels;
    data.set(source.subarray(start, start + rowLength), row * rowLength);
  }
  return { data, width: rect.width, height: rect.height, channels };
}

/** The top-left part, at most `width` × `height` px; the picture itself when it is no larger. */
export function cropTopLeft(image: ImageF32, width: number, height: number): ImageF32 {
  if (image.width <= width && image.height <= height) return image;
  return crop(image, { x: 0, y: 0, width: Math.min(width, image.width), height: Math.min(height, image.height) });
}
