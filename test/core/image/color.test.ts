import { describe, expect, test } from 'vitest';
import { luminance, toYCbCr } from '../../../src-main/core/image/color';
import { flatPicture, largestDifference } from './drawn-picture';

const pixel = (...data: number[]) => ({ data: Float32Array.from(data), width: 1, height: 1, channels: data.length });

describe('colour', () => {
  // BT.601 full range, by hand: the primaries' luminance weights; JFIF's Cb and Cr of them.
  test.each([
    [
      [1, 0, 0],
      [0.299, 0.331264, 1],
    ],
    [
      [0, 1, 0],
      [0.587, 0.168736, 0.081312],
    ],
    [
      [0, 0, 1],
      [0.114, 1, 0.418688],
    ],
    [
      [1, 1, 1],
      [1, 0.5, 0.5],
    ],
    [
      [0, 0, 0],
      [0, 0.5, 0.5],
    ],
  ])('RGB %j is YCbCr %j', (rgb, expected) => {
    expect(largestDifference(toYCbCr(pixel(...rgb)).data, expected)).toBeLessThan(1e-6);
    expect(luminance(pixel(...rgb)).data[0]).toBeCloseTo(expected[0]!, 6);
  });

  test('a grey picture is its own luminance', () => {
    const grey = flatPicture(3, 2, 1, 0.25);
    expect(luminance(grey)).toBe(grey);
  });

  test('other channel counts are refused in words', () => {
    expect(() => luminance(flatPicture(1, 1, 4, 0))).toThrow('must have 1 or 3 channels, not 4');
    expect(() => toYCbCr(flatPicture(1, 1, 1, 0))).toThrow('not 1');
  });
});
