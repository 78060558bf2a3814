#!/usr/bin/env node
// npm run trust [-- --quick] [--write]: one line a bar of docs/trust.md, tried at length (--quick: as often as `npm test`
// does); --write: the table of docs/trust.md.
import './setup/require-node.mjs';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { findChromium } from './chromium.mjs';
import { run } from './setup/child.mjs';
import { root } from './setup/places.mjs';
import { runMain } from './setup/say.mjs';
import { readJson } from './setup/stamps.mjs';
import { setUp } from './setup.mjs';
import { countPlaywright, countVitest } from './test-counts.mjs';
import { BARS, SOAKS } from './trust/bars.mjs';

/** @typedef {{ about: string, count: string, result: string, seconds: number, holds: boolean | null }} Row */

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const PLAYWRIGHT = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const PAGE = join(root, 'docs', 'trust.md');
const scratch = mkdtempSync(join(tmpdir(), 'onepair-trust-'));
const notesFile = join(scratch, 'notes.jsonl');

await runMain(async () => {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
  });
  await setUp();
  /** @type {Row[]} */
  const rows = [];
  const add = (/** @type {Row} */ row) => {
    rows.push(row);
    console.log(`${mark(row)}  ${row.about}: ${row.count}, ${row.result} (${row.seconds.toFixed(0)} s)`);
  };
  try {
    for (const bar of BARS) add(await tryTests(bar, values.quick));
    if (!values.quick) {
      for (const soak of SOAKS) add(await trySoak(soak));
      add(await tryOffline());
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  if (values.write) await writeTable(rows);
  if (rows.some(({ holds }) => holds === false)) process.exitCode = 1;
});

/** @param {Row} row */
function mark({ holds }) {
  if (holds === null) return 'skipped';
  return holds ? 'holds  ' : 'FAILS  ';
}

/**
 * @param {import('./trust/bars.mjs').Bar} bar
 * @param {boolean} quick
 * @returns {Promise<Row>}
 */
async function tryTests({ about, tests, notes = [] }, quick) {
  const report = join(scratch, 'report.json');
  rmSync(report, { force: true });
  const env = {
    ...process.env,
    ...{ TF_CPP_MIN_LOG_LEVEL: '2', ONEPAIR_HOME: join(scratch, 'home'), ONEPAIR_TRUST_NOTES: notesFile },
    ...(quick ? {} : { ONEPAIR_TRUST: 'long' }),
  };
  const startMs = Date.now();
  const files = tests.map((name) => join('test', name));
  const { code } = await run(
    process.execPath,
    [VITEST, 'run', ...files, '--reporter=json', `--outputFile.json=${report}`],
    { cwd: root, env },
  );
  const { passed, failed } = countVitest(readJson(report), code);
  const noted = readNotes().filter(({ bar }) => notes.includes(bar));
  return {
    about,
    count: noted.length > 0 ? noted.map(({ bar, count }) => `${count} ${bar}`).join(', ') : `${passed + failed} tests`,
    result: noted.length > 0 ? noted.map(({ result }) => result).join('; ') : `${passed} passed, ${failed} failed`,
    seconds: (Date.now() - startMs) / 1000,
    holds: failed === 0 && passed > 0,
  };
}

/** @returns {{ bar: string, count: number, result: string }[]} what the bars have noted themselves */
function readNotes() {
  const text = existsSync(notesFile) ? readFileSync(notesFile, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** @param {typeof SOAKS[number]} soak @returns {Promise<Row>} */
async function trySoak({ about, args, count }) {
  const startMs = Date.now();
  const { code, output } = await run(process.execPath, [join(root, 'scripts', 'soak.mjs'), ...args], { cwd: root });
  const broken = output.split('\n').filter((line) => line.includes('"holds":false'));
  const result = code === 0 ? 'as promised' : `${broken.length} promises broken`;
  return { about, count, result, seconds: (Date.now() - startMs) / 1000, holds: code === 0 };
}

/** The browser tests on a machine whose only network is the loopback (Linux, as root or with user namespaces). */
async function tryOffline() {
  const about = 'all browser tests without a network (unshare)';
  const startMs = Date.now();
  const browser = findChromium();
  const alone = ['-n', ...(process.getuid?.() === 0 ? [] : ['-r'])];
  const skipped = (/** @type {string} */ why) => ({ about, count: '0 tests', result: why, seconds: 0, holds: null });
  if (browser === null) return skipped('no Chromium was found');
  if ((await run('unshare', [...alone, 'true'])).code !== 0) return skipped('unshare may not be used here');
  const script = `ip link set lo up && exec "${process.execPath}" "${PLAYWRIGHT}" test`;
  const env = { ...process.env, CHROMIUM_PATH: browser, ONEPAIR_HOME: join(scratch, 'home') };
  const report = join(root, 'test-results', 'e2e.json');
  rmSync(report, { force: true });
  const { code } = await run('unshare', [...alone, 'sh', '-c', script], { cwd: root, env });
  const { passed, failed } = countPlaywright(readJson(report), code);
  const seconds = (Date.now() - startMs) / 1000;
  return {
    about,
    count: `${passed + failed} tests`,
    result: `${passed} passed`,
    seconds,
    holds: failed === 0 && passed > 0,
  };
}

/** @param {Row[]} rows */
async function writeTable(rows) {
  const lines = rows.map(
    ({ about, count, result, seconds, holds }) =>
      `| ${about} | ${count} | ${holds === false ? '**fails**: ' : ''}${result} | ${seconds.toFixed(0)} |`,
  );
  const table = ['| bar | tried | result | seconds |', '| --- | --- | --- | --- |', ...lines].join('\n');
  const page = await readFile(PAGE, 'utf8');
  const [start, end] = ['<!-- bars -->', '<!-- end of bars -->'];
  const [before] = page.split(start);
  const [, after] = page.split(end);
  const options = await resolveConfig(PAGE);
  const text = `${before}${start}\n\n${table}\n\n${end}${after ?? ''}`;
  await writeFile(PAGE, await format(text, { ...options, parser: 'markdown' }));
}
