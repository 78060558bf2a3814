import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { lastLine, run } from './setup/child.mjs';
import { say, secondsSince } from './setup/say.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PLACES = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where a Chromium-like browser could be, best guess first.
 * @param {string} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function chromiumPlaces(platform, env) {
  const named = env['CHROMIUM_PATH'] ? [env['CHROMIUM_PATH']] : [];
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return [...named, ...roots.flatMap((base) => (base ? WINDOWS_PLACES.map((place) => join(base, place)) : []))];
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  if (platform !== 'darwin') return [...named, ...onPath];
  const bases = ['/Applications', join(env['HOME'] ?? '', 'Applications')];
  const apps = bases.flatMap((base) => MAC_APPS.map((app) => join(base, `${app}.app`, 'Contents', 'MacOS', app)));
  return [...named, ...apps, ...onPath];
}

/** @returns {string | null} the path of a Chromium-like browser on this machine */
export function findChromium() {
  return chromiumPlaces(process.platform, process.env).find(isExecutable) ?? null;
}

/**
 * For the browser tests: finds a browser, or installs Debian's when this is root on Debian.
 * @returns {Promise<{ path: string } | { path: null, reason: string }>}
 */
export async function provideChromium() {
  const found = findChromium();
  if (found !== null) return { path: found };
  const advice = 'install Chromium or Google Chrome, or set CHROMIUM_PATH to one';
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    return { path: null, reason: `no Chromium-like browser was found: ${advice}` };
  }
  const startMs = Date.now();
  say('Chromium: installing with apt-get (about 120 MB to download)…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  const updated = await run('apt-get', ['update', '-qq'], { env });
  const installed = updated.code === 0 ? await run('apt-get', install, { env }) : updated;
  const path = findChromium();
  if (path === null) {
    return { path: null, reason: `apt-get could not install Chromium (${lastLine(installed.output)}): ${advice}` };
  }
  say(`Chromium: installed in ${secondsSince(startMs)}.`);
  return { path };
}
