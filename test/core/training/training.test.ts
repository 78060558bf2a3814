import { describe, expect, it } from 'vitest';
import { resolveSettings, type Rect, type TrainSettings } from '@contract/model-spec';
import { inEnglish } from '@contract/in-language';
import { luminance } from '../../../src-main/core/image/color';
import { crop, rectFits } from '../../../src-main/core/image/crop';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { imageSource } from '../../../src-main/core/image/image-source';
import { solveCholesky } from '../../../src-main/core/cholesky';
import { estimateRestore, estimateTraining } from '../../../src-main/core/training/estimate';
import { heldOutSquares, measuredParts, withoutSquares } from '../../../src-main/core/training/held-out';
import { planeOf } from '../../../src-main/core/image/plane';
import { pooledPsnr } from '../../../src-main/core/metrics/psnr';
import { drawBatch } from '../../../src-main/core/patches/sampler';
import { preparePair, readCrop } from '../../../src-main/core/training/prepare-pair';
import { createRandom } from '../../../src-main/core/random';
import { oneCycleRate } from '../../../src-main/core/optim/schedule';

const picture = (width: number, height: number, channels = 3) => ({
  width,
  height,
  channels,
  data: new Float32Array(width * height * channels).fill(0.5),
});

describe('oneCycleRate', () => {
  it('rises over the first tenth, peaks once and falls to a thousandth', () => {
    const rates = Array.from({ length: 100 }, (_, step) => oneCycleRate(step, 100, 2));
    expect(rates[0]).toBeCloseTo(0.2);
    expect(rates[9]).toBe(2);
    expect(rates[10]).toBe(2);
    for (let step = 11; step < 100; step++) expect(rates[step]!).toBeLessThan(rates[step - 1]!);
    expect(oneCycleRate(100, 100, 2)).toBeCloseTo(0.002);
  });
});

describe('heldOutSquares', () => {
  const held = { holdOut: true };
  const apart = (a: Rect, b: Rect) =>
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

  it.each([
    [512, 512, 9],
    [321, 481, 6],
    [256, 256, 1],
    [6000, 4000, 9],
    [160, 2000, 3],
  ])('spreads squares over %i × %i px, none on another', (width, height, count) => {
    const squares = heldOutSquares(width, height, held);
    expect(squares).toHaveLength(count);
    for (const [index, square] of squares.entries()) {
      expect(rectFits(square, width, height)).toBe(true);
      expect(squares.slice(index + 1).every((other) => apart(square, other))).toBe(true);
    }
    const rows = new Set(squares.map(({ y }) => y));
    expect(rows.size).toBe(count);
  });

  it('measures their middles, apart from what is learned', () => {
    const [square] = heldOutSquares(256, 256, held);
    expect(measuredParts([square!])).toEqual([{ x: square!.x + 8, y: square!.y + 8, width: 48, height: 48 }]);
    expect(measuredParts(heldOutSquares(512, 512, held)).every(({ width }) => width === 32)).toBe(true);
  });

  it('holds nothing out of small pictures, nor where the settings say so', () => {
    expect(heldOutSquares(159, 400, held)).toEqual([]);
    expect(heldOutSquares(512, 512, { holdOut: false })).toEqual([]);
  });
});

describe('what is left out', () => {
  const size = 200;
  const squares = heldOutSquares(size, size, { holdOut: true });
  const inside = (x: number, y: number) =>
    squares.some(
      (square) => x >= square.x && x < square.x + square.width && y >= square.y && y < square.y + square.height,
    );
  // Every pixel that may be learned from is 0, every other 1.
  const plane = planeOf(
    Float32Array.from({ length: size * size }, (_, at) => Number(inside(at % size, Math.floor(at / size)))),
    size,
    size,
  );
  const pair = withoutSquares({ degraded: plane, clean: plane }, squares);

  it('is never drawn', () => {
    const shape = { rows: 48, columns: 48, rowStride: 48, firstTarget: 0, targetColumns: 48 };
    const sampling = { shape, symmetries: [0, 3, 5], residual: true, centre: 0, grid: 2 };
    const { degraded, target } = drawBatch([{ ...pair, target: plane }], 64, sampling, createRandom(1));
    expect(degraded.every((value) => value === 0) && target.every((value) => value === 0)).toBe(true);
  });

  it('is not measured', () => {
    const other = { ...plane, data: plane.data.map((held) => (held ? 0 : 0.1)) };
    expect(pooledPsnr([[plane, other, pair.leftOut!]])).toBeCloseTo(20);
    expect(pooledPsnr([[plane, other, planeOf(new Float32Array(size * size).fill(1), size, size)]])).toBeNull();
  });
});

describe('solveCholesky', () => {
  it('solves a symmetric positive definite system', () => {
    // [[4,2,0],[2,5,1],[0,1,3]] · [1,-2,3] = [0,-5,7]
    const solution = solveCholesky(Float64Array.from([4, 2, 0, 2, 5, 1, 0, 1, 3]), Float64Array.from([0, -5, 7]))!;
    expect([...solution].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([1, -2, 3]);
  });

  it('says when the matrix is not positive definite', () => {
    expect(solveCholesky(Float64Array.from([1, 2, 2, 1]), Float64Array.from([1, 1]))).toBeNull();
  });
});

describe('preparePair', () => {
  const settings = resolveSettings({ task: 'deblur' });
  const prepare = (degraded: ImageF32, clean: ImageF32, chosen: TrainSettings) =>
    preparePair(imageSource(degraded), imageSource(clean), chosen);

  it('reads the region of both pictures as planes, and a crop from its middle', async () => {
    const random = createRandom(1);
    const noisy = { ...picture(200, 600), data: Float32Array.from({ length: 360_000 }, () => random.next()) };
    const region = { x: 10, y: 20, width: 170, height: 550 };
    const pair = await prepare(picture(200, 600), noisy, { ...settings, region });
    expect(pair).toMatchObject({ width: 170, height: 550 });
    expect(pair.planes).toHaveLength(1);
    expect(pair.planes[0]!.clean.data).toEqual(luminance(crop(noisy, region)).data);
    expect(pair.crop.rect).toEqual({ x: 0, y: 211, width: 170, height: 128 });
    expect(pair.crop.clean).toEqual(crop(noisy, { x: 10, y: 231, width: 170, height: 128 }));
    const all = await prepare(picture(200, 600), noisy, { ...settings, channels: 'all' });
    expect(all.planes).toHaveLength(3);
    expect(all.planes[2]!.clean.data[5]).toBe(noisy.data[17]);
  });

  it('reads the crop about any point, moved inside the region', async () => {
    const region = { x: 10, y: 20, width: 170, height: 550 };
    const sources = [imageSource(picture(200, 600)), imageSource(picture(200, 600))] as const;
    const about = async (x: number, y: number) => (await readCrop(...sources, { ...settings, region }, { x, y })).rect;
    expect(await about(95, 300)).toEqual({ x: 0, y: 216, width: 170, height: 128 });
    expect(await about(0, 0)).toMatchObject({ x: 0, y: 0 });
    expect(await about(199, 599)).toMatchObject({ x: 0, y: 422 });
  });

  it('enlarges the small picture of super resolution and cuts what is left over', async () => {
    const pair = await prepare(picture(40, 30), picture(122, 91), resolveSettings({ task: 'sr' }));
    expect(pair).toMatchObject({ width: 120, height: 90 });
    expect(pair.planes[0]!.degraded).toMatchObject({ width: 120, height: 90 });
  });

  it('refuses different sizes, tiny pictures and regions outside, in words', async () => {
    await expect(prepare(picture(128, 128), picture(130, 128), settings)).rejects.toThrow('130 × 128 px');
    await expect(prepare(picture(60, 60), picture(60, 60), settings)).rejects.toThrow('60 × 60 px is too small');
    // The crop of 64 px has to fit where the filter does.
    const crops = resolveSettings({ method: 'unet-gan', preset: 'fast', task: 'deblur', patch: 64 });
    await expect(prepare(picture(87, 200), picture(87, 200), crops)).rejects.toThrow('at least 88 px');
    expect(await prepare(picture(88, 200), picture(88, 200), crops)).toMatchObject({ width: 88 });
    const region = { x: 100, y: 0, width: 64, height: 64 };
    const outside = prepare(picture(128, 128), picture(128, 128), { ...settings, region });
    await expect(outside).rejects.toThrow('beyond the picture');
  });
});

describe('estimates', () => {
  it('grow with the work and shrink with the machine', () => {
    const settings = resolveSettings({ method: 'rnn', preset: 'paper' });
    const slow = estimateTraining(settings, 512, 512, 50);
    expect(slow.patches).toBe(slow.steps * settings.batch);
    expect(slow.seconds).toBeGreaterThan(3 * estimateTraining(settings, 512, 512, 200).seconds);
    expect(slow.memoryBytes).toBeGreaterThan(500e6);
    expect(slow.memoryBytes).toBeLessThan(1.2e9);
    expect(estimateTraining(settings, 512, 100, 50).notes.map(inEnglish)).toContain(
      'At least 128 × 128 px are advised to learn from.',
    );
    expect(estimateRestore(settings, 6000, 4000, 3, 200)).toBeCloseTo(
      24e6 * (estimateRestore(settings, 1000, 1, 3, 200) / 1000),
      3,
    );
  });
});
