import { expect, it } from 'vitest';
import { middlesOf } from '../../../src-main/core/pair/geometry';

it('both middles of a pair of one size are one place', () => {
  const size = { width: 6000, height: 4001 };
  const { degraded, clean } = middlesOf(size, size, 512);
  expect(degraded).toEqual({ x: 2744, y: 1744, width: 512, height: 512 });
  expect(clean).toEqual(degraded);
});

it('of a region it is the middle of that, never more than it', () => {
  const size = { width: 6000, height: 4000 };
  const region = { x: 100, y: 40, width: 301, height: 1000 };
  expect(middlesOf(size, size, 512, region).clean).toEqual({ x: 100, y: 284, width: 301, height: 512 });
});

it.each([2, 3, 4])('an enlarged pair shows the same to the pixel, × %i', (scale) => {
  const small = { width: 1001, height: 667 };
  // Some rows fewer than the small picture asks for.
  const large = { width: small.width * scale, height: small.height * scale - 1 };
  const region = { x: 7, y: 5, width: 4 * 400 + 3, height: large.height - 5 };
  const { degraded, clean } = middlesOf(small, large, 4000, region);
  expect(clean).toEqual({
    x: degraded.x * scale,
    y: degraded.y * scale,
    width: degraded.width * scale,
    height: degraded.height * scale,
  });
  expect(clean.x).toBeGreaterThanOrEqual(region.x);
  expect(clean.y + clean.height).toBeLessThanOrEqual(region.y + region.height);
  expect(clean.x + clean.width).toBeLessThanOrEqual(region.x + region.width);
  expect(degraded.y + degraded.height).toBeLessThanOrEqual(small.height);
});

it('pictures of other sizes have a middle each', () => {
  const { degraded, clean } = middlesOf({ width: 1000, height: 800 }, { width: 980, height: 790 }, 512);
  expect([degraded.x, clean.x]).toEqual([244, 234]);
});
