import { describe, expect, it } from 'vitest';
import { middleAfter, partAbout } from '../../../src-renderer/lib/preview-crop';

describe('the part about a point', () => {
  const photo = { width: 6000, height: 4000 };
  const size = { width: 480, height: 360 };

  it('lies about it, inside the photo', () => {
    expect(partAbout({ x: 0.5, y: 0.5 }, photo, size)).toEqual({ x: 2760, y: 1820, ...size });
    expect(partAbout({ x: 0, y: 1 }, photo, size)).toEqual({ x: 0, y: 3640, ...size });
  });

  it('is all of a photo that is smaller', () => {
    expect(partAbout({ x: 1, y: 0 }, { width: 7, height: 5 }, size)).toEqual({ x: 0, y: 0, width: 7, height: 5 });
  });
});

it('a part that is moved goes by parts, and no farther than the edge', () => {
  const [part, whole] = [
    { x: 100, y: 0, width: 200, height: 100 },
    { width: 1000, height: 400 },
  ];
  expect(middleAfter(part, whole, { x: 0.5, y: 0 })).toEqual({ x: 0.3, y: 0.125 });
  expect(middleAfter(part, whole, { x: -4, y: 9 })).toEqual({ x: 0, y: 1 });
});
