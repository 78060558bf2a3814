import type { Bounds, Point, Size } from '../../lib/viewport';

/** Device pixels between two panes. */
const GAP = 2;

/**
 * Cuts a stage into equal panes, row by row, so that a picture shown whole in each of them is as large as can be.
 * All in device pixels; panes have whole sizes, so that 100 % is exact in each.
 */
export function paneBounds(count: number, stage: Size, picture: Size): Bounds[] {
  const layouts = Array.from({ length: count }, (_, index) => layoutOf(index + 1, count, stage));
  const best = layouts.reduce((a, b) => (roomFor(picture, b.pane) > roomFor(picture, a.pane) ? b : a));
  return Array.from({ length: count }, (_, index) => ({
    left: (index % best.columns) * (best.pane.width + GAP),
    top: Math.floor(index / best.columns) * (best.pane.height + GAP),
    ...best.pane,
  }));
}

/** How large a picture can be in a pane: not rounded, so that of two panes that show it alike large, the roomier is told. */
const roomFor = (picture: Size, pane: Size): number =>
  Math.min(pane.width / picture.width, pane.height / picture.height);

function layoutOf(columns: number, count: number, stage: Size): { columns: number; pane: Size } {
  const rows = Math.ceil(count / columns);
  const share = (length: number, parts: number) => Math.max(1, Math.floor((length - GAP * (parts - 1)) / parts));
  return { columns, pane: { width: share(stage.width, columns), height: share(stage.height, rows) } };
}

/** The place inside the pane that holds a point of the stage; null between the panes. */
export function pointInPane(point: Point, panes: readonly Bounds[]): Point | null {
  const inside = (length: number, at: number) => at >= 0 && at < length;
  const pane = panes.find(
    ({ left, top, width, height }) => inside(width, point.x - left) && inside(height, point.y - top),
  );
  return pane ? { x: point.x - pane.left, y: point.y - pane.top } : null;
}
