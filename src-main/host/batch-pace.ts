/** How fast a batch goes, measured; photos weigh as much as their files. */
export interface Pace {
  /** A photo was restored. */
  restored(weight: number): void;
  /** Milliseconds for photos of this weight; null before anything was measured. `underWay` is what the current photo has done. */
  timeFor(weight: number, elapsedMs: number, underWay: number): number | null;
}

export function createPace(): Pace {
  let done = 0;
  return {
    restored(weight) {
      done += weight;
    },
    timeFor(weight, elapsedMs, underWay) {
      const measured = done + underWay;
      return measured > 0 ? (elapsedMs / measured) * weight : null;
    },
  };
}

/** Of the time that is left, so much passes until half of a new guess is believed. */
const HALF_LIFE = 0.15;
const SHORTEST_HALF_LIFE_MS = 2000;

/**
 * Makes of guesses of the time left, each made again, a time that passes as a clock's does: one photo that is quicker or
 * slower than its file says moves the end by a little, and only what lasts moves it all the way.
 */
export function steadyTime(): (guessMs: number | null, elapsedMs: number) => number | null {
  let end: number | null = null;
  let lastMs = 0;
  return (guessMs, elapsedMs) => {
    if (guessMs === null) return end === null ? null : Math.max(0, end - elapsedMs);
    const guessed = elapsedMs + guessMs;
    const halfLife = Math.max(SHORTEST_HALF_LIFE_MS, HALF_LIFE * guessMs);
    const believed = end === null ? 1 : 1 - 0.5 ** ((elapsedMs - lastMs) / halfLife);
    end = (end ?? 0) + (guessed - (end ?? 0)) * believed;
    lastMs = elapsedMs;
    return Math.max(0, end - elapsedMs);
  };
}
