import { afterEach, expect, it } from 'vitest';
import { createRandom } from '../../../src-main/core/random';
import { BandKernel, doBandsInThisThread, doBandsWith } from '../../../src-main/core/nonlocal/band-kernel';
import { bandsOf } from '../../../src-main/core/nonlocal/bands';
import { collaborate, sampleCurves, type Pass } from '../../../src-main/core/nonlocal/collaborate';
import { learnFilter, type Scale } from '../../../src-main/core/nonlocal/filter';
import { measureNoise } from '../../../src-main/core/nonlocal/noise-law';
import type { Plane } from '../../../src-main/core/image/plane';
import { toOpponent } from '../../../src-main/core/nonlocal/opponent';
import { HARD, uniformShrinkage, usualShrinkage } from '../../../src-main/core/nonlocal/shrinkage';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { drawnPhoto } from './noisy';

const clean = drawnPhoto(3, 168);
const white = (image: ImageF32, deviation: number) => {
  const random = createRandom(5);
  return { ...image, data: image.data.map((value) => value + deviation * random.normal()) };
};
const passOf = (image: ImageF32, truth: ImageF32): Pass => {
  const noisy = toOpponent(image);
  return {
    noisy,
    matched: noisy.planes[0]!,
    law: measureNoise(image, truth),
    walk: { step: 5, radius: 9, most: 16 },
    area: { x: 0, y: 0, width: image.width, height: image.height },
    anchor: { x: 2, y: 3 },
  };
};
const pass = passOf(white(clean, 0.08), clean);
const curves = usualShrinkage(3, HARD);

afterEach(() => {
  doBandsWith(doBandsInThisThread);
});

it('bands part the references, none twice', () => {
  for (const [first, last, step] of [
    [3, 160, 5],
    [0, 63, 6],
    [7, 7, 4],
    [9, 5, 4],
  ] as const) {
    const all = bandsOf(first, last, step).flatMap((band) => {
      const rows = [];
      for (let row = band.first; row <= band.last; row += step) rows.push(row);
      return rows;
    });
    expect(all).toEqual(
      Array.from({ length: Math.max(0, Math.floor((last - first) / step) + 1) }, (_, i) => first + i * step),
    );
  }
});

it('done in another order and by several kernels, the result is the same to the last bit', () => {
  const guide = collaborate(pass, curves);
  const fit = sampleCurves({ ...pass, guide }, toOpponent(clean));
  const kernels = [new BandKernel(), new BandKernel()];
  let bandsDone = 0;
  doBandsWith((work, bands) => {
    for (const band of bands.toReversed()) kernels[bandsDone++ % 2]!.run(work, band);
  });
  expect(collaborate(pass, curves)).toEqual(guide);
  expect(sampleCurves({ ...pass, guide }, toOpponent(clean))).toEqual(fit);
  expect(bandsDone).toBeGreaterThan(4);
});

it('where nothing is shrunk every pixel stays as it is', () => {
  const { planes } = collaborate(
    pass,
    uniformShrinkage(3, () => 1),
  );
  const worst = Math.max(
    ...planes.map((plane, at) =>
      plane.reduce((most, value, i) => Math.max(most, Math.abs(value - pass.noisy.planes[at]![i]!)), 0),
    ),
  );
  expect(worst).toBeLessThan(1e-5);
});

it('finds every repetition of a pattern: where it is all noise otherwise, sixteen blocks leave a third of it or less', () => {
  const random = createRandom(8);
  const tile = Float32Array.from({ length: 36 }, () => 0.2 + 0.6 * random.next());
  const size = 96;
  const pattern = {
    width: size,
    height: size,
    channels: 1,
    data: Float32Array.from(
      { length: size * size },
      (_, i) => tile[(Math.floor(i / size) % 6) * 6 + ((i % size) % 6)]!,
    ),
  };
  // Far enough for more than sixteen repetitions.
  const noisy = { ...passOf(white(pattern, 0.05), pattern), walk: { step: 4, radius: 18, most: 16 } };
  const { planes } = collaborate(noisy, usualShrinkage(1, HARD));
  const deviation = (values: Float32Array) =>
    Math.sqrt(values.reduce((sum, value, i) => sum + (value - pattern.data[i]!) ** 2, 0) / values.length);
  expect(deviation(planes[0]!)).toBeLessThan(0.05 / 3);
});

it.each([0.08, 0.5])(
  'a grey pair in three channels is learned: there is no noise in its colours (deviation %s)',
  (deviation) => {
    const grey = (image: ImageF32) => ({ ...image, data: image.data.map((_, i) => image.data[i - (i % 3)]!) });
    const [truth, noisy] = [grey(clean), grey(white(clean, deviation))];
    for (const compressed of [false, true]) {
      const [{ first, second }] = learnFilter(noisy, truth, pass.walk, 1, { compressed }) as [Scale];
      expect([...first, ...second].every(Number.isFinite)).toBe(true);
    }
  },
);

it('a model that asks for larger groups than there is room for gets the largest there are', () => {
  const groupsOf = (most: number) => collaborate({ ...pass, walk: { ...pass.walk, most } }, curves);
  expect(groupsOf(2000)).toEqual(groupsOf(32));
  expect(groupsOf(32)).not.toEqual(groupsOf(16));
});

it('learns nothing of groups that touch what is left out', () => {
  const mask: Plane = {
    width: clean.width,
    height: clean.height,
    channels: 1,
    data: new Float32Array(clean.width * clean.height).fill(1),
  };
  const { squares } = sampleCurves({ ...pass, leftOut: mask }, toOpponent(clean));
  expect(squares.every((value) => value === 0)).toBe(true);
  const part = { ...mask, data: mask.data.map((_, i) => Number(i % clean.width > 100)) };
  const some = sampleCurves({ ...pass, leftOut: part }, toOpponent(clean)).squares.reduce(
    (sum, value) => sum + value,
    0,
  );
  const all = sampleCurves(pass, toOpponent(clean)).squares.reduce((sum, value) => sum + value, 0);
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
});
