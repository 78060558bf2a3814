import { join } from 'node:path';
import type { ReportRow } from '@contract/batch';
import { writeFileAtomic } from '../../disk/atomic-write';
import { folderLabel } from '../../disk/disk-error';
import { makeFolderBelow } from '../../disk/own-files';
import { csvCell } from '@contract/csv-cell';
import { shownText } from '@contract/shown-name';
import { REPORT_COLUMNS, REPORT_WORDS, type ReportColumn, type ReportWords } from './report-words';

/** What a report says of its batch. */
export interface Report {
  folder: string;
  model: string;
  startedAt: string;
  finishedAt: string;
  rows: readonly ReportRow[];
}

export const REPORT_FOLDER = 'onepair-reports';

const OUTCOMES: readonly ReportRow['outcome'][] = ['restored', 'skipped', 'failed', 'not reached'];

type Cell = string | number | null;

const cellsOf = (row: ReportRow, { outcomes, fits, said }: ReportWords): Record<ReportColumn, Cell> => ({
  ...row,
  outcome: outcomes[row.outcome],
  seconds: row.seconds === null ? null : Number(row.seconds.toFixed(2)),
  fit: row.fit === null ? null : fits[row.fit],
  notes: row.notes.map(said).join(' '),
});

/**
 * Writes a report as HTML, in these words, and CSV into a folder of its own beside the results, never over another.
 * Answers the HTML's path.
 */
export async function writeReport(report: Report, words: ReportWords): Promise<string> {
  const folder = await makeFolderBelow(report.folder, REPORT_FOLDER);
  // A colon is no character for a file name everywhere; milliseconds keep two shards' reports apart.
  const stem = join(folder, report.finishedAt.replaceAll(':', '-'));
  await writeFileAtomic(`${stem}.csv`, [Buffer.from(reportCsv(report))], { overwrite: false });
  await writeFileAtomic(`${stem}.html`, [Buffer.from(reportHtml(report, words))], { overwrite: false });
  return `${stem}.html`;
}

/**
 * RFC 4180 with a byte-order mark, in English for programs; a cell that a spreadsheet would take for a formula is made
 * text.
 */
export function reportCsv({ rows }: Pick<Report, 'rows'>): string {
  const lines = [REPORT_WORDS.en.columns, ...rows.map((row) => cellsOf(row, REPORT_WORDS.en))].map(inColumns);
  return `\ufeff${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

const inColumns = (cells: Record<ReportColumn, Cell>): Cell[] => REPORT_COLUMNS.map((column) => cells[column]);

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text as HTML, hidden characters visible. */
const escaped = (text: string): string => shownText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** One page without scripts or links to anywhere. */
export function reportHtml({ model, folder, startedAt, finishedAt, rows }: Report, words: ReportWords): string {
  const count = (outcome: ReportRow['outcome']) =>
    `${rows.filter((row) => row.outcome === outcome).length} ${words.outcomes[outcome]}`;
  const heads = REPORT_COLUMNS.map((column) => `<th scope="col">${words.columns[column]}</th>`).join('');
  const body = rows
    .map((row) => `<tr class="${row.outcome.replace(' ', '-')}">${htmlCells(row, words)}</tr>`)
    .join('\n');
  return `<!doctype html>
<html lang="${words.language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${words.title}</title>
<style>
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 24px; }
table { border-collapse: collapse; }
th, td { padding: 4px 12px 4px 0; text-align: start; vertical-align: top; border-bottom: 1px solid #8884; }
td.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.failed td:nth-child(2) { color: #c22; font-weight: 600; }
</style>
<h1>${escaped(words.heading(model))}</h1>
<p>${OUTCOMES.map(count).join(' · ')}</p>
<p>${escaped(folderLabel(folder))}<br>${escaped(startedAt)} – ${escaped(finishedAt)}</p>
<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}
</tbody>
</table>
</html>
`;
}

function htmlCells(row: ReportRow, words: ReportWords): string {
  return inColumns(cellsOf(row, words))
    .map((cell) => {
      if (typeof cell === 'string') return `<td>${escaped(cell)}</td>`;
      return `<td class="number">${cell === null ? '' : words.number(cell)}</td>`;
    })
    .join('');
}
