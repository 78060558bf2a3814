/**
 * Keeps a curve drawable: past `limit` points every second one of the older half goes, so recent points stay dense and
 * the first and last are never lost.
 */
export function thinHistory<T>(points: readonly T[], limit: number): T[] {
  let kept = [...points];
  while (kept.length > limit) {
    const older = Math.ceil((kept.length * 3) / 4);
    const thinned = kept.filter((_, index) => index >= older || index % 2 === 0);
    if (thinned.length === kept.length) break;
    kept = thinned;
  }
  return kept;
}
