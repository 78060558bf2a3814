#!/usr/bin/env node
import './setup/require-node.mjs';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describeStage, runChecks } from './check.mjs';
import { provideChromium } from './chromium.mjs';
import { run } from './setup/child.mjs';
import { root } from './setup/places.mjs';
import { runMain } from './setup/say.mjs';
import { readJson } from './setup/stamps.mjs';
import { setUp } from './setup.mjs';
import { closingLine, countPlaywright, countVitest, skipReasons } from './test-counts.mjs';

/** @typedef {import('./check.mjs').Stage} Stage */

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const PLAYWRIGHT = join(root, 'node_modules', '@playwright', 'test', 'cli.js');

/**
 * Runs a test program whose output is for the user.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number | null>}
 */
function show(args, env) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () => done(null));
    child.once('close', done);
  });
}

/**
 * @param {string} name
 * @param {() => Promise<import('./test-counts.mjs').Counts & { note?: string }>} work
 * @returns {Promise<Stage>}
 */
async function timed(name, work) {
  const startMs = Date.now();
  const counts = await work();
  return { note: '', ...counts, name, seconds: (Date.now() - startMs) / 1000 };
}

/**
 * @param {string} project
 * @param {string} scratch
 * @param {NodeJS.ProcessEnv} env
 */
async function runVitest(project, scratch, env) {
  const report = join(scratch, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await show([VITEST, 'run', '--project', project, ...reporters], env);
  return countVitest(readJson(report), code);
}

/** @param {NodeJS.ProcessEnv} env */
async function runBrowserTests(env) {
  const chromium = await provideChromium();
  if (chromium.path === null) {
    const { output } = await run(process.execPath, [PLAYWRIGHT, 'test', '--list'], { cwd: root, env });
    const skipped = Number(/Total: (\d+) test/.exec(output)?.[1] ?? 1);
    return { passed: 0, failed: 0, skipped, note: chromium.reason };
  }
  const report = join(root, 'test-results', 'e2e.json');
  rmSync(report, { force: true });
  const code = await show([PLAYWRIGHT, 'test'], { ...env, CHROMIUM_PATH: chromium.path });
  const written = readJson(report);
  return { ...countPlaywright(written, code), note: skipReasons(written) };
}

await runMain(async () => {
  await setUp();
  const scratch = mkdtempSync(join(tmpdir(), 'onepair-test-'));
  const env = { ...process.env, ONEPAIR_HOME: join(scratch, 'home'), TF_CPP_MIN_LOG_LEVEL: '2' };
  try {
    console.log('Checks: types and lint, components, format, and the tests that need no browser and no training');
    const testing = (/** @type {string} */ project) => () => timed(project, () => runVitest(project, scratch, env));
    // Two lanes for two cores: what is checked in one, the other one tests meanwhile.
    const stages = await runChecks({ more: [testing('unit'), testing('renderer')] });
    stages.push(await testing('native')());
    stages.push(await timed('browser', () => runBrowserTests(env)));
    console.log('');
    for (const stage of stages) console.log(describeStage(stage));
    if (stages.some((stage) => stage.failed > 0)) process.exitCode = 1;
    console.log(closingLine(stages));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
