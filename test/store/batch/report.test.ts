import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReportRow } from '@contract/batch';
import { LANGUAGES } from '@contract/languages';
import { say } from '@contract/sentence';
import { inEnglish } from '@contract/in-language';
import { plain } from '../../said';
import { reportCsv, reportHtml, writeReport } from '../../../src-main/store/batch/report';
import { temporaryFolder } from '../../fixtures/helpers';

const row = (change: Partial<ReportRow>): ReportRow => ({
  ...{ photo: 'a.jpg', outcome: 'restored', result: 'a_m.jpg', seconds: 1.234, width: 96, height: 64 },
  ...{ bytesBefore: 10, bytesAfter: 20, fit: 'far', notes: [], ...change },
});
const cells = (change: Partial<ReportRow>) => reportCsv({ rows: [row(change)] }).split('\r\n')[1];

describe('a report', () => {
  it('is a table that a spreadsheet reads', () => {
    expect(reportCsv({ rows: [] })).toBe(
      '\ufeff"Photo","Outcome","Result","Seconds","Width","Height","Bytes before","Bytes after","Like the pair","Notes"\r\n',
    );
    expect(cells({})).toBe('"a.jpg","restored","a_m.jpg",1.23,96,64,10,20,"differs",""');
    expect(cells({ seconds: null, notes: [plain('a "quoted"\nline, and more')] })).toContain(',,96,');
    expect(cells({ notes: [plain('a "b"')] })).toMatch(/"a ""b"""$/);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '\n@x'])('makes %j text, not a formula', (evil) => {
    expect(cells({ photo: evil })).toBe(
      `"'${evil}","restored","a_m.jpg",1.23,96,64,10,20,"differs",""`.split('\r\n')[0],
    );
  });

  it.each([
    ['a;=1+2;b.jpg', "a;'=1+2;b.jpg"],
    ['a\t@x', "a\t'@x"],
    ['a, +1|=2', "a,' +1|'=2"],
    ['a - b; c', 'a - b; c'],
    ['\r=1', '[U+000D]=1'],
    ['x\u202egpj', 'x[U+202E]gpj'],
  ])('makes %j harmless where other signs part cells', (evil, text) => {
    expect(cells({ photo: evil })).toContain(`"${text}",`);
  });

  it.each(LANGUAGES)('shows markup in names as text (%s)', (language) => {
    const evil = `<img src=x onerror=alert(1)>"'&\u202egpj`;
    const html = reportHtml(
      {
        folder: evil,
        model: evil,
        startedAt: 'then',
        finishedAt: 'now',
        rows: [row({ photo: evil, notes: [plain(evil)] })],
      },
      language,
    );
    expect(html).not.toContain('<img');
    expect(html).not.toContain('\u202e');
    expect(html.match(/&lt;img src=x onerror=alert\(1\)&gt;&quot;&#39;&amp;\[U\+202E\]gpj/g)).toHaveLength(4);
    expect(html).toContain("default-src 'none'");
  });

  it('is a page in the language of the app; its table stays English', async () => {
    const folder = await temporaryFolder();
    const notes = [say('save.noIptc', { format: 'WebP' }), say('save.lostBits')];
    const report = { folder, model: 'm', startedAt: 'then', finishedAt: 'now', rows: [row({ notes })] };
    const page = await readFile(await writeReport(report, 'de'), 'utf8');
    for (const said of ['<html lang="de">', 'Restauriert mit „m“', '1 restauriert · 0 übersprungen', '>Anmerkungen<'])
      expect(page).toContain(said);
    for (const said of [
      '<td class="outcome">restauriert</td>',
      '<td class="number">1,23</td>',
      '<td>anders</td>',
      'IPTC',
    ])
      expect(page).toContain(said);
    expect(page).not.toMatch(/\b(the|Restored|Photo|Notes|left|differs)\b/);
    const table = await readFile(join(folder, 'onepair-reports', 'now.csv'), 'utf8');
    expect(table).toContain('"Bytes after"');
    expect(table).toContain(`"restored","a_m.jpg",1.23,96,64,10,20,"differs","${notes.map(inEnglish).join(' ')}"`);
  });

  it('shows the photo and its result, small, where there are pictures', () => {
    const pictures = [
      { bytes: new Uint8Array([1, 2, 3]), mime: 'image/png' },
      { bytes: new Uint8Array([4]), mime: 'evil"' },
    ];
    const rows = [row({ photo: 'a"b.jpg', pictures }), row({ outcome: 'failed' })];
    const html = reportHtml({ folder: 'f', model: 'm', startedAt: 'then', finishedAt: 'now', rows }, 'en');
    expect(html).toContain('<th scope="col">Before</th><th scope="col">After</th>');
    expect(html).toContain('<img src="data:image/png;base64,AQID" alt="Before: a&quot;b.jpg">');
    expect(html.match(/<img/g)).toHaveLength(1);
    expect(html.match(/<td class="picture">/g)).toHaveLength(4);
    expect(html).toContain("img-src data:; style-src 'unsafe-inline'");
    expect(reportCsv({ rows })).not.toContain('AQID');
  });

  it('is written beside the results, one a run', async () => {
    const folder = await temporaryFolder();
    const report = { folder, model: 'm', startedAt: '2026-01-02T03:04:05.678Z', rows: [row({})] };
    const path = await writeReport({ ...report, finishedAt: '2026-01-02T03:04:06.789Z' }, 'en');
    await writeReport({ ...report, finishedAt: '2026-01-02T03:04:07.000Z' }, 'en');
    expect(await readFile(path, 'utf8')).toContain('<td>a.jpg</td>');
    expect((await readdir(join(folder, 'onepair-reports'))).sort()).toEqual([
      '2026-01-02T03-04-06.789Z.csv',
      '2026-01-02T03-04-06.789Z.html',
      '2026-01-02T03-04-07.000Z.csv',
      '2026-01-02T03-04-07.000Z.html',
    ]);
  });
});
