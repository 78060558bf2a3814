/** A curve that never holds more than `limit` points: when full, every second one goes and only every second is taken on. */
export interface BoundedCurve<Point> {
  add(point: Point): void;
  /** Evenly thinned, the newest point always last. */
  points(): Point[];
}

export function boundedCurve<Point>(limit = 500): BoundedCurve<Point> {
  let kept: Point[] = [];
  let newest: Point | null = null;
  let stride = 1;
  let added = 0;
  return {
    add(point) {
      newest = point;
      if (added++ % stride !== 0) return;
      kept.push(point);
      if (kept.length < limit) return;
      kept = kept.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    points: () => (newest === null || kept.at(-1) === newest ? [...kept] : [...kept, newest]),
  };
}
