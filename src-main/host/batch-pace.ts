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
