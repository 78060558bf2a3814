import { describe, expect, it } from 'vitest';
import { resolveSettings, type Rect, type TrainSettings } from '@contract/model-spec';
import { inEnglish } from '@contract/in-language';
import { blur } from '../../../src-main/core/degrade/blur';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { luminance } from '../../../src-main/core/image/color';
import { crop, rectFits } from '../../../src-main/core/image/crop';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { imageSource } from '../../../src-main/core/image/image-source';
import { solveCholesky } from '../../../src-main/core/cholesky';
import { estimateRestore, estimateTraining } from '../../../src-main/core/training/estimate';
import { holdOut, withoutSquares } from '../../../src-main/core/training/held-out';
import { planeOf, type Plane } from '../../../src-main/core/image/plane';
import { pooledPsnr, psnr } from '../../../src-main/core/metrics/psnr';
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

describe('holdOut', () => {
  const held = { holdOut: true };
  const apart = (a: Rect, b: Rect) =>
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
  const leaves = (width: number, height: number) =>
    luminance(crop(drawDeadLeaves({ size: Math.max(width, height), seed: 5 }), { x: 0, y: 0, width, height }));

  it.each([
    [512, 512, 9, 64, 32],
    [321, 481, 6, 64, 32],
    [320, 200, 2, 64, 48],
    [256, 256, 4, 32, 24],
    [255, 255, 1, 64, 48],
    [160, 800, 3, 64, 32],
  ])(
    'spreads squares over %i × %i px, one in each part, and measures their middles',
    (width, height, count, side, inner) => {
      const { squares, measured } = holdOut(leaves(width, height), held);
      expect(squares).toHaveLength(count);
      for (const [index, square] of squares.entries()) {
        expect(square).toMatchObject({ width: side, height: side });
        expect(rectFits(square, width, height)).toBe(true);
        expect(squares.slice(index + 1).every((other) => apart(square, other))).toBe(true);
        const rim = (side - inner) / 2;
        expect(measured[index]).toEqual({ x: square.x + rim, y: square.y + rim, width: inner, height: inner });
      }
    },
  );

  it.each([
    [160, 1 / 100],
    [256, 1 / 2],
    [480, 1 / 50],
  ])('leaves room for crops of 96 px in %i px', (size, share) => {
    const { squares } = holdOut(leaves(size, size), held);
    let free = 0;
    for (let y = 0; y + 96 <= size; y++)
      for (let x = 0; x + 96 <= size; x++)
        if (squares.every((square) => apart(square, { x, y, width: 96, height: 96 }))) free++;
    expect(free / (size - 95) ** 2).toBeGreaterThan(share);
  });

  // Flat above, where noise is what is left, and busy below, where blur is: what lies in the flat part says the contrary.
  const sky = (size: number) => {
    const scene = leaves(size, size);
    return { ...scene, data: scene.data.map((value, at) => (at < (size * size) / 2 ? 0.6 : value)) };
  };

  it.each([192, 256, 320, 512])('ranks as the picture of %i px does, though half of it is flat', (size) => {
    const clean = sky(size);
    const random = createRandom(2);
    const noisy = { ...clean, data: clean.data.map((value) => value + 0.05 * (random.next() - 0.5)) };
    const soft = { ...clean, data: blur(clean, 0.8).data };
    const { measured } = holdOut(clean, held);
    const onSquares = (restored: Plane) =>
      pooledPsnr(measured.map((rect) => [crop(clean, rect), crop(restored, rect)] as const))!;
    const gap = psnr(noisy, clean)! - psnr(soft, clean)!;
    expect(gap).toBeGreaterThan(2);
    expect(Math.abs(onSquares(noisy) - onSquares(soft) - gap)).toBeLessThan(1.5);
  });

  it('counts nothing that is left out', () => {
    const clean = sky(256);
    // All that is busy is left out: what is left is flat, wherever the squares lie.
    const leftOut = planeOf(
      Float32Array.from(clean.data, (_, at) => Number(at >= 256 * 120)),
      256,
      256,
    );
    const { squares } = holdOut(clean, held, leftOut);
    expect(squares.filter(({ y }) => y + 32 <= 120).length).toBeGreaterThanOrEqual(2);
  });

  it('is the same each time, and takes any picture', () => {
    expect(holdOut(sky(256), held)).toEqual(holdOut(sky(256), held));
    expect(holdOut(planeOf(new Float32Array(256 * 256), 256, 256), held).squares).toHaveLength(4);
  });

  it('holds nothing out of small pictures, nor where the settings say so', () => {
    expect(holdOut(leaves(159, 400), held).squares).toEqual([]);
    expect(holdOut(leaves(512, 512), { holdOut: false }).squares).toEqual([]);
  });
});

describe('what is left out', () => {
  const size = 200;
  const { squares } = holdOut(planeOf(new Float32Array(size * size), size, size), { holdOut: true });
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
    // Whatever is learned from, the same pixels are measured.
    const [one, other] = [
      await prepare(picture(200, 600), noisy, settings),
      await prepare(picture(200, 600), noisy, resolveSettings({ method: 'linear', preset: 'fast', channels: 'all' })),
    ];
    expect(one.squares).toHaveLength(3);
    expect(other.squares).toEqual(one.squares);
    expect(other.measured).toEqual(one.measured);
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
