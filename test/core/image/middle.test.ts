import { expect, it } from 'vitest';
import { middleOf } from '../../../src-main/core/image/middle';

const part = { x: 100, y: 50, width: 4000, height: 2000 };

it('the middle of a part keeps its shape and its centre', () => {
  expect(middleOf(part, 2_000_000, 128)).toEqual({ x: 1100, y: 550, width: 2000, height: 1000 });
  expect(middleOf(part, 1e9, 128)).toEqual(part);
});

it('is never smaller than can be judged, nor larger than the part', () => {
  expect(middleOf(part, 10, 128)).toMatchObject({ width: 128, height: 128 });
  expect(middleOf({ ...part, height: 60 }, 10, 128)).toMatchObject({ width: 128, height: 60, y: 50 });
});
