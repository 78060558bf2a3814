import { join } from 'node:path';
import type { ReportRow } from '@contract/batch';
import { writeFileAtomic, makeFolder } from './atomic-write';
import { folderLabel } from './disk-error';

/** What a report says of its batch. */
export interface Report {
  folder: string;
  model: string;
  startedAt: string;
  finishedAt: string;
  rows: readonly ReportRow[];
}

export const REPORT_FOLDER = 'onepair-reports';

/** How near a photo was to the pair that the model learned from. */
const FITS = { near: 'near', far: 'differs', unknown: 'unknown' } as const;

const COLUMNS: readonly { title: string; value: (row: ReportRow) => string | number | null }[] = [
  { title: 'Photo', value: (row) => row.photo },
  { title: 'Outcome', value: (row) => row.outcome },
  { title: 'Result', value: (row) => row.result },
  { title: 'Seconds', value: ({ seconds }) => (seconds === null ? null : Number(seconds.toFixed(2))) },
  { title: 'Width', value: (row) => row.width },
  { title: 'Height', value: (row) => row.height },
  { title: 'Bytes before', value: (row) => row.bytesBefore },
  { title: 'Bytes after', value: (row) => row.bytesAfter },
  { title: 'Fit', value: ({ fit }) => (fit === null ? null : FITS[fit]) },
  { title: 'Notes', value: (row) => row.notes },
];

/** Writes a report as HTML and CSV into a folder of its own beside the results, never over another. Answers the HTML's path. */
export async function writeReport(report: Report): Promise<string> {
  const folder = join(report.folder, REPORT_FOLDER);
  await makeFolder(folder);
  // A colon is no character for a file name everywhere; milliseconds keep two shards' reports apart.
  const stem = join(folder, report.finishedAt.replaceAll(':', '-'));
  await writeFileAtomic(`${stem}.csv`, [Buffer.from(reportCsv(report))], { overwrite: false });
  await writeFileAtomic(`${stem}.html`, [Buffer.from(reportHtml(report))], { overwrite: false });
  return `${stem}.html`;
}

/** RFC 4180 with a byte-order mark; a cell that a spreadsheet would take for a formula is made text. */
export function reportCsv({ rows }: Pick<Report, 'rows'>): string {
  const lines = [COLUMNS.map(({ title }) => title), ...rows.map((row) => COLUMNS.map(({ value }) => value(row)))];
  return `\ufeff${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[\s]*[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text as HTML; characters that would change the order of what follows are left out. */
const escaped = (text: string): string =>
  text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** One page without scripts or links to anywhere. */
export function reportHtml({ model, folder, startedAt, finishedAt, rows }: Report): string {
  const count = (outcome: ReportRow['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  const heads = COLUMNS.map(({ title }) => `<th scope="col">${title}</th>`).join('');
  const body = rows.map((row) => `<tr class="${row.outcome.replace(' ', '-')}">${htmlCells(row)}</tr>`).join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Onepair report</title>
<style>
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 24px; }
table { border-collapse: collapse; }
th, td { padding: 4px 12px 4px 0; text-align: start; vertical-align: top; border-bottom: 1px solid #8884; }
td.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.failed td:nth-child(2) { color: #c22; font-weight: 600; }
</style>
<h1>Restored with “${escaped(model)}”</h1>
<p>${count('restored')} restored · ${count('skipped')} skipped · ${count('failed')} failed · ${count('not reached')} not reached</p>
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

function htmlCells(row: ReportRow): string {
  return COLUMNS.map(({ value }) => {
    const cell = value(row);
    return typeof cell === 'string' ? `<td>${escaped(cell)}</td>` : `<td class="number">${cell ?? ''}</td>`;
  }).join('');
}
