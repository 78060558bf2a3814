/** Letters that may differ between what was typed and what was meant. */
const MOST_SLIPS = 2;

/** The known word that was most likely meant, or null where none is near: one letter less, more, other or swapped is one slip. */
export function nearest(typed: string, known: readonly string[], most = MOST_SLIPS): string | null {
  const near = known
    .map((word) => ({ word, slips: slipsBetween(typed, word) }))
    .filter(({ word, slips }) => slips <= Math.min(most, word.length / 2))
    .toSorted((a, b) => a.slips - b.slips);
  return near[0]?.word ?? null;
}

/** ' Did you mean "best"?', or nothing where no known word is near. */
export function meantBy(typed: string, known: readonly string[], most = MOST_SLIPS): string {
  const meant = nearest(typed, known, most);
  return meant === null ? '' : ` Did you mean "${meant}"?`;
}

/** The distance of Damerau and Levenshtein, neighbours swapped once (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, row) => [row, ...Array<number>(b.length).fill(0)]);
  table[0] = Array.from({ length: b.length + 1 }, (_, column) => column);
  const at = (row: number, column: number) => table[row]?.[column] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const changed = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      table[i]![j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, changed, swapped);
    }
  }
  return at(a.length, b.length);
}
