import { expect, it } from 'vitest';
import { previewCrops } from '../../../src-renderer/lib/preview-crops';
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

it('previews the same piece of a small degraded picture and its large clean one', () => {
  const crops = previewCrops({ width: 200, height: 150 }, { width: 600, height: 450 }, null);
  expect(crops.clean).toEqual({ x: 204, y: 129, width: 192, height: 192 });
  expect(crops.degraded).toEqual({ x: 68, y: 43, width: 64, height: 64 });
});
