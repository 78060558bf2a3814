import { describe, expect, it } from 'vitest';
import { closingLine, countPlaywright, countVitest, skipReasons } from '../../scripts/test-counts.mjs';

describe('what counts as failed', () => {
  const good = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

  it('is what vitest says', () => {
    expect(countVitest(good, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });

  it('is also a file that does not load', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }];
    expect(countVitest({ ...good, testResults }, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  it('is also a run that ended badly without a report or a failed test', () => {
    expect(countVitest(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countVitest(good, null).failed).toBe(1);
    expect(countPlaywright(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('is also a browser test that passed only when repeated', () => {
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
    expect(countPlaywright({ stats }, 1)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });
});

it('closes with the sums', () => {
  const one = { passed: 2, failed: 0, skipped: 0 };
  expect(closingLine([one, one])).toBe('4 passed, 0 failed');
  expect(closingLine([one, { passed: 1, failed: 3, skipped: 5 }])).toBe('3 passed, 3 failed, 5 skipped');
});

it('tells each reason for skipping once', () => {
  const skipped = { annotations: [{ type: 'skip', description: 'no screen' }] };
  const specs = [{ tests: [skipped] }, { tests: [skipped, { annotations: [] }] }];
  expect(skipReasons({ suites: [{ suites: [{ specs }] }, { specs: [] }] })).toBe('no screen');
  expect(skipReasons(null)).toBe('');
});
