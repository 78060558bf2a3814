import type { HistoryPoint } from '@contract/model-card';

const MAX_POINTS = 500;

/** Keeps at most 500 points however long a training runs, all measured ones first. */
export function addPoint(history: HistoryPoint[], point: HistoryPoint): HistoryPoint[] {
  const longer = [...history, point];
  return longer.length <= MAX_POINTS ? longer : thin(longer);
}

/** Drops every other point, but never the first, the last or one with a validation PSNR while others can go. */
function thin(points: HistoryPoint[]): HistoryPoint[] {
  const plain = points.filter((point) => point.validationPsnr === null).length;
  const mayDrop = plain > MAX_POINTS / 4 ? (point: HistoryPoint) => point.validationPsnr === null : () => true;
  let dropped = false;
  return points.filter((point, index) => {
    if (index === 0 || index === points.length - 1 || !mayDrop(point)) return true;
    dropped = !dropped;
    return !dropped;
  });
}
