import { expect, it } from 'vitest';
import { middleOf } from '../../../src-main/core/image/middle';
import { usualFrame, votesOf, voteStride } from '../../../src-main/core/uncertainty/samples';

const part = { x: 100, y: 50, width: 4000, height: 2000 };

it('the middle of a part keeps its shape and its centre', () => {
  expect(middleOf(part, 2_000_000, 128)).toEqual({ x: 1100, y: 550, width: 2000, height: 1000 });
  expect(middleOf(part, 1e9, 128)).toEqual(part);
});

it('is never smaller than can be judged, nor larger than the part', () => {
  expect(middleOf(part, 10, 128)).toMatchObject({ width: 128, height: 128 });
  expect(middleOf({ ...part, height: 60 }, 10, 128)).toMatchObject({ width: 128, height: 60, y: 50 });
});

it('turned pictures are asked about only where the degradation has no direction', () => {
  for (const task of ['deblur', 'denoise'] as const) {
    const votes = votesOf(9, usualFrame(task).symmetries);
    expect(new Set(votes.map(({ symmetry }) => symmetry)).size).toBe(8);
    expect(votes.some(({ negative }) => negative)).toBe(false);
  }
  for (const task of ['sr', 'custom'] as const) {
    const votes = votesOf(9, usualFrame(task).symmetries);
    expect(votes.map(({ negative }) => negative)).toEqual([false, true, false, true]);
    expect(votes.every(({ symmetry }) => symmetry === 0)).toBe(true);
  }
});

it('no two votes cut the picture into the same patches', () => {
  for (const patch of [9, 15, 16]) {
    const votes = votesOf(patch, usualFrame('custom').symmetries);
    expect(new Set(votes.map(({ shiftX, shiftY }) => `${shiftX},${shiftY}`)).size).toBe(4);
    for (const { shiftX, shiftY } of votes) {
      expect(Math.max(shiftX, shiftY)).toBeLessThan(voteStride(patch));
    }
  }
});
