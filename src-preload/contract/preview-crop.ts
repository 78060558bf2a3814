import type { Rect } from './model-spec';

/** What previews show, in pixels of the clean picture: as wide as photos are, so that it fills its room. */
const PREVIEW_SIZE = { width: 192, height: 128 };

/** The crop about a point of the clean picture, moved inside an area of it; the area's middle where no point is given. */
export function previewRect(point: { x: number; y: number } | null, area: Rect): Rect {
  const width = Math.min(PREVIEW_SIZE.width, area.width);
  const height = Math.min(PREVIEW_SIZE.height, area.height);
  const { x, y } = point ?? { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const start = (at: number, side: number, first: number, length: number) =>
    first + Math.max(0, Math.min(length - side, Math.floor(at - first - side / 2)));
  return { x: start(x, width, area.x, area.width), y: start(y, height, area.y, area.height), width, height };
}
