import { basename, dirname, join } from 'node:path';
import type { ReportRow } from '@contract/batch';
import { inLanguage } from '@contract/in-language';
import type { Language } from '@contract/languages';
import type { EncodedTile } from '@contract/photo';
import { say, type Sentence } from '@contract/sentence';
import { writeFileAtomic } from '../../disk/atomic-write';
import { folderLabel } from '../../disk/disk-error';
import { makeFolderBelow } from '../../disk/own-files';
import { csvCell } from '@contract/csv-cell';
import { shownText } from '@contract/shown-name';

/** What a report says of its batch. */
export interface Report {
  folder: string;
  model: string;
  startedAt: string;
  finishedAt: string;
  rows: readonly ReportRow[];
}

const REPORT_FOLDER = 'onepair-reports';

const COLUMNS = [
  ...(['photo', 'outcome', 'result', 'seconds', 'width', 'height', 'bytesBefore', 'bytesAfter'] as const),
  ...(['fit', 'notes'] as const),
] as const;

const OUTCOMES: Record<ReportRow['outcome'], 'restored' | 'skipped' | 'failed' | 'notReached'> = {
  ...{ restored: 'restored', skipped: 'skipped', failed: 'failed' },
  'not reached': 'notReached',
};

/** Whether a path is called as reports are. */
export const isReportPath = (path: string): boolean =>
  basename(dirname(path)) === REPORT_FOLDER && /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.html$/.test(basename(path));

type Cell = string | number | null;
type Words = (sentence: Sentence) => string;

const wordsOf =
  (language: Language): Words =>
  (sentence) =>
    inLanguage(language, sentence);

const headsOf = (words: Words): string[] => COLUMNS.map((column) => words(say(`report.columns.${column}`)));

function cellsOf(row: ReportRow, words: Words): Cell[] {
  const cells = {
    ...row,
    outcome: words(say(`report.outcomes.${OUTCOMES[row.outcome]}`)),
    seconds: row.seconds === null ? null : Number(row.seconds.toFixed(2)),
    fit: row.fit === null ? null : words(say(`report.fits.${row.fit}`)),
    notes: row.notes.map(words).join(' '),
  };
  return COLUMNS.map((column) => cells[column]);
}

/**
 * Writes a report as HTML, in this language, and CSV into a folder of its own beside the results, never over another.
 * Returns the HTML's path.
 */
export async function writeReport(report: Report, language: Language): Promise<string> {
  const folder = await makeFolderBelow(report.folder, REPORT_FOLDER);
  // A colon is no character for a file name everywhere; milliseconds keep two shards' reports apart.
  const stem = join(folder, report.finishedAt.replaceAll(':', '-'));
  await writeFileAtomic(`${stem}.csv`, [Buffer.from(reportCsv(report))], { overwrite: false });
  await writeFileAtomic(`${stem}.html`, [Buffer.from(reportHtml(report, language))], { overwrite: false });
  return `${stem}.html`;
}

/**
 * RFC 4180 with a byte-order mark, in English for programs; a cell that a spreadsheet would take for a formula is made
 * text.
 */
export function reportCsv({ rows }: Pick<Report, 'rows'>): string {
  const english = wordsOf('en');
  const lines = [headsOf(english), ...rows.map((row) => cellsOf(row, english))];
  return `\ufeff${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text as HTML, hidden characters visible. */
const escaped = (text: string): string => shownText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** One page without scripts or links to anywhere. */
export function reportHtml({ model, folder, startedAt, finishedAt, rows }: Report, language: Language): string {
  const words = wordsOf(language);
  const counts = Object.entries(OUTCOMES).map(([outcome, id]) =>
    words(say(`report.counts.${id}`, { count: rows.filter((row) => row.outcome === outcome).length })),
  );
  const hasPictures = rows.some(({ pictures }) => pictures);
  const pictureHeads = hasPictures ? [words(say('report.before')), words(say('report.after'))] : [];
  const heads = [...pictureHeads, ...headsOf(words)].map((head) => `<th scope="col">${head}</th>`);
  const numbers = new Intl.NumberFormat(language, { useGrouping: false });
  const body = rows.map(
    (row) =>
      `<tr class="${row.outcome.replace(' ', '-')}">${
        hasPictures ? pictureCells(row, pictureHeads) : ''
      }${htmlCells(cellsOf(row, words), numbers)}</tr>`,
  );
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${words(say('report.title'))}</title>
<style>
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 24px; }
table { border-collapse: collapse; }
th, td { padding: 4px 12px 4px 0; text-align: start; vertical-align: top; border-bottom: 1px solid #8884; }
td.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.picture { padding-block: 8px; }
td.picture img { display: block; max-width: 200px; max-height: 150px; }
tr.failed .outcome { color: #c22; font-weight: 600; }
</style>
<h1>${escaped(words(say('report.heading', { model })))}</h1>
<p>${counts.join(' · ')}</p>
<p>${escaped(folderLabel(folder))}<br>${escaped(startedAt)} – ${escaped(finishedAt)}</p>
<table>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>
</html>
`;
}

/** Of the photo and its result; empty where there is none. */
const pictureCells = ({ photo, pictures }: ReportRow, heads: readonly string[]): string =>
  heads.map((head, at) => `<td class="picture">${imageOf(pictures?.[at], `${head}: ${photo}`)}</td>`).join('');

function imageOf(picture: EncodedTile | undefined, alt: string): string {
  if (!picture || !/^image\/[a-z]+$/.test(picture.mime)) return '';
  const data = Buffer.from(picture.bytes).toString('base64');
  return `<img src="data:${picture.mime};base64,${data}" alt="${escaped(alt)}">`;
}

function htmlCells(cells: Cell[], numbers: Intl.NumberFormat): string {
  return cells
    .map((cell, column) => {
      const name = COLUMNS[column] === 'outcome' ? ' class="outcome"' : '';
      if (typeof cell === 'string') return `<td${name}>${escaped(cell)}</td>`;
      return `<td class="number">${cell === null ? '' : numbers.format(cell)}</td>`;
    })
    .join('');
}
