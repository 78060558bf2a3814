import { describe, expect, it } from 'vitest';
import { planeOf, type Plane } from '../../../src-main/core/image/plane';
import { meanScores, scoresOf } from '../../../tools/study/perceptual/scores';
import { detailKept } from '../../../tools/study/perceptual/detail';
import { niqe } from '../../../tools/study/perceptual/niqe';
import { readNpz } from '../../../tools/study/perceptual/npz';
import { smoothAreas, smoothError } from '../../../tools/study/perceptual/smooth-areas';

const plane = (width: number, height: number, of: (x: number, y: number) => number): Plane =>
  planeOf(
    Float32Array.from({ length: width * height }, (_, at) => of(at % width, Math.floor(at / width))),
    width,
    height,
  );

/** Written by NumPy 2: a = [1, 2.5] stored, b = [−3] deflated, and c = [7], which are no floats. */
const NPZ =
  'UEsDBBQAAAAAADOtfF1gnsbbkAAAAJAAAAAFAAAAYS5ucHmTTlVNUFkBAHYAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6' +
  'IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg' +
  'ICAgICAgCgAAAAAAAPA/AAAAAAAABEBQSwMEFAAAAAgAM618XYNTvCZJAAAAiAAAAAUAAABiLm5weZvsF+obEMnIUMZQrZ6SWpxcpG6l' +
  'oG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoY6mjoKtQoUAC4GMOA4AABQSwMEFAAAAAgAM618XbmTe5hIAAAAiAAA' +
  'AAUAAABjLm5weZvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GoY6mjoKtQoUAC52' +
  'BggAAFBLAQIUAxQAAAAAADOtfF1gnsbbkAAAAJAAAAAFAAAAAAAAAAAAAACAAQAAAABhLm5weVBLAQIUAxQAAAAIADOtfF2DU7wmSQAA' +
  'AIgAAAAFAAAAAAAAAAAAAACAAbMAAABiLm5weVBLAQIUAxQAAAAIADOtfF25k3uYSAAAAIgAAAAFAAAAAAAAAAAAAACAAR8BAABjLm5w' +
  'eVBLBQYAAAAAAwADAJkAAACKAQAAAAA=';

describe('detail kept', () => {
  const waves = (cycles: number, amplitude = 1) =>
    plane(60, 50, (x) => 0.5 + amplitude * Math.sin(2 * Math.PI * cycles * x));

  it('is the share of energy at 0.25–0.5 cycles a pixel, and not below', () => {
    expect(detailKept(waves(0.35, 0.2), waves(0.35, 0.4))).toBeCloseTo(0.25, 3);
    const coarse = waves(0.1);
    const both = plane(60, 50, (x, y) => coarse.data[y * 60 + x]! + 0.1 * Math.sin(2 * Math.PI * 0.35 * x));
    expect(detailKept(coarse, both)).toBeLessThan(0.01);
  });
});

describe('smooth areas', () => {
  /** A ramp of a level in four pixels with one bright dot. */
  const clean = plane(80, 60, (x, y) => (x === 40 && y === 30 ? 1 : 0.2 + x / 1020));

  it('lie where nothing else is near, and the error is measured there alone', () => {
    const counted = smoothAreas(clean);
    // The window of 9 px sees the dot from 4 px, and 5 px more lie too near.
    expect([-10, -9, 9, 10].map((off) => counted[30 * 80 + 40 + off])).toEqual([1, 0, 0, 1]);
    expect(counted[0]).toBe(1);
    const restored = plane(80, 60, (x, y) => clean.data[y * 80 + x]! + (x === 40 ? 0.5 : 2 / 255));
    const spared = plane(80, 60, (x, y) => clean.data[y * 80 + x]! + (Math.hypot(x - 40, y - 30) < 8 ? 0.5 : 2 / 255));
    expect(smoothError(spared, clean)).toBeCloseTo(2, 3);
    expect(smoothError(restored, clean)).toBeGreaterThan(5);
    const rough = plane(80, 60, (x, y) => (x * 7 + y * 13) % 2);
    expect(smoothError(rough, rough)).toBeNull();
  });
});

describe('NIQE', () => {
  it('is what the reference arithmetic gives', () => {
    const picture = plane(290, 200, (x, y) => {
      const noise = ((x * 7919 + y * 104729) % 251) / 251 - 0.5;
      const value = 128 + 60 * Math.sin(x / 7 + (y * y) / 900) + 40 * Math.cos((x * y) / 500) + 20 * noise;
      return Math.min(255, Math.max(0, Math.round(value))) / 255;
    });
    const tap = (at: number) => Math.exp(-((at - 3) ** 2) / (2 * (7 / 6) ** 2));
    const taps = Float64Array.from({ length: 49 }, (_, at) => tap(at % 7) * tap(Math.floor(at / 7)));
    const sum = taps.reduce((total, weight) => total + weight);
    const natural = {
      mean: Float64Array.from({ length: 36 }, (_, at) => 0.1 * (at + 1)),
      covariance: Float64Array.from({ length: 36 ** 2 }, (_, at) => (at % 37 === 0 ? 1 + at / 370 : 0)),
      window: taps.map((weight) => weight / sum),
    };
    // From NumPy and SciPy, with pinv in place of Cholesky.
    expect(niqe(picture, natural)).toBeCloseTo(8.931, 3);
  });
});

describe('arrays of NumPy', () => {
  it('are read from an archive, stored or deflated', () => {
    const arrays = readNpz(Buffer.from(NPZ, 'base64'));
    expect([...arrays].map(([name, values]) => [name, [...values]])).toEqual([
      ['a', [1, 2.5]],
      ['b', [-3]],
    ]);
  });
});

describe('perceptual scores', () => {
  it('measures against the clean picture and against another restoration', () => {
    const clean = plane(64, 48, (x, y) => ((x * 5 + y * 3) % 17) / 17);
    const seen = (by: number) => ({
      picture: 'a',
      clean,
      restored: { ...clean, data: clean.data.map((v) => v + by / 255) },
    });
    const one = scoresOf(seen(3), seen(1), null);
    expect(one).toMatchObject({ niqe: null, smoothError: null });
    expect([one.meanDifference, one.maxDifference]).toEqual([expect.closeTo(2, 3), expect.closeTo(2, 3)]);
    const other = scoresOf(seen(5), seen(1), null);
    const both = meanScores([one, other]);
    expect(both.meanDifference).toBeCloseTo(3, 3);
    expect(both.maxDifference).toBe(other.maxDifference);
  });
});
