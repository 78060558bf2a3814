import { describe, expect, it } from 'vitest';
import { addToCurve, CURVE_POINTS, thinCurve } from '@contract/curve';

interface Point {
  step: number;
  measured: boolean;
}
const measured = (point: Point) => point.measured;
const steps = (points: readonly Point[]) => points.map(({ step }) => step);
const grown = (last: number) => {
  let points: Point[] = [];
  for (let step = 1; step <= last; step++) {
    points = addToCurve(points, { step, measured: step % 100 === 0 }, measured);
    expect(points.length).toBeLessThanOrEqual(CURVE_POINTS);
    expect([points[0]!.step, points.at(-1)!.step]).toEqual([1, step]);
  }
  return points;
};

describe('a curve that grows', () => {
  it('keeps both ends, its order, and the measured points while these are few', () => {
    const points = grown(5000);
    expect(points.filter(measured)).toHaveLength(50);
    expect(steps(points)).toEqual(steps(points).toSorted((a, b) => a - b));
  });

  it('takes back what came after a step that it goes back to', () => {
    const points = [1, 2, 3, 4, 5].map((step) => ({ step, measured: false }));
    expect(steps(addToCurve(points, { step: 3, measured: false }))).toEqual([1, 2, 3]);
  });

  it('stays dense from its beginning to its end', () => {
    const points = steps(grown(20_000));
    const gaps = points.slice(1).map((step, index) => step - points[index]!);
    // Half of CURVE_POINTS are kept, one a stretch of a power of two, 128 steps here.
    expect(Math.max(...gaps)).toBeLessThan(3 * 128);
  });
});

describe('thinning', () => {
  const line = (length: number) => Array.from({ length }, (_, step): Point => ({ step, measured: false }));

  it('leaves a short curve alone', () => {
    expect(thinCurve(line(3), 3)).toEqual(line(3));
  });

  it.each([2, 3, 10, 250, 499])('keeps at most %d points, evenly apart', (most) => {
    const points = steps(thinCurve(line(500), most));
    expect(points.length).toBeLessThanOrEqual(most);
    expect([points[0], points.at(-1)]).toEqual([0, 499]);
    const gaps = points.slice(1, -1).map((step, index) => step - points[index]!);
    expect(new Set(gaps).size).toBeLessThanOrEqual(1);
  });

  it('of points at one step keeps the ends', () => {
    expect(
      thinCurve(
        line(9).map((point) => ({ ...point, step: 4 })),
        3,
      ),
    ).toHaveLength(2);
  });
});
