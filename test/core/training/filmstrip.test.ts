import { describe, expect, it } from 'vitest';
import { isStripEpoch, thinEpochs } from '../../../src-main/core/training/filmstrip';

describe('the filmstrip', () => {
  const stripAfter = (epochs: number, canAfford: (epoch: number) => boolean = () => true) => {
    let kept: number[] = [];
    for (let epoch = 1; epoch <= epochs; epoch++)
      if (canAfford(epoch) && isStripEpoch(epoch, kept.at(-1) ?? 0)) kept = thinEpochs(kept, epoch);
    return kept;
  };

  it('holds every epoch of a short training', () => {
    expect(stripAfter(1)).toEqual([1]);
    expect(stripAfter(12)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it.each([13, 25, 45, 80, 105, 1000])('holds 6 to 12 evenly spaced epochs after %i', (epochs) => {
    const kept = stripAfter(epochs);
    expect(kept.length).toBeGreaterThanOrEqual(6);
    expect(kept.length).toBeLessThanOrEqual(12);
    const steps = new Set(kept.map((epoch, index) => epoch - (kept[index - 1] ?? 0)));
    expect(steps.size).toBe(1);
  });

  it('spans the training also where previews are too costly for every turn', () => {
    expect(stripAfter(28, (epoch) => epoch % 3 === 1)).toEqual([4, 10, 13, 16, 22, 25, 28]);
    const sparse = stripAfter(1000, (epoch) => epoch % 7 === 3);
    expect(sparse.length).toBeGreaterThanOrEqual(6);
    expect(sparse.length).toBeLessThanOrEqual(12);
    const gaps = sparse.slice(1).map((epoch, index) => epoch - sparse[index]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * 128);
  });

  it('ends with the last epoch, wherever it falls', () => {
    expect(thinEpochs(stripAfter(45), 45)).toEqual([4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 45]);
    expect(thinEpochs([3, 4], 4)).toEqual([3, 4]);
  });
});
