import { expect, it } from 'vitest';
import { formatDuration, formatPsnr, progressLine } from '../../src-main/cli/progress-line';

it('durations read like a clock', () => {
  expect([0, 999, 32_000, 65_000, 3_909_000, -5].map(formatDuration)).toEqual([
    '0:00',
    '0:01',
    '0:32',
    '1:05',
    '1:05:09',
    '0:00',
  ]);
});

it('PSNR is never a made-up number', () => {
  expect([28.594, null].map((psnr) => formatPsnr(psnr))).toEqual(['28.59 dB', 'identical']);
  expect(formatPsnr(null, 'not measured')).toBe('not measured');
});

it('a progress line fits the terminal', () => {
  const state = { progress: 0.5, elapsedMs: 1, remainingMs: 65_000, detail: 'Epoch 12 of 40' };
  expect(progressLine(state, 100)).toBe(`${'█'.repeat(12)}${'░'.repeat(12)}  50 %  Epoch 12 of 40  1:05 left`);
  expect(progressLine(state, 40)).toHaveLength(39);
  expect(progressLine({ ...state, progress: 7, remainingMs: null }, 100)).toMatch(/^█{24} /);
});
