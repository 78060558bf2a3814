import { expect, it } from 'vitest';
import { samplesOf, sampleStride, usualAlignment } from '../../../src-main/core/uncertainty/samples';

it('symmetries are sampled only where the degradation has no direction', () => {
  for (const task of ['deblur', 'denoise'] as const) {
    const samples = samplesOf(9, usualAlignment(task).symmetries, task);
    expect(new Set(samples.map(({ symmetry }) => symmetry)).size).toBe(8);
    expect(samples.some(({ negative }) => negative)).toBe(false);
  }
  for (const task of ['sr', 'custom'] as const) {
    const samples = samplesOf(9, usualAlignment(task).symmetries, task);
    // Grain and JPEG of somebody's own pair may not treat light and dark alike.
    expect(samples.map(({ negative }) => negative)).toEqual([0, 1, 0, 1].map((odd) => task === 'sr' && odd === 1));
    expect(samples.every(({ symmetry }) => symmetry === 0)).toBe(true);
  }
});

it('no two samples cut the picture into the same patches', () => {
  for (const patch of [9, 15, 16]) {
    const samples = samplesOf(patch, usualAlignment('custom').symmetries, 'custom');
    expect(new Set(samples.map(({ shiftX, shiftY }) => `${shiftX},${shiftY}`)).size).toBe(4);
    for (const { shiftX, shiftY } of samples) {
      expect(Math.max(shiftX, shiftY)).toBeLessThan(sampleStride(patch));
    }
  }
});
