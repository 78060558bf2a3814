import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PAGE_TITLE, reportPage, type SelfTestReport } from '@contract/self-test';
import { writeFileAtomic } from '../disk/atomic-write';
import { refuseToReplace } from '../disk/replaceable';

const filesIn = (folder: string) => ({ json: join(folder, 'self-test.json'), page: join(folder, 'self-test.html') });

/** Throws AppError 'bad-input' where the names of the report are taken by something else than an earlier one. */
export async function requireRoomForReport(folder: string): Promise<void> {
  for (const path of Object.values(filesIn(folder))) await refuseToReplace(path, [], isReport);
}

/** Writes the report as self-test.json and .html; an earlier one makes way. */
export async function writeReportFiles(folder: string, report: SelfTestReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { json, page } = filesIn(folder);
  await writeFileAtomic(json, [Buffer.from(`${JSON.stringify(report, null, 2)}\n`)], { overwrite: isReport });
  await writeFileAtomic(page, [Buffer.from(reportPage(report))], { overwrite: isReport });
}

async function isReport(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8');
  if (path.endsWith('.html')) return text.includes(PAGE_TITLE);
  const { shell, checks } = JSON.parse(text) as Partial<SelfTestReport>;
  return shell !== undefined && Array.isArray(checks);
}
