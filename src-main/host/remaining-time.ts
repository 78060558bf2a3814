/**
 * Estimates how long work still takes from how far it is, 0–1. What was done before the first word (kept from an
 * earlier run) says nothing about how long the rest takes. `nowMs` is any steady clock.
 */
export function remainingTime(nowMs: () => number = () => performance.now()): (fraction: number) => number | null {
  const startedMs = nowMs();
  let first: number | null = null;
  return (fraction) => {
    first ??= fraction;
    const done = fraction - first;
    return done > 0 ? ((nowMs() - startedMs) / done) * (1 - fraction) : null;
  };
}
