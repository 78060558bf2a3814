import { describe, expect, it } from 'vitest';
import { createPace, steadyTime } from '../../src-main/host/batch-pace';

describe('the time left', () => {
  it('passes as a clock does, however unevenly photos are done', () => {
    const pace = createPace();
    const steady = steadyTime();
    const photos = Array.from({ length: 40 }, (_, at) => 1000 + 700 * Math.sin(at * 2.4));
    const all = photos.reduce((sum, ms) => sum + ms, 0);
    let elapsed = 0;
    let before: number | null = null;
    let shown = 0;
    let guessed = 0;
    let guessBefore = 0;
    for (const [at, ms] of photos.entries()) {
      elapsed += ms;
      pace.restored(1);
      const guess = pace.timeFor(photos.length - at - 1, elapsed, 0)!;
      const left = steady(guess, elapsed)!;
      // By how much a look at the clock would have been wrong.
      if (before !== null) {
        shown = Math.max(shown, Math.abs(left - (before - ms)));
        guessed = Math.max(guessed, Math.abs(guess - (guessBefore - ms)));
      }
      [before, guessBefore] = [left, guess];
      if (at > 20) expect(Math.abs(left - (all - elapsed))).toBeLessThan(0.25 * all);
    }
    expect(shown).toBeLessThan(guessed / 3);
  });

  it('follows what lasts, and says nothing before anything is known', () => {
    const steady = steadyTime();
    expect(steady(null, 0)).toBeNull();
    expect(steady(60_000, 1000)).toBe(60_000);
    // It turns out to take 40 s more.
    const guess = (elapsed: number) => 101_000 - elapsed;
    let left = 0;
    for (let elapsed = 2000; elapsed <= 50_000; elapsed += 500) left = steady(guess(elapsed), elapsed)!;
    expect(Math.abs(left - guess(50_000))).toBeLessThan(3000);
  });
});
