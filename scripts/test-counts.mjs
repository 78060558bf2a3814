/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * A run that ended badly without naming a failed test (a file that does not load, an unhandled error) still failed.
 * @param {Counts} counts
 * @param {number | null} code
 * @returns {Counts}
 */
function orFailed(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * @param {unknown} report what vitest's JSON reporter wrote; null when it wrote nothing
 * @param {number | null} code vitest's exit code
 * @returns {Counts}
 */
export function countVitest(report, code) {
  const facts = /** @type {Record<string, any>} */ (report ?? {});
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = facts['testResults'] ?? [];
  const broken = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const counts = {
    passed: facts['numPassedTests'] ?? 0,
    failed: (facts['numFailedTests'] ?? 0) + broken,
    skipped: (facts['numPendingTests'] ?? 0) + (facts['numTodoTests'] ?? 0),
  };
  return orFailed(counts, code);
}

/**
 * @param {unknown} report what Playwright's JSON reporter wrote; null when it wrote nothing
 * @param {number | null} code Playwright's exit code
 * @returns {Counts} a test that passed only when repeated counts as failed
 */
export function countPlaywright(report, code) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = /** @type {any} */ (report)?.stats ?? {};
  return orFailed({ passed: expected, failed: unexpected + flaky, skipped }, code);
}

/**
 * @param {unknown} report what Playwright's JSON reporter wrote
 * @returns {string} why tests were skipped, each reason once; '' when none gave one
 */
export function skipReasons(report) {
  /** @type {Set<string>} */
  const reasons = new Set();
  const visit = (/** @type {any} */ suite) => {
    for (const inner of suite?.suites ?? []) visit(inner);
    for (const spec of suite?.specs ?? []) {
      for (const { annotations } of spec.tests) {
        for (const { type, description } of annotations) if (type === 'skip' && description) reasons.add(description);
      }
    }
  };
  visit(report);
  return [...reasons].join('; ');
}

/**
 * @param {Counts[]} stages
 * @returns {string} 'N passed, N failed', with skipped ones only when there are any
 */
export function closingLine(stages) {
  const sum = (/** @type {keyof Counts} */ key) => stages.reduce((total, stage) => total + stage[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
