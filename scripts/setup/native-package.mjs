import { lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { errorLine, lastLine, run } from './child.mjs';
import { SetupError } from './say.mjs';

const LOAD_TEST = fileURLToPath(new URL('load-test-child.mjs', import.meta.url));
const LOAD_TIMEOUT_MS = 180_000;
const INSTALLER_TIMEOUT_MS = 600_000;
/** The two folders of the package that come from the cache. */
const LINKED = ['deps', join('lib', 'napi-v8')];

/**
 * @param {string} packageFolder
 * @returns {string | null} the cache entry that the package is linked to; null for files of its own or none
 */
export function linkedEntry(packageFolder) {
  try {
    const place = join(packageFolder, 'deps');
    return lstatSync(place).isSymbolicLink() ? dirname(realpathSync(place)) : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} packageFolder
 * @returns {boolean}
 */
export function hasBinding(packageFolder) {
  return lstatSync(join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node'), { throwIfNoEntry: false }) !== undefined;
}

/**
 * Clears the package of links and of files from earlier tries, never of what a link points at.
 * @param {string} packageFolder
 */
function unlinkEntry(packageFolder) {
  for (const name of LINKED) rmSync(join(packageFolder, name), { recursive: true, force: true });
}

/**
 * Makes the package use a cache entry. The loader follows links to the binding's real place, so its `$ORIGIN` is the
 * entry and its libraries are found there.
 * @param {string} packageFolder
 * @param {string} entry
 */
export function linkEntry(packageFolder, entry) {
  unlinkEntry(packageFolder);
  mkdirSync(join(packageFolder, 'lib'), { recursive: true });
  for (const name of LINKED) symlinkSync(join(entry, name), join(packageFolder, name), 'junction');
}

/**
 * Proves in a process of its own that native TensorFlow loads and computes.
 * @param {string} root
 * @returns {Promise<{ tensorflow: string, gpu: boolean }>}
 * @throws SetupError with the loader's words
 */
export async function loadTest(root) {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const { code, output, printed } = await run(process.execPath, [LOAD_TEST, root], { env, timeoutMs: LOAD_TIMEOUT_MS });
  // Libraries and Node warn on the other stream, when they like.
  if (code === 0) return JSON.parse(lastLine(printed));
  const told = errorLine(output);
  throw new SetupError(`native TensorFlow does not load (${told === '' ? 'it crashed' : told})`);
}

/**
 * The package's own installer: an older TensorFlow from its makers' own download place.
 * @param {string} root
 * @param {string} packageFolder
 * @param {'cpu' | 'gpu'} kind
 */
export async function runOwnInstaller(root, packageFolder, kind) {
  unlinkEntry(packageFolder);
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  const { code, output } = await run(process.execPath, [join('scripts', 'install.js'), kind, 'download'], {
    cwd: packageFolder,
    env: { ...process.env, PATH: path },
    timeoutMs: INSTALLER_TIMEOUT_MS,
  });
  if (code !== 0 || !hasBinding(packageFolder)) {
    unlinkEntry(packageFolder);
    throw new SetupError(`the package's own installer failed (${errorLine(output)})`);
  }
}
