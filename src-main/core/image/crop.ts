import type { Rect } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { ImageF32 } from './image';
import type { Plane } from './plane';

/** True when `rect` lies wholly inside a picture of `width` × `height` px. */
export function rectFits(rect: Rect, width: number, height: number): boolean {
  const reachesInside = rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0;
  return reachesInside && rect.x + rect.width <= width && rect.y + rect.height <= height;
}

/** Throws bad-input where `rect` reaches outside a picture of `width` × `height` px. */
export function refuseOutside(rect: Rect, width: number, height: number): void {
  if (rectFits(rect, width, height)) return;
  throw new AppError(
    'bad-input',
    say('photo.regionOutside', {
      ...{ width: rect.width, height: rect.height, x: rect.x, y: rect.y },
      ...{ pictureWidth: width, pictureHeight: height },
    }),
  );
}

/** A copy of the part under `rect`, [rect.height, rect.width, channels]. Throws bad-input where `rect` reaches outside. */
export function crop<Picture extends ImageF32>(image: Picture, rect: Rect): Picture {
  const { data: source, width, height, channels } = image;
  refuseOutside(rect, width, height);
  const rowLength = rect.width * channels;
  const data = new Float32Array(rowLength * rect.height);
  for (let row = 0; row < rect.height; row++) {
    const start = ((rect.y + row) * width + rect.x) * channels;
    data.set(source.subarray(start, start + rowLength), row * rowLength);
  }
  return { ...image, data, width: rect.width, height: rect.height };
}

/** The top-left part, at most `width` × `height` px; the picture itself when it is no larger. */
export function cropTopLeft<Picture extends ImageF32>(image: Picture, width: number, height: number): Picture {
  if (image.width <= width && image.height <= height) return image;
  return crop(image, { x: 0, y: 0, width: Math.min(width, image.width), height: Math.min(height, image.height) });
}

/** Copies a plane into another, its corner at (left, top); what reaches beyond the other is left out. */
export function paste(from: Plane, into: Plane, left: number, top: number): void {
  const [first, end] = [Math.max(0, -left), Math.min(from.width, into.width - left)];
  for (let y = Math.max(0, -top); y < Math.min(from.height, into.height - top); y++) {
    const row = from.data.subarray(y * from.width + first, y * from.width + end);
    into.data.set(row, (top + y) * into.width + left + first);
  }
}
