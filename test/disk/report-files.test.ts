import { mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refuseToReplace } from '../../src-main/disk/replaceable';
import { isWrittenReport, writeReportFile } from '../../src-main/disk/report-files';
import { requireRoomForReport, writeReportFiles } from '../../src-main/self-test/report-files';
import { failureOf, temporaryFolder } from '../fixtures/helpers';

const root = await temporaryFolder();
const REPORT = 'PSNR and SSIM on luminance, means of per-picture values; see Onepair.\n';

it('a report makes way for a newer one as it was written, and only so', async () => {
  const path = join(root, 'new', 'notes.md');
  await writeReportFile(path, REPORT);
  await refuseToReplace(path, [], isWrittenReport);
  await writeReportFile(path, `${REPORT}more\n`);
  expect(await readFile(path, 'utf8')).toBe(`${REPORT}more\n`);
  // Also as an earlier command left it, whose end nobody heard of.
  await writeFile(path, REPORT);
  await writeReportFile(path, `${REPORT}more\n`);
  await writeFile(path, `${REPORT}more\nMy conclusion.\n`);
  expect((await failureOf(refuseToReplace(path, [], isWrittenReport))).message).toContain('already a file');
  expect((await failureOf(writeReportFile(path, 'newest'))).message).toContain('already a file');
  expect(await readFile(path, 'utf8')).toContain('My conclusion.');
  expect((await readdir(join(root, 'new'))).sort()).toEqual(['.onepair', 'notes.md']);
});

it.each([
  ['notes.md', `My lab book quotes: ${REPORT}`],
  ['mine.csv', 'method,preset,ingredients,learnedFrom,mine\n'],
  ['mine.json', '{"runs":[],"published":[],"mine":"results"}'],
])('what only looks like a report stays: %s', async (name, text) => {
  const path = join(root, name);
  await writeFile(path, text);
  expect((await failureOf(writeReportFile(path, REPORT))).message).toContain('already a file');
  expect(await readFile(path, 'utf8')).toBe(text);
});

it('of the self-test stay as soon as they were added to', async () => {
  const folder = join(root, 'self-test');
  const report = { version: '1', shell: 'cli', system: 'linux', startedAt: 'now', checks: [] } as const;
  for (const system of ['one', 'two']) await writeReportFiles(folder, { ...report, checks: [], system });
  const page = join(folder, 'self-test.html');
  const text = await readFile(page, 'utf8');
  expect(text).toContain('two');
  await writeFile(page, `${text}<p>Mine</p>`);
  await failureOf(writeReportFiles(folder, { ...report, checks: [] }));
  expect(await readFile(page, 'utf8')).toContain('Mine');
});

it('nothing is remembered through a link', async () => {
  const folder = join(root, 'linked');
  await mkdir(folder);
  await mkdir(join(root, 'elsewhere'));
  await symlink(join(root, 'elsewhere'), join(folder, '.onepair'));
  expect(await failureOf(writeReportFile(join(folder, 'a.md'), REPORT))).toMatchObject({ kind: 'bad-input' });
  expect(await readdir(join(root, 'elsewhere'))).toEqual([]);
  await rm(join(folder, '.onepair'));
  await writeReportFile(join(folder, 'a.md'), REPORT);
});

it('a file in place of the folder is said so, before the work', async () => {
  const path = join(root, 'a photo.jpg');
  await writeFile(path, 'a photo');
  const failure = await failureOf(requireRoomForReport(path));
  expect(failure.message).toContain('it is not a folder');
  expect(failure.message).not.toContain('EEXIST');
});
