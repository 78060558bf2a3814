import * as v from 'valibot';
import { shellName } from './runtime';

/** One thing that the self-test tried. */
export const checkSchema = v.strictObject({
  /** 'channels', 'cpu', 'views', 'shell': what it belongs to. */
  group: v.pipe(v.string(), v.maxLength(40)),
  name: v.pipe(v.string(), v.maxLength(120)),
  outcome: v.picklist(['passed', 'failed', 'skipped']),
  /** What was found, or why not: figures, one sentence; never a path. */
  said: v.pipe(v.string(), v.maxLength(2_000)),
  ms: v.pipe(v.number(), v.minValue(0)),
});
export type Check = v.InferOutput<typeof checkSchema>;

/** What a self-test found, as the JSON file holds it. */
export const selfTestReportSchema = v.object({
  version: v.string(),
  shell: shellName,
  /** 'linux x64, Node 24.1.0'. */
  system: v.string(),
  startedAt: v.string(),
  checks: v.array(checkSchema),
});
export type SelfTestReport = v.InferOutput<typeof selfTestReportSchema>;

export const MOST_CHECKS = 1_000;

/** A step that cannot be tried here; its message is the reason. */
export class SkippedCheck extends Error {}

export interface CheckClock {
  nowMs: () => number;
}

/** Runs one step: what it returns is what was found, what it throws is why it failed. */
export async function check(
  { nowMs }: CheckClock,
  group: string,
  name: string,
  step: () => Promise<string> | string,
): Promise<Check> {
  const startMs = nowMs();
  const ended = (outcome: Check['outcome'], said: string): Check => ({
    group,
    name,
    outcome,
    said: said.slice(0, 2_000),
    ms: Math.round(nowMs() - startMs),
  });
  try {
    return ended('passed', await step());
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return ended(error instanceof SkippedCheck ? 'skipped' : 'failed', said);
  }
}

/** 'N passed, N failed, N skipped' of some checks. */
export function summaryOf(checks: readonly Check[]): string {
  const count = (outcome: Check['outcome']) => checks.filter((one) => one.outcome === outcome).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}' +
  'table{border-collapse:collapse;width:100%}td,th{text-align:start;padding:.2rem .6rem;border-bottom:1px solid #8884;vertical-align:top}' +
  '.failed td:nth-child(3){font-weight:700;color:#c62828}.skipped{opacity:.7}:root{color-scheme:light dark}';

/** The report as one page that needs nothing else. */
export function reportPage({ version, shell, system, startedAt, checks }: SelfTestReport): string {
  const rows = checks.map(
    ({ group, name, outcome, said, ms }) =>
      `<tr class="${outcome}"><td>${escaped(group)}</td><td>${escaped(name)}</td><td>${outcome}</td><td>${escaped(said)}</td><td>${ms} ms</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Onepair self-test</title>
<style>${STYLE}</style>
<h1>Onepair self-test</h1>
<p>Onepair ${escaped(version)} (${shell}), ${escaped(system)}, ${escaped(startedAt)}</p>
<p><strong>${summaryOf(checks)}</strong></p>
<table>
<tr><th>Part</th><th>Tried</th><th>Outcome</th><th>Found</th><th>Time</th></tr>
${rows.join('\n')}
</table>
</html>
`;
}
