/** A number of a study as a table or an axis shows it: whole ones as they are, small ones with two figures. */
export function studyNumber(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  const size = Math.abs(value);
  if (size >= 100) return value.toFixed(0);
  return size >= 1 ? value.toFixed(2) : String(Number(value.toPrecision(2)));
}
