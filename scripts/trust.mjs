#!/usr/bin/env node
// npm run trust [-- --quick] [--only TEXT] [--write]: one line a bar of docs/trust.md, tried at length (--quick: as often as
// `npm test` does), of all bars or of those that name TEXT; --write: their rows in the table of docs/trust.md, each when tried.
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

/**
 * @typedef {{ count: string, result: string, holds: boolean | null }} Tried
 * @typedef {Tried & { about: string, seconds: number }} Row
 */

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const PLAYWRIGHT = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
const PAGE = join(root, 'docs', 'trust.md');
const [START, END] = ['<!-- bars -->', '<!-- end of bars -->'];
const OFFLINE = 'all browser tests without a network (unshare), none breaking a rule of the page';
const scratch = mkdtempSync(join(tmpdir(), 'onepair-trust-'));
const notesFile = join(scratch, 'notes.jsonl');

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
    },
  });
  await setUp();
  try {
    for (const { about, tryIt } of barsOf(values.quick).filter((bar) => bar.about.includes(values.only))) {
      const row = { about, ...(await timed(tryIt)) };
      console.log(`${mark(row)}  ${about}: ${row.count}, ${row.result} (${row.seconds.toFixed(0)} s)`);
      if (row.holds === false) process.exitCode = 1;
      if (values.write) await writeRow(row);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

/** @param {boolean} quick @returns {{ about: string, tryIt: () => Promise<Tried> }[]} */
function barsOf(quick) {
  const tests = BARS.map((bar) => ({ about: bar.about, tryIt: () => tryTests(bar, quick) }));
  if (quick) return tests;
  const soaks = SOAKS.map((soak) => ({ about: soak.about, tryIt: () => trySoak(soak) }));
  return [...tests, ...soaks, { about: OFFLINE, tryIt: tryOffline }];
}

/** @param {() => Promise<Tried>} work */
async function timed(work) {
  const startMs = Date.now();
  const tried = await work();
  return { ...tried, seconds: (Date.now() - startMs) / 1000 };
}

/** @param {Row} row */
function mark({ holds }) {
  if (holds === null) return 'skipped';
  return holds ? 'holds  ' : 'FAILS  ';
}

/**
 * @param {import('./trust/bars.mjs').Bar} bar
 * @param {boolean} quick
 * @returns {Promise<Tried>}
 */
async function tryTests({ tests, notes = [] }, quick) {
  const report = join(scratch, 'report.json');
  rmSync(report, { force: true });
  rmSync(notesFile, { force: true });
  const env = {
    ...process.env,
    ...{ TF_CPP_MIN_LOG_LEVEL: '2', ONEPAIR_HOME: join(scratch, 'home'), ONEPAIR_TRUST_NOTES: notesFile },
    ...(quick ? {} : { ONEPAIR_TRUST: 'long' }),
  };
  const files = tests.map((name) => join('test', name));
  const { code } = await run(
    process.execPath,
    [VITEST, 'run', ...files, '--reporter=json', `--outputFile.json=${report}`],
    { cwd: root, env },
  );
  const { passed, failed } = countVitest(readJson(report), code);
  const noted = readNotes().filter(({ bar }) => notes.includes(bar));
  return {
    count: noted.length > 0 ? noted.map(({ bar, count }) => `${count} ${bar}`).join(', ') : `${passed + failed} tests`,
    result: noted.length > 0 ? noted.map(({ result }) => result).join('; ') : `${passed} passed, ${failed} failed`,
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

/** @param {typeof SOAKS[number]} soak @returns {Promise<Tried>} */
async function trySoak({ args, count }) {
  const { code, output } = await run(process.execPath, [join(root, 'scripts', 'soak.mjs'), ...args], { cwd: root });
  const broken = output.split('\n').filter((line) => line.includes('"holds":false'));
  const result = code === 0 ? 'as promised' : `${broken.length} promises broken`;
  return { count, result, holds: code === 0 };
}

/** The browser tests on a machine whose only network is the loopback (Linux, as root or with user namespaces). */
async function tryOffline() {
  const browser = findChromium();
  const alone = ['-n', ...(process.getuid?.() === 0 ? [] : ['-r'])];
  const skipped = (/** @type {string} */ why) => ({ count: '0 tests', result: why, holds: null });
  if (browser === null) return skipped('no Chromium was found');
  if ((await run('unshare', [...alone, 'true'])).code !== 0) return skipped('unshare may not be used here');
  const script = `ip link set lo up && exec "${process.execPath}" "${PLAYWRIGHT}" test`;
  const env = { ...process.env, CHROMIUM_PATH: browser, ONEPAIR_HOME: join(scratch, 'home') };
  const report = join(root, 'test-results', 'e2e.json');
  rmSync(report, { force: true });
  const { code } = await run('unshare', [...alone, 'sh', '-c', script], { cwd: root, env });
  const { passed, failed } = countPlaywright(readJson(report), code);
  return {
    count: `${passed + failed} tests`,
    result: `${passed} passed, ${failed} failed`,
    holds: failed === 0 && passed > 0,
  };
}

/** @param {Row} row */
async function writeRow({ about, count, result, seconds, holds }) {
  const page = await readFile(PAGE, 'utf8');
  const written = page.split(START)[1]?.split(END)[0] ?? '';
  const rows = written.split('\n').filter((line) => line.startsWith('| ') && line.split('|').length === 6);
  const all = rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const bars = barsOf(false).map((bar) => bar.about);
  const kept = all.filter(([name = '']) => bars.includes(name) && name !== about);
  kept.push([about, count, `${holds === false ? '**fails**: ' : ''}${result}`, seconds.toFixed(0)]);
  kept.sort(([one = ''], [other = '']) => bars.indexOf(one) - bars.indexOf(other));
  const table = [['bar', 'tried', 'result', 'seconds'], ['---', '---', '---', '---'], ...kept];
  const lines = table.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const text = `${page.split(START)[0]}${START}\n\n${lines}\n\n${END}${page.split(END)[1] ?? ''}`;
  await writeFile(PAGE, await format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' }));
}
