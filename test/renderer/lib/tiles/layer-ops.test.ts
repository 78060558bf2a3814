import { describe, expect, it } from 'vitest';
import { heatTable } from '../../../../src-renderer/lib/tiles/heat';
import { computeLayer, largestDifference, opKey } from '../../../../src-renderer/lib/tiles/layer-ops';

const pixels = (...values: number[]) => Uint8ClampedArray.from(values);
const HEAT = heatTable();
const heat = (value: number) => [...HEAT.subarray(value * 3, value * 3 + 3)];

describe('layer operations', () => {
  it('show the largest difference of the three channels, times the gain, full at the end of the scale', () => {
    const a = pixels(10, 20, 30, 255, 0, 0, 0, 255, 9, 9, 9, 255);
    const b = pixels(11, 25, 28, 255, 200, 0, 0, 255, 9, 9, 9, 255);
    const shown = computeLayer({ kind: 'difference', of: ['a', 'b'], gain: 4 }, [a, b]);
    expect([...shown]).toEqual([...heat(20), 255, ...heat(255), 255, ...heat(0), 255]);
    expect(largestDifference([1, 2, 3], [4, 9, 3])).toBe(7);
  });

  it('mix by a share that is rounded once', () => {
    const [a, b] = [pixels(10, 100, 200, 255), pixels(20, 50, 0, 255)];
    expect([...computeLayer({ kind: 'mix', of: ['a', 'b'], gain: 0.3 }, [a, b])]).toEqual([13, 85, 140, 255]);
  });

  it('cover more where a map is higher, and erase by it', () => {
    const map = () => pixels(0, 0, 0, 255, 50, 50, 50, 255, 100, 100, 100, 255);
    expect([...computeLayer({ kind: 'heat', of: ['m'], gain: 4 }, [map()])].filter((_, at) => at % 4 === 3)).toEqual([
      0, 200, 255,
    ]);
    expect([...computeLayer({ kind: 'mask', of: ['m'], gain: 2 }, [map()])].filter((_, at) => at % 4 === 3)).toEqual([
      0, 100, 200,
    ]);
  });

  it('refuse pictures of two sizes', () => {
    expect(() => computeLayer({ kind: 'difference', of: ['a', 'b'], gain: 1 }, [pixels(1, 1, 1, 1), pixels()])).toThrow(
      RangeError,
    );
  });

  it('are told apart by what they are made of', () => {
    const keys = [
      opKey({ kind: 'difference', of: ['a', 'b'], gain: 1 }),
      opKey({ kind: 'difference', of: ['b', 'a'], gain: 1 }),
      opKey({ kind: 'difference', of: ['a', 'b'], gain: 2 }),
      opKey({ kind: 'heat', of: ['a'], gain: 1 }),
      opKey({ kind: 'mask', of: ['a'], gain: 1 }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('use a scale that only gets lighter, so that it is read without colour too', () => {
    const lightness = Array.from({ length: 256 }, (_, value) => {
      const [red, green, blue] = heat(value) as [number, number, number];
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    expect(lightness.every((value, index) => index === 0 || value >= lightness[index - 1]! - 0.5)).toBe(true);
    expect(lightness[255]! - lightness[0]!).toBeGreaterThan(200);
  });
});
