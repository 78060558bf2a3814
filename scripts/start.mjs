#!/usr/bin/env node
import './setup/require-node.mjs';
import process from 'node:process';
import { cacheFolder, root } from './setup/places.mjs';
import { runMain, say, SetupError } from './setup/say.mjs';
import { setUp } from './setup.mjs';
import {
  downloadElectron,
  electronBinary,
  electronVersion,
  rememberedTrouble,
  runElectron,
} from './start/electron.mjs';
import { chooseShell } from './start/shell-choice.mjs';
import { runWeb } from './start/web.mjs';

const LAST_WORD_MS = 7_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const started = new Set();
let stopping = false;

/** @param {import('node:child_process').ChildProcess} child */
function endWithUs(child) {
  started.add(child);
  child.once('exit', () => started.delete(child));
}

/** Ctrl-C ends everything that was started; what does not end by itself is ended. */
function stopOnSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      stopping = true;
      for (const child of started) child.kill('SIGTERM');
      setTimeout(() => {
        for (const child of started) child.kill('SIGKILL');
      }, LAST_WORD_MS).unref();
    });
  }
}

function currentChoice() {
  return chooseShell({
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    electronPresent: electronBinary(root) !== null,
    electronTrouble: rememberedTrouble(cacheFolder(), electronVersion(root), Date.now()),
  });
}

/**
 * @returns {Promise<string | null>} why the page must do instead; null when Electron ran
 */
async function tryElectron(/** @type {import('./start/shell-choice.mjs').ShellChoice} */ { download, why }) {
  const trouble = download ? await downloadElectron(root, cacheFolder()) : null;
  const binary = electronBinary(root);
  if (binary === null) return `Electron could not be downloaded (${trouble ?? 'its binary is missing'})`;
  say(`Shell: Electron ${electronVersion(root)}, because ${why}.`);
  const { code, early } = await runElectron(root, binary, endWithUs);
  if (early) return `Electron ended at once with code ${code ?? 'none'}`;
  process.exitCode = code ?? 0;
  return null;
}

await runMain(async () => {
  await setUp();
  stopOnSignals();
  const choice = currentChoice();
  const why = choice.shell === 'electron' ? await tryElectron(choice) : choice.why;
  if (why === null || stopping) return;
  if (process.env['ONEPAIR_SHELL'] === 'electron')
    throw new SetupError(`${why}; ONEPAIR_SHELL=electron allows no other shell.`);
  say(`Shell: a page on this machine's own address, because ${why}.`);
  process.exitCode = await runWeb(root, endWithUs);
});
