import { expect, it } from 'vitest';
import { remainingTime } from '../../src-main/host/remaining-time';

it('counts only what was done since it began to look', () => {
  let nowMs = 1000;
  const remaining = remainingTime(() => nowMs);
  // Half was there from an earlier run: nothing is known yet.
  expect(remaining(0.5)).toBeNull();
  nowMs += 10_000;
  // A tenth of everything took ten seconds, four tenths are left.
  expect(remaining(0.6)).toBeCloseTo(40_000, 6);
  expect(remaining(1)).toBe(0);
});
