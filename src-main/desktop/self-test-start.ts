import { resolve } from 'node:path';
import { toFailure } from '@contract/result';
import { summaryOf, type SelfTestReport } from '@contract/self-test';
import { writeReportFiles } from '../self-test/report-files';

/** How the app was started to test itself: `onepair self-test [--out DIR]`; null where it was not. */
export function selfTestStart(args: readonly string[], folder: string): { out: string } | null {
  const at = args.indexOf('self-test');
  if (at < 0) return null;
  const flag = args.indexOf('--out');
  const given = flag < 0 ? undefined : args[flag + 1];
  return { out: resolve(folder, given ?? 'onepair-self-test') };
}

/** Writes the report and returns the exit code. A failure to write is one, too. */
export async function finishSelfTest(
  out: string,
  report: SelfTestReport,
  say: (line: string) => void,
): Promise<number> {
  const failure = await writeReportFiles(out, report).then(
    () => null,
    (error: unknown) => toFailure(error).message,
  );
  if (failure !== null) say(failure);
  for (const { group, name, outcome, said } of report.checks)
    if (outcome === 'failed') say(`failed: ${group} ${name}: ${said}`);
  say(summaryOf(report.checks));
  return failure !== null || report.checks.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}
