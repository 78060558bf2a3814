/** Moves label positions apart to at least `gap`, in order, and keeps them between `low` and `high` while they fit. */
export function spreadLabels(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((position, index) => ({ position, index })).toSorted((a, b) => a.position - b.position);
  let last = -Infinity;
  for (const one of order) {
    one.position = Math.max(one.position, last + gap, low);
    last = one.position;
  }
  let next = high + gap;
  for (const one of order.toReversed()) {
    one.position = Math.min(one.position, next - gap);
    next = one.position;
  }
  const result = new Array<number>(positions.length).fill(0);
  for (const one of order) result[one.index] = one.position;
  return result;
}
