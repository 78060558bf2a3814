import { describe, expect, it } from 'vitest';
import type { HistoryPoint } from '@contract/model-card';
import { isMemorising } from '../../../../src-renderer/views/train/memorising';

/** One measured point an epoch. */
const curve = (psnr: readonly number[], loss: (epoch: number) => number = (epoch) => 1 / epoch): HistoryPoint[] =>
  psnr.map((validationPsnr, index) => ({
    step: index + 1,
    epoch: index + 1,
    elapsedMs: index * 1000,
    loss: loss(index + 1),
    validationPsnr,
    phase: 1,
    adversarialLoss: null,
    discriminatorLoss: null,
  }));

const RISEN = [25, 26, 27, 28, 28.5, 28.6];

describe('memorising', () => {
  it('is said once the last third stays 0.15 dB below the best while the loss falls', () => {
    expect(isMemorising(curve([...RISEN, 28.4, 28.3, 28.2]))).toBe(true);
    expect(isMemorising(curve([...RISEN, 28.45, 28.45, 28.45]))).toBe(true);
  });

  it('is not said of a plateau, of one good epoch among the last, nor of a rise', () => {
    expect(isMemorising(curve([...RISEN, 28.5, 28.5, 28.5]))).toBe(false);
    expect(isMemorising(curve([...RISEN, 28.2, 28.59, 28.2]))).toBe(false);
    expect(isMemorising(curve([25, 26, 27, 28, 28.1, 28.2, 28.3, 28.4, 28.5]))).toBe(false);
  });

  it('is not said where the training itself got worse, too early, or unmeasured', () => {
    expect(isMemorising(curve([...RISEN, 28.2, 28.2, 28.2], (epoch) => epoch))).toBe(false);
    expect(isMemorising(curve([28, 27, 26, 25]))).toBe(false);
    expect(isMemorising(curve(RISEN).map((point) => ({ ...point, validationPsnr: null })))).toBe(false);
    expect(isMemorising([])).toBe(false);
  });

  it('is not said in stage 2, which gives PSNR up on purpose', () => {
    const points = curve([...RISEN, 28.2, 28.1, 28]);
    expect(isMemorising(points.map((point) => ({ ...point, phase: point.epoch > 6 ? 2 : 1 })))).toBe(false);
  });
});
