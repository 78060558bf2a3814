import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A browser that is confined by snap sees neither hidden folders nor temporary ones: not the link file, not its profile.
 * @param {string} browser
 * @returns {boolean}
 */
export function isConfined(browser) {
  const real = realpathSync(browser);
  return real.startsWith('/snap/') || real.endsWith('/snap');
}

/**
 * @param {string} linkFile
 * @param {string} profile
 * @param {boolean} isRoot Chromium refuses its sandbox to root; the window only ever shows our own page
 * @returns {string[]}
 */
export function windowArguments(linkFile, profile, isRoot) {
  const page = `--app=${pathToFileURL(linkFile).href}`;
  return [page, `--user-data-dir=${profile}`, ...QUIET, ...(isRoot ? ['--no-sandbox'] : [])];
}

/**
 * Opens the app in a window of its own. The file leads to the app; the link itself appears in no command line.
 * @param {string} browser
 * @param {string} linkFile
 * @param {() => void} onClosed
 * @returns {import('node:child_process').ChildProcess}
 */
export function openWindow(browser, linkFile, onClosed) {
  const profile = mkdtempSync(join(tmpdir(), 'onepair-window-'));
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(browser, windowArguments(linkFile, profile, isRoot), { stdio: 'ignore' });
  let closed = false;
  const onEnd = () => {
    if (closed) return;
    closed = true;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    onClosed();
  };
  child.once('error', onEnd);
  child.once('exit', onEnd);
  return child;
}
