import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { errorLine, run } from '../setup/child.mjs';
import { say, secondsSince } from '../setup/say.mjs';
import { readJson, writeJson } from '../setup/stamps.mjs';

const DOWNLOAD_LIMIT_MS = 300_000;
const REMEMBER_MS = 24 * 3600 * 1000;
/** An Electron that ends this early with an error never opened its window. */
const EARLY_MS = 10_000;

/** @typedef {{ version: string, atMs: number, reason: string }} Trouble */

/** @param {string} root */
const folderOf = (root) => join(root, 'node_modules', 'electron');

/**
 * @param {string} root
 * @returns {string}
 */
export function electronVersion(root) {
  return JSON.parse(readFileSync(join(folderOf(root), 'package.json'), 'utf8')).version;
}

/**
 * Reads what Electron's installer leaves; importing the package instead would start a download.
 * @param {string} root
 * @returns {string | null} the path of the executable
 */
export function electronBinary(root) {
  const record = join(folderOf(root), 'path.txt');
  if (!existsSync(record)) return null;
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folderOf(root), 'dist');
  const path = join(dist, readFileSync(record, 'utf8'));
  return existsSync(path) ? path : null;
}

/**
 * @param {string} cache
 * @param {string} version
 * @param {number} nowMs
 * @returns {string | null} why this version could not be downloaded not long ago
 */
export function rememberedTrouble(cache, version, nowMs) {
  const trouble = /** @type {Trouble | null} */ (readJson(join(cache, 'electron.json')));
  return trouble !== null && trouble.version === version && nowMs - trouble.atMs < REMEMBER_MS ? trouble.reason : null;
}

/**
 * Fetches Electron's binary with its own installer; a failure is remembered, so that the next start is quick.
 * @param {string} root
 * @param {string} cache
 * @returns {Promise<string | null>} the reason when it could not be had
 */
export async function downloadElectron(root, cache) {
  const startMs = Date.now();
  say('Electron: downloading its binary (about 120 MB)…');
  const { code, output } = await run(process.execPath, [join(folderOf(root), 'install.js')], {
    cwd: root,
    timeoutMs: DOWNLOAD_LIMIT_MS,
  });
  if (code === 0 && electronBinary(root) !== null) {
    say(`Electron: downloaded in ${secondsSince(startMs)}.`);
    return null;
  }
  const reason = Date.now() - startMs >= DOWNLOAD_LIMIT_MS ? 'it took longer than five minutes' : errorLine(output);
  writeJson(join(cache, 'electron.json'), { version: electronVersion(root), atMs: Date.now(), reason });
  return reason;
}

/**
 * Opens the app and waits for it to end.
 * @param {string} root
 * @param {string} binary
 * @param {(child: import('node:child_process').ChildProcess) => void} onStart
 * @returns {Promise<{ code: number | null, early: boolean }>} `early`: it failed before it could show anything
 */
export function runElectron(root, binary, onStart) {
  return new Promise((done) => {
    const startMs = Date.now();
    const env = { ...process.env };
    delete env['ELECTRON_RUN_AS_NODE'];
    const child = spawn(binary, [root], { cwd: root, env, stdio: 'inherit' });
    onStart(child);
    const finish = (/** @type {number | null} */ code, /** @type {string | null} */ signal) =>
      done({ code, early: code !== 0 && signal !== 'SIGTERM' && Date.now() - startMs < EARLY_MS });
    child.once('error', () => finish(null, null));
    child.once('exit', finish);
  });
}
