import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reportPage, summaryOf, type SelfTestReport } from '@contract/self-test';

/** How the app was started to test itself: `onepair self-test [--out DIR]`; null where it was not. */
export function selfTestStart(args: readonly string[], folder: string): { out: string } | null {
  const at = args.indexOf('self-test');
  if (at < 0) return null;
  const flag = args.indexOf('--out');
  const given = flag < 0 ? undefined : args[flag + 1];
  return { out: resolve(folder, given ?? 'onepair-self-test') };
}

/** Writes the report and answers the exit code. A failure to write is one, too. */
export function finishSelfTest(out: string, report: SelfTestReport, say: (line: string) => void): number {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'self-test.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(out, 'self-test.html'), reportPage(report));
  for (const { group, name, outcome, said } of report.checks)
    if (outcome === 'failed') say(`failed: ${group} ${name}: ${said}`);
  say(summaryOf(report.checks));
  return report.checks.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}
