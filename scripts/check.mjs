#!/usr/bin/env node
import './setup/require-node.mjs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { run } from './setup/child.mjs';
import { root } from './setup/places.mjs';
import { runMain } from './setup/say.mjs';
import { setUp } from './setup.mjs';

/** @typedef {{ name: string, passed: number, failed: number, skipped: number, seconds: number, note: string }} Stage */

const bin = (/** @type {string[]} */ ...path) => join(root, 'node_modules', ...path);

const TOOLS = [
  { name: 'types', args: [bin('oxlint', 'bin', 'oxlint'), '--type-check', '--deny-warnings'] },
  { name: 'markup', args: [bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'] },
  {
    name: 'components',
    args: [bin('svelte-check', 'bin', 'svelte-check'), '--tsconfig', './tsconfig.web.json', '--fail-on-warnings'],
  },
  { name: 'format', args: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
];
const IMPORTS = {
  name: 'imports',
  args: [bin('vitest', 'vitest.mjs'), 'run', '--project', 'unit', 'test/structure'],
};

/**
 * Runs one tool; each counts as one test.
 * @param {{ name: string, args: string[] }} tool
 * @returns {Promise<Stage>}
 */
async function check({ name, args }) {
  const startMs = Date.now();
  const { code, output } = await run(process.execPath, args, { cwd: root });
  if (code !== 0) process.stdout.write(`\n${name}:\n${output.trim()}\n\n`);
  const passed = code === 0 ? 1 : 0;
  return { name, passed, failed: 1 - passed, skipped: 0, seconds: (Date.now() - startMs) / 1000, note: '' };
}

/**
 * Types with lint, the components' markup and types, and format, two at a time.
 * @param {{ imports?: boolean, more?: (() => Promise<Stage>)[] }} [options] `imports`: the import table too (in `npm test`
 *   the unit tests hold it); `more`: what else is done meanwhile
 * @returns {Promise<Stage[]>}
 */
export async function runChecks({ imports = false, more = [] } = {}) {
  const tools = imports ? [...TOOLS, IMPORTS] : TOOLS;
  const queue = [...tools.map((tool) => () => check(tool)), ...more];
  /** @type {Stage[]} */
  const stages = [];
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) stages.push(await next());
  };
  await Promise.all([lane(), lane()]);
  return stages;
}

/**
 * @param {Stage} stage
 * @returns {string}
 */
export function describeStage({ name, passed, failed, skipped, seconds, note }) {
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return `  ${name.padEnd(12)} ${counts} (${seconds.toFixed(1)} s)${note === '' ? '' : `: ${note}`}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await setUp();
    const stages = await runChecks({ imports: true });
    for (const stage of stages) console.log(describeStage(stage));
    if (stages.some((stage) => stage.failed > 0)) process.exitCode = 1;
  });
}
