import { join } from 'node:path';
import { reportPage, type SelfTestReport } from '@contract/self-test';
import { makeFolder } from '../disk/atomic-write';
import { isWrittenReport, writeReportFile } from '../disk/report-files';
import { refuseToReplace } from '../disk/replaceable';

const filesIn = (folder: string) => ({ json: join(folder, 'self-test.json'), page: join(folder, 'self-test.html') });

/** Throws AppError 'bad-input' where the names of the report are taken by something else than an earlier one. */
export async function requireRoomForReport(folder: string): Promise<void> {
  await makeFolder(folder);
  for (const path of Object.values(filesIn(folder))) await refuseToReplace(path, [], isWrittenReport);
}

/** Writes the report as self-test.json and .html; an earlier one makes way. */
export async function writeReportFiles(folder: string, report: SelfTestReport): Promise<void> {
  const { json, page } = filesIn(folder);
  await writeReportFile(json, `${JSON.stringify(report, null, 2)}\n`);
  await writeReportFile(page, reportPage(report));
}
