import {
  readdirSync,
  readFileSync,
  symlinkSync,
  mkdirSync,
  writeFileSync,
  rmSync,
  readlinkSync,
  existsSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { lastLine, npmCommand, run } from './child.mjs';
import { say, secondsSince, SetupError } from './say.mjs';
import { readJson } from './stamps.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} LockPackages */

/**
 * npm keeps its own record of what lies in node_modules; comparing it with the lock file tells a finished install
 * from a missing, old or broken-off one.
 * @param {LockPackages} wanted `packages` of package-lock.json
 * @param {LockPackages | undefined} installed `packages` of node_modules/.package-lock.json
 * @returns {boolean}
 */
export function packagesMatch(wanted, installed) {
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version;
  });
}

/** @param {string} path */
function readPackages(path) {
  return /** @type {{ packages?: LockPackages } | null} */ (readJson(path))?.packages;
}

/**
 * Installs the packages of package-lock.json when node_modules does not hold exactly them.
 * @param {string} root
 */
export async function providePackages(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (wanted === undefined) {
    throw new SetupError('package-lock.json is missing or damaged: restore it with "git checkout package-lock.json".');
  }
  if (packagesMatch(wanted, readPackages(join(root, 'node_modules', '.package-lock.json')))) return;
  const startMs = Date.now();
  say('Packages: installing with npm (about 690 MB on disk)…');
  const npm = npmCommand();
  const { code, output } = await run(npm.command, [...npm.args, 'ci', '--loglevel=error'], { cwd: root });
  if (code !== 0) {
    say(output.trim());
    throw new SetupError(
      code === null
        ? 'npm was not found: install Node.js together with npm, then run the command again.'
        : `npm could not install the packages (${lastLine(output)}): mend that, or check the connection to your npm registry, then run the command again.`,
    );
  }
  say(`Packages: installed in ${secondsSince(startMs)}.`);
}

/**
 * ONNX Runtime's package brings its libraries for every platform, 250 MB of them: only this machine's stay.
 * @param {string} root
 * @param {string} platform as Node names it
 * @param {string} arch
 */
export function keepOwnBinaries(root, platform = process.platform, arch = process.arch) {
  const folder = join(root, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6');
  if (!existsSync(folder)) return;
  for (const [of, own] of /** @type {[string, string][]} */ ([
    [folder, platform],
    [join(folder, platform), arch],
  ])) {
    const others = existsSync(of) ? readdirSync(of).filter((name) => name !== own) : [];
    for (const name of others) rmSync(join(of, name), { recursive: true });
  }
}

/**
 * Makes `npx onepair` work inside the checkout.
 * @param {string} root
 */
export function linkCommand(root) {
  const folder = join(root, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  if (process.platform === 'win32') {
    const shim = join(folder, 'onepair.cmd');
    const text = '@node "%~dp0\\..\\..\\scripts\\onepair.mjs" %*\r\n';
    if (!existsSync(shim) || readFileSync(shim, 'utf8') !== text) writeFileSync(shim, text);
    return;
  }
  const link = join(folder, 'onepair');
  const target = join('..', '..', 'scripts', 'onepair.mjs');
  try {
    if (readlinkSync(link) === target) return;
  } catch {
    // not there yet
  }
  rmSync(link, { force: true });
  symlinkSync(target, link);
}
