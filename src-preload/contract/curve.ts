/** The most points that a training's curve keeps, however long the training takes. */
export const CURVE_POINTS = 500;

interface CurvePoint {
  step: number;
}

/**
 * At most `most` points of a curve, evenly apart in steps. The first and the last point stay, and those that `matters`
 * picks while they are at most half of what may stay. `most` is at least 2.
 */
export function thinCurve<Point extends CurvePoint>(
  points: readonly Point[],
  most: number,
  matters: (point: Point) => boolean = () => false,
): Point[] {
  if (points.length <= most) return [...points];
  const needed = points.filter(matters).length;
  if (needed === 0 || needed > most / 2) return evenly(points, most);
  const others = new Set(
    evenly(
      points.filter((point) => !matters(point)),
      most - needed,
    ),
  );
  return points.filter((point) => matters(point) || others.has(point));
}

/**
 * One more point; past CURVE_POINTS half of them stay, so that a long curve is thinned now and then only. A training that
 * went back to an earlier step takes back what came after it.
 */
export function addToCurve<Point extends CurvePoint>(
  points: readonly Point[],
  point: Point,
  matters?: (point: Point) => boolean,
): Point[] {
  const hasGoneBack = (points.at(-1)?.step ?? 0) > point.step;
  const before = hasGoneBack ? points.filter(({ step }) => step < point.step) : points;
  const longer = [...before, point];
  return longer.length <= CURVE_POINTS ? longer : thinCurve(longer, CURVE_POINTS / 2, matters);
}

/**
 * The first point of every stretch of so many steps, and the last one. Stretches are powers of two, so that thinning a
 * thinned curve gives what thinning the whole one would.
 */
function evenly<Point extends CurvePoint>(points: readonly Point[], most: number): Point[] {
  const span = points.at(-1)!.step - points[0]!.step;
  const stretch = 2 ** Math.ceil(Math.log2(Math.max(1, span / (most - 2))));
  const place = ({ step }: Point) => Math.floor(step / stretch);
  const isFirst = (point: Point, index: number) => index === 0 || place(point) !== place(points[index - 1]!);
  return points.filter((point, index) => index === points.length - 1 || isFirst(point, index));
}
