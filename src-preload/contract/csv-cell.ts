import { shownText } from './shown-name';

/** What begins a formula, in the cell or in one that a spreadsheet makes of it where ';' or a tab parts cells. */
const FORMULA = /(^|[;,\t|])(\s*[=+\-@＝＋－＠])/g;

/**
 * A cell of a CSV file (RFC 4180), text in quotation marks: what a spreadsheet would take for a formula is made text,
 * hidden characters are visible.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  return `"${shownText(value).replace(FORMULA, "$1'$2").replaceAll('"', '""')}"`;
}
