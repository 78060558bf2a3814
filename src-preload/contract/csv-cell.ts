import { shownText } from './shown-name';

/** What begins a formula, in the cell or in one that a spreadsheet makes of it where ';' or a tab parts cells. */
const FORMULA = /(^|[;,\t|])(\s*[=+\-@＝＋－＠])/g;

type Cell = string | number | boolean | null;

/** What a spreadsheet would take for a formula is made text, hidden characters are visible. */
const harmless = (text: string): string => shownText(text).replace(FORMULA, "$1'$2");

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A cell of a CSV file (RFC 4180), all text in quotation marks. */
export function csvCell(value: Cell): string {
  return typeof value === 'string' ? quoted(harmless(value)) : csvField(value);
}

/** A cell of a CSV file (RFC 4180), in quotation marks where it has to be. */
export function csvField(value: Cell): string {
  const text = value === null ? '' : typeof value === 'string' ? harmless(value) : String(value);
  return /[",\n\r]/.test(text) ? quoted(text) : text;
}
