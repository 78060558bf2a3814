import { previewRect } from '@contract/preview-crop';
import type { Rect } from '@contract/model-spec';
import type { Point, Size } from './viewport';

/** The crop about a point of the clean picture, inside what is learned from: the region, or the whole picture. */
export function previewCrop(point: Point | null, clean: Size, region: Rect | null): Rect {
  return previewRect(point, region ?? { x: 0, y: 0, width: clean.width, height: clean.height });
}

/** The part of a size about a point (0–1 of each side) of a photo, moved inside it. */
export function partAbout(point: Point, photo: Size, size: Size): Rect {
  const along = (at: number, length: number, wanted: number) => {
    const side = Math.min(wanted, length);
    return { start: Math.round(Math.min(length - side, Math.max(0, at * length - side / 2))), side };
  };
  const [across, down] = [along(point.x, photo.width, size.width), along(point.y, photo.height, size.height)];
  return { x: across.start, y: down.start, width: across.side, height: down.side };
}

/** The middle (0–1 of each side of the whole) of a part that is moved by so many parts, and no farther than the edge. */
export function middleAfter(part: Rect, whole: Size, parts: Point): Point {
  const along = (start: number, length: number, by: number, all: number) =>
    Math.min(1, Math.max(0, (start + length * (0.5 + by)) / all));
  return {
    x: along(part.x, part.width, parts.x, whole.width),
    y: along(part.y, part.height, parts.y, whole.height),
  };
}

/** The same crop in the degraded picture, which may be smaller. */
export function inDegraded(crop: Rect, degraded: Size, clean: Size): Rect {
  const scale = Math.max(1, Math.round(clean.width / degraded.width));
  const small = (value: number) => Math.floor(value / scale);
  return {
    x: small(crop.x),
    y: small(crop.y),
    width: Math.max(1, small(crop.width)),
    height: Math.max(1, small(crop.height)),
  };
}

/** The point of the picture under a place of its box (0–1 each way), where the picture is shown whole and centred. */
export function pointAt(place: Point, box: Size, picture: Size): Point {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const along = (at: number, length: number, size: number) =>
    Math.max(0, Math.min(size, (at * length - (length - size * scale) / 2) / scale));
  return { x: along(place.x, box.width, picture.width), y: along(place.y, box.height, picture.height) };
}

/** Where a part lies in a box that shows the whole, as a style. */
export function placeOf(part: Rect, { width, height }: Size): string {
  const percent = (share: number) => `${100 * share}%`;
  const size = `inline-size:${percent(part.width / width)};block-size:${percent(part.height / height)}`;
  return `inset-inline-start:${percent(part.x / width)};inset-block-start:${percent(part.y / height)};${size}`;
}
