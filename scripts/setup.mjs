#!/usr/bin/env node
import './setup/require-node.mjs';
import { readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { isBuilt, provideBuild } from './setup/build.mjs';
import { withLock } from './setup/lock.mjs';
import { nodeVersionAdvice } from './setup/node-version.mjs';
import { keepOwnBinaries, linkCommand, providePackages } from './setup/packages.mjs';
import { cacheFolder, memoryFolder, packageFolder, root } from './setup/places.mjs';
import { describeRuntime, PINS_PATH, provideRuntime, readPins, readRuntimeRecord } from './setup/runtime.mjs';
import { readWanted } from './setup/runtime-choice.mjs';
import { runMain, say } from './setup/say.mjs';
import { hashOf, readJson, writeJson } from './setup/stamps.mjs';

/** @typedef {import('./setup/runtime.mjs').RuntimeRecord} RuntimeRecord */

const STAMP = join(memoryFolder, 'stamp.json');

/**
 * Everything that decides what packages and runtime this checkout should have.
 * @returns {string}
 */
function wantedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const machine = `${process.platform} ${process.arch} ${process.versions.modules}`;
  return hashOf(lock, readFileSync(PINS_PATH), machine, readWanted(process.env), cacheFolder());
}

/**
 * @returns {RuntimeRecord | null} the runtime when packages and runtime are as they should be. The binding's file is
 *   looked at through its link: a cache that was emptied shows here.
 */
function readyRuntime() {
  const record = readRuntimeRecord(memoryFolder);
  const stamp = /** @type {{ wanted?: string } | null} */ (readJson(STAMP));
  if (record === null || stamp?.wanted !== wantedStamp()) return null;
  const binding = join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node');
  return record.kind === 'wasm' || statSync(binding, { throwIfNoEntry: false }) !== undefined ? record : null;
}

/** @returns {Promise<RuntimeRecord>} */
async function providePackagesAndRuntime() {
  const advice = nodeVersionAdvice(process.versions.node);
  if (advice !== null) say(advice);
  await providePackages(root);
  keepOwnBinaries(root);
  linkCommand(root);
  const cache = cacheFolder();
  const context = { root, packageFolder, cache, wanted: readWanted(process.env), pins: readPins() };
  const record = await withLock(
    join(cache, 'setup.lock'),
    () => provideRuntime(context),
    () => say('Waiting for another set-up that is filling the cache…'),
  );
  say(describeRuntime(record));
  if (record.kind === 'wasm' && context.wanted !== 'wasm') say('To try for native TensorFlow again: npm run setup');
  if (record.offer !== '') say(record.offer);
  writeJson(join(memoryFolder, 'runtime.json'), record);
  writeJson(STAMP, { wanted: wantedStamp() });
  return record;
}

/**
 * Brings the checkout to where the app can run: packages, TensorFlow, the `onepair` command, the built app. Does only
 * what is missing; says what it does on stderr. Two set-ups of one checkout take turns.
 * @param {{ retry?: boolean }} [options] `retry`: look again for a runtime better than the one settled for
 * @returns {Promise<RuntimeRecord>}
 * @throws SetupError with one sentence that says what to install or run
 */
export async function setUp({ retry = false } = {}) {
  const ready = readyRuntime();
  const settled = ready !== null && !retry;
  if (settled && isBuilt(root)) return ready;
  return withLock(
    join(tmpdir(), `onepair-setup-${hashOf(root).slice(0, 16)}.lock`),
    async () => {
      const record = settled ? ready : await providePackagesAndRuntime();
      await provideBuild(root);
      return record;
    },
    () => say('Waiting for another set-up of this checkout…'),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await setUp({ retry: true });
    say('Ready: "npm start" opens the app, "npx onepair --help" lists the commands.');
  });
}
