import { expect, it } from 'vitest';
import { check, reportPage, SkippedCheck, summaryOf, type SelfTestReport } from '@contract/self-test';

const clock = { nowMs: () => 5 };

it('tells what passed, failed and was skipped, each with its reason', async () => {
  const checks = [
    await check(clock, 'a', 'one', () => 'found'),
    await check(clock, 'a', 'two', () => Promise.reject(new Error('broken <b>'))),
    await check(clock, 'a', 'three', () => {
      throw new SkippedCheck('not here');
    }),
  ];
  expect(checks).toEqual([
    { group: 'a', name: 'one', outcome: 'passed', said: 'found', ms: 0 },
    { group: 'a', name: 'two', outcome: 'failed', said: 'broken <b>', ms: 0 },
    { group: 'a', name: 'three', outcome: 'skipped', said: 'not here', ms: 0 },
  ]);
  expect(summaryOf(checks)).toBe('1 passed, 1 failed, 1 skipped');
  const report: SelfTestReport = { version: '1', shell: 'cli', system: 'linux', startedAt: 'now', checks };
  const page = reportPage(report);
  expect(page).toContain('broken &lt;b&gt;');
  expect(page).not.toContain('<b>');
  expect(page.match(/<tr class/g)).toHaveLength(3);
});
