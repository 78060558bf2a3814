import { describe, expect, it } from 'vitest';
import { inDegraded, previewCrop, pointAt } from '../../../src-renderer/lib/preview-crop';
import { middleRegion, rectBetween, rectInside } from '../../../src-renderer/lib/region';

const picture = { width: 400, height: 300 };

it('takes a drag in any direction, cut at the edges', () => {
  expect(rectBetween({ x: 0.75, y: 0.5 }, { x: 0.25, y: -2 }, picture)).toEqual({
    x: 100,
    y: 0,
    width: 200,
    height: 150,
  });
  expect(rectBetween({ x: 0.5, y: 0.5 }, { x: 0.501, y: 0.9 }, picture)).toBeNull();
});

it('brings a typed region inside the picture', () => {
  expect(rectInside({ x: 390, y: 10.4, width: 200, height: 20 }, picture, 64)).toEqual({
    x: 200,
    y: 10,
    width: 200,
    height: 64,
  });
  expect(rectInside({ x: 0, y: 0, width: 10, height: 10 }, { width: 50, height: 40 }, 64)).toEqual({
    x: 0,
    y: 0,
    width: 50,
    height: 40,
  });
});

it('starts in the middle, no smaller than is advised', () => {
  expect(middleRegion(picture, 128)).toEqual({ x: 100, y: 75, width: 200, height: 150 });
  expect(middleRegion({ width: 200, height: 100 }, 128)).toEqual({ x: 36, y: 0, width: 128, height: 100 });
});

describe('the part that is looked at', () => {
  const clean = { width: 600, height: 450 };

  it('is the middle, and the same piece of a small degraded picture', () => {
    const crop = previewCrop(null, clean, null);
    expect(crop).toEqual({ x: 204, y: 161, width: 192, height: 128 });
    expect(inDegraded(crop, { width: 200, height: 150 }, clean)).toEqual({ x: 68, y: 53, width: 64, height: 42 });
  });

  it('stays inside what is learned from', () => {
    const region = { x: 100, y: 50, width: 200, height: 128 };
    expect(previewCrop({ x: 0, y: 0 }, clean, region)).toEqual({ x: 100, y: 50, width: 192, height: 128 });
    expect(previewCrop({ x: 600, y: 450 }, clean, region)).toMatchObject({ x: 108, y: 50 });
  });

  it('is found under the pointer, also where the picture leaves bars', () => {
    const box = { width: 300, height: 300 };
    expect(pointAt({ x: 0.5, y: 0.5 }, box, clean)).toEqual({ x: 300, y: 225 });
    expect(pointAt({ x: 0, y: 0 }, box, clean)).toEqual({ x: 0, y: 0 });
    expect(pointAt({ x: 0.25, y: 0.125 + 0.25 }, box, clean)).toEqual({ x: 150, y: 150 });
  });
});
