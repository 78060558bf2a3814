import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crop, cropTopLeft } from '../../../src-main/core/image/crop';
import { gather, indicesWithin } from '../../../src-main/core/image/pad';
import { reduceByMean } from '../../../src-main/core/image/reduce';
import { drawnPicture, flatPicture, pixelAt } from './drawn-picture';

const side = fc.integer({ min: 1, max: 9 });
const padding = fc.integer({ min: 0, max: 20 });

describe('crop', () => {
  test('keeps the pixels under the rectangle', () => {
    const image = drawnPicture(11, 7);
    const part = crop(image, { x: 4, y: 2, width: 6, height: 5 });
    expect([part.width, part.height]).toEqual([6, 5]);
    expect(pixelAt(part, 0, 0)).toEqual(pixelAt(image, 4, 2));
    expect(pixelAt(part, 5, 4)).toEqual(pixelAt(image, 9, 6));
  });

  test.each([
    { x: 6, y: 0, width: 6, height: 7 },
    { x: -1, y: 0, width: 3, height: 3 },
    { x: 0, y: 0, width: 0, height: 3 },
  ])('refuses %j of 11 × 7 px', (rect) => {
    expect(() => crop(drawnPicture(11, 7), rect)).toThrow('reaches outside the picture of 11 × 7 px');
  });

  test('cropTopLeft never enlarges', () => {
    const image = drawnPicture(11, 7);
    expect(cropTopLeft(image, 20, 7)).toBe(image);
    const part = cropTopLeft(image, 8, 20);
    expect([part.width, part.height]).toEqual([8, 7]);
  });
});

describe('symmetric padding', () => {
  test('mirrors between the samples, over and over', () => {
    // numpy.pad(range(3), 7, mode='symmetric')
    const expected = [0, 0, 1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1, 2, 2];
    expect([...indicesWithin(-7, 17, 3)]).toEqual(expected);
  });

  test('cropping the padding off gives the picture back, and both sides of a border mirror each other', () => {
    fc.assert(
      fc.property(side, side, padding, padding, padding, padding, (width, height, top, right, bottom, left) => {
        const image = drawnPicture(width, height);
        const columns = indicesWithin(-left, left + width + right, width);
        const padded = gather(image, columns, indicesWithin(-top, top + height + bottom, height));
        expect(crop(padded, { x: left, y: top, width, height })).toEqual(image);
        for (let distance = 0; distance < Math.min(left, width); distance++) {
          expect(pixelAt(padded, left - 1 - distance, top)).toEqual(pixelAt(padded, left + distance, top));
        }
        for (let distance = 0; distance < Math.min(bottom, height); distance++) {
          const edge = top + height;
          expect(pixelAt(padded, left, edge + distance)).toEqual(pixelAt(padded, left, edge - 1 - distance));
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('reduceByMean', () => {
  test('averages blocks and leaves out the remainder', () => {
    const image = { data: Float32Array.from([1, 3, 9, 5, 7, 9]), width: 3, height: 2, channels: 1 };
    expect(reduceByMean(image, 2)).toEqual({ data: Float32Array.of(4), width: 1, height: 1, channels: 1 });
  });

  test('keeps a flat picture flat and leaves scale 1 alone', () => {
    expect(reduceByMean(flatPicture(6, 9, 3, 0.5), 3)).toEqual(flatPicture(2, 3, 3, 0.5));
    const image = drawnPicture(4, 4);
    expect(reduceByMean(image, 1)).toBe(image);
  });
});
