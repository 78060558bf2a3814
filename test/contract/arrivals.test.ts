import { expect, it } from 'vitest';
import { createArrivals, EMPTY_SCANS } from '@contract/arrivals';

const photo = (relative: string, bytes: number, modifiedMs = 1) => ({ id: relative, relative, bytes, modifiedMs });

it('a photo is taken once it is whole, and again when it has changed', () => {
  const arrivals = createArrivals();
  expect(arrivals.of([photo('a.jpg', 10)])).toEqual([]);
  expect(arrivals.of([photo('a.jpg', 20), photo('b.jpg', 5)])).toEqual([]);
  expect(arrivals.of([photo('a.jpg', 20), photo('b.jpg', 5), photo('c.jpg', 0)])).toEqual(['a.jpg', 'b.jpg']);
  expect(arrivals.of([photo('a.jpg', 20), photo('b.jpg', 6), photo('c.jpg', 0)])).toEqual([]);
  expect(arrivals.of([photo('a.jpg', 20), photo('b.jpg', 6), photo('c.jpg', 0)])).toEqual(['b.jpg']);
});

it('one that was taken away and comes back the same is not taken again', () => {
  const arrivals = createArrivals();
  const a = photo('a.jpg', 10);
  expect([[a], [a], [], [a], [a]].map((photos) => arrivals.of(photos))).toEqual([[], ['a.jpg'], [], [], []]);
});

it('one that stays empty is taken late, once, so that it is refused in words', () => {
  const arrivals = createArrivals();
  const told = Array.from({ length: EMPTY_SCANS + 3 }, () => arrivals.of([photo('a.jpg', 0)]));
  expect(told.flatMap((arrived, at) => arrived.map((name) => [at, name]))).toEqual([[EMPTY_SCANS, 'a.jpg']]);
});

it('another photo of as many bytes under the same name is taken too', () => {
  const arrivals = createArrivals();
  const [a, b] = [photo('scan.tif', 10, 1), photo('scan.tif', 10, 2)];
  expect([[a], [a], [b], [b], [b]].map((photos) => arrivals.of(photos))).toEqual([
    [],
    ['scan.tif'],
    [],
    ['scan.tif'],
    [],
  ]);
});
