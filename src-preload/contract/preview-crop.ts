import type { Rect } from './model-spec';

/** Side of the crop that previews show, in pixels of the clean picture. */
export const PREVIEW_SIDE = 160;

/** The crop about a point of the clean picture, moved inside an area of it; the area's middle where no point is given. */
export function previewRect(point: { x: number; y: number } | null, area: Rect): Rect {
  const side = Math.min(PREVIEW_SIDE, area.width, area.height);
  const { x, y } = point ?? { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const start = (at: number, first: number, length: number) =>
    first + Math.max(0, Math.min(length - side, Math.floor(at - first - side / 2)));
  return { x: start(x, area.x, area.width), y: start(y, area.y, area.height), width: side, height: side };
}
