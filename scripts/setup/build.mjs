import { rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { run } from './child.mjs';
import { say, secondsSince, SetupError } from './say.mjs';
import { fingerprint, readJson, writeJson } from './stamps.mjs';

/** Everything that the build reads: test/scripts/build.test.ts holds the list against electron.vite.config.ts. */
export const SOURCES = [
  'src-main',
  'src-preload',
  'src-renderer',
  'tools',
  'resources',
  'electron.vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'tsconfig.web.json',
  'package.json',
  'package-lock.json',
];

/** @param {string} root */
const stampPath = (root) => join(root, 'out', 'build.json');

/**
 * @param {string} root
 * @returns {boolean} whether out/ was built from the sources as they are now
 */
export function isBuilt(root) {
  const stamp = /** @type {{ sources?: string } | null} */ (readJson(stampPath(root)));
  return stamp?.sources === fingerprint(root, SOURCES);
}

/**
 * Notes that out/ was built from the sources as they are now.
 * @param {string} root
 * @param {string} [sources] their fingerprint, taken before the build
 */
export function stampBuild(root, sources = fingerprint(root, SOURCES)) {
  writeJson(stampPath(root), { sources });
}

/**
 * Builds out/ when the sources have changed.
 * @param {string} root
 */
export async function provideBuild(root) {
  if (isBuilt(root)) return;
  const startMs = Date.now();
  say('Building the app…');
  const sources = fingerprint(root, SOURCES);
  rmSync(stampPath(root), { force: true }); // a build that is broken off must not look finished
  const script = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { code, output } = await run(process.execPath, [script, 'build'], { cwd: root });
  if (code !== 0) {
    say(stripVTControlCharacters(output).trim());
    throw new SetupError('The app could not be built: the lines above say where; mend that and run the command again.');
  }
  stampBuild(root, sources);
  say(`Built in ${secondsSince(startMs)}.`);
}
