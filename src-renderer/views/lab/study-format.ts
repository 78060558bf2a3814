import { count, figures, fixed } from '../../lib/format';

/** A number of a study as a table or an axis shows it: whole ones as they are, small ones with two figures. */
export function studyNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return count(value);
  return size >= 1 ? fixed(value, 2) : figures(value, 2);
}
