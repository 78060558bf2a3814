import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enlargeBicubic, enlargedSource } from '../../../src-main/core/image/bicubic';
import { crop } from '../../../src-main/core/image/crop';
import type { ImageF32, PixelSource } from '../../../src-main/core/image/image';
import { drawnPicture, flatPicture, largestDifference, pixelAt } from './drawn-picture';

const scale = fc.integer({ min: 2, max: 4 });

function sourceOf(image: ImageF32): PixelSource {
  return { width: image.width, height: image.height, channels: 3, read: (rect) => Promise.resolve(crop(image, rect)) };
}

describe('bicubic enlargement', () => {
  // Pillow 13: each channel symmetrically padded by 4 px, Image.resize(BICUBIC) in mode F, padding cropped off.
  test.each([
    [2, 51, 40, [0.45010701, 0.76383251, 0.07363641]],
    [2, 93, 75, [0.93124998, 0.24105392, 0.55477941]],
    [4, 0, 151, [0.9245711, 0.234375, 0.54810053]],
    [4, 99, 77, [0.450674891, 0.764400363, 0.000674875686]],
  ])('× %i agrees with Pillow at (%i, %i)', (factor, x, y, expected) => {
    expect(largestDifference(pixelAt(enlargeBicubic(drawnPicture(47, 38), factor), x, y), expected)).toBeLessThan(2e-6);
  });

  test('keeps a flat picture flat', () => {
    fc.assert(
      fc.property(scale, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (factor, width, height) => {
        const enlarged = enlargeBicubic(flatPicture(width, height, 1, 0.7), factor);
        expect([enlarged.width, enlarged.height]).toEqual([width * factor, height * factor]);
        expect(
          largestDifference(enlarged.data, flatPicture(width * factor, height * factor, 1, 0.7).data),
        ).toBeLessThan(1e-6);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  test('continues a straight ramp exactly, away from the borders', () => {
    const ramp = { data: Float32Array.from({ length: 12 }, (_, x) => x / 16), width: 12, height: 1, channels: 1 };
    const enlarged = enlargeBicubic(ramp, 3);
    for (let x = 6; x < 30; x++) expect(enlarged.data[x]).toBeCloseTo(((x + 0.5) / 3 - 0.5) / 16, 6);
  });

  test('reading any part of an enlarged source gives that part of the whole', async () => {
    const image = drawnPicture(13, 9);
    const part = fc.tuple(scale, fc.nat(), fc.nat(), fc.nat(), fc.nat());
    await fc.assert(
      fc.asyncProperty(part, async ([factor, a, b, c, d]) => {
        const source = enlargedSource(sourceOf(image), factor);
        const [x, y] = [a % source.width, b % source.height];
        const rect = { x, y, width: 1 + (c % (source.width - x)), height: 1 + (d % (source.height - y)) };
        expect(await source.read(rect)).toEqual(crop(enlargeBicubic(image, factor), rect));
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});
