import { describe, expect, it } from 'vitest';
import type { HistoryPoint } from '@contract/model-card';
import { resolveSettings } from '@contract/model-spec';
import { solveCholesky } from '../../../src-main/core/models/least-squares';
import { estimateRestore, estimateTraining } from '../../../src-main/core/training/estimate';
import { measuredRect, splitRows } from '../../../src-main/core/training/held-out';
import { addPoint } from '../../../src-main/core/training/history';
import { planesOf, preparePair } from '../../../src-main/core/training/prepare-pair';
import { oneCycleRate } from '../../../src-main/core/training/schedule';

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

describe('splitRows', () => {
  const best = resolveSettings({ method: 'rnn', preset: 'best' });

  it('keeps training and held-out rows apart by the receptive field', () => {
    const split = splitRows(512, 14, best);
    expect(split).toEqual({ trainingRows: 434, firstHeldOut: 448, height: 512 });
    expect(measuredRect(split, 512, 6400)).toEqual({ x: 206, y: 448, width: 100, height: 64 });
  });

  it('holds nothing out of small pictures, nor for preset paper', () => {
    const none = (height: number) => ({ trainingRows: height, firstHeldOut: height, height });
    expect(splitRows(159, 14, best)).toEqual(none(159));
    expect(splitRows(512, 8, resolveSettings({ method: 'rnn', preset: 'paper' }))).toEqual(none(512));
    expect(measuredRect(none(512), 512, 6400)).toBeNull();
  });
});

describe('addPoint', () => {
  it('never holds more than 500 points, and keeps the first, the last and the measured ones', () => {
    let history: HistoryPoint[] = [];
    for (let step = 1; step <= 5000; step++) {
      const measured = step % 100 === 0;
      history = addPoint(history, {
        step,
        epoch: step / 100,
        elapsedMs: step,
        loss: 1,
        validationPsnr: measured ? 30 : null,
      });
      expect(history.length).toBeLessThanOrEqual(500);
    }
    expect(history[0]!.step).toBe(1);
    expect(history.at(-1)!.step).toBe(5000);
    expect(history.filter((point) => point.validationPsnr !== null)).toHaveLength(50);
    expect(history.map((point) => point.step)).toEqual(history.map((point) => point.step).toSorted((a, b) => a - b));
  });
});

describe('solveCholesky', () => {
  it('solves a symmetric positive definite system', () => {
    // [[4,2,0],[2,5,1],[0,1,3]] · [1,-2,3] = [0,-5,7]
    const solution = solveCholesky(Float64Array.from([4, 2, 0, 2, 5, 1, 0, 1, 3]), Float64Array.from([0, -5, 7]));
    expect([...solution].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([1, -2, 3]);
  });

  it('says when the matrix is not positive definite', () => {
    expect(() => solveCholesky(Float64Array.from([1, 2, 2, 1]), Float64Array.from([1, 1]))).toThrow('row 1');
  });
});

describe('preparePair', () => {
  const settings = resolveSettings({ task: 'deblur' });

  it('crops both pictures to the region', () => {
    const region = { x: 10, y: 20, width: 70, height: 80 };
    const pair = preparePair(picture(128, 128), picture(128, 128), { ...settings, region });
    expect(pair.clean).toMatchObject({ width: 70, height: 80 });
    expect(planesOf(pair, settings)).toHaveLength(1);
    expect(planesOf(pair, { ...settings, channels: 'all' })).toHaveLength(3);
  });

  it('enlarges the small picture of super resolution and cuts what is left over', () => {
    const pair = preparePair(picture(40, 30), picture(122, 91), resolveSettings({ task: 'sr' }));
    expect(pair.degraded).toMatchObject({ width: 120, height: 90 });
    expect(pair.clean).toMatchObject({ width: 120, height: 90 });
  });

  it('refuses different sizes, tiny pictures and regions outside, in words', () => {
    expect(() => preparePair(picture(128, 128), picture(130, 128), settings)).toThrow('130 × 128 px');
    expect(() => preparePair(picture(60, 60), picture(60, 60), settings)).toThrow('60 × 60 px is too small');
    const region = { x: 100, y: 0, width: 64, height: 64 };
    expect(() => preparePair(picture(128, 128), picture(128, 128), { ...settings, region })).toThrow(
      'beyond the picture',
    );
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
    expect(estimateTraining(settings, 512, 100, 50).notes).toContain(
      'At least 128 × 128 px are advised to learn from.',
    );
    expect(estimateRestore(settings, 6000, 4000, 3, 200)).toBeCloseTo(
      24e6 * (estimateRestore(settings, 1000, 1, 3, 200) / 1000),
      3,
    );
  });
});
