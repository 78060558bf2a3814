import { expect, it } from 'vitest';
import { boundedCurve } from '../../src-main/host/history';

it('keeps a long curve short, evenly thinned, first and newest included', () => {
  const curve = boundedCurve<number>(100);
  for (let point = 0; point < 12_345; point++) {
    curve.add(point);
    const points = curve.points();
    expect(points.length).toBeLessThanOrEqual(100);
    expect([points[0], points.at(-1)]).toEqual([0, point]);
  }
  const gaps = curve
    .points()
    .slice(0, -1)
    .map((point, index, all) => point - (all[index - 1] ?? point - 256));
  expect(new Set(gaps.slice(1)).size).toBe(1);
});

it('keeps a short curve whole', () => {
  const curve = boundedCurve<number>();
  expect(curve.points()).toEqual([]);
  for (const point of [3, 1, 2]) curve.add(point);
  expect(curve.points()).toEqual([3, 1, 2]);
});
