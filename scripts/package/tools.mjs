import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lastLine, npmCommand, run } from '../setup/child.mjs';
import { memoryFolder, root } from '../setup/places.mjs';
import { say, secondsSince, SetupError } from '../setup/say.mjs';

/** electron-builder is large and of use to few: it comes when it is asked for, and lies beside what set-up remembers. */
const FOLDER = join(memoryFolder, 'packager');
const FROM = join(root, 'scripts', 'package');
const DONE = join(FOLDER, 'installed-from.json');

const lockText = () => readFileSync(join(FROM, 'package-lock.json'), 'utf8');

/** @returns {Promise<string>} the path of electron-builder's command, installed where it was not */
export async function providePackager() {
  const builder = join(FOLDER, 'node_modules', 'electron-builder', 'cli.js');
  if (existsSync(DONE) && readFileSync(DONE, 'utf8') === lockText()) return builder;
  const startMs = Date.now();
  say('electron-builder: installing with npm (about 95 MB on disk)…');
  mkdirSync(FOLDER, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(FROM, name), join(FOLDER, name));
  copyFileSync(join(root, '.npmrc'), join(FOLDER, '.npmrc'));
  const npm = npmCommand();
  const { code, output } = await run(npm.command, [...npm.args, 'ci', '--loglevel=error'], { cwd: FOLDER });
  if (code !== 0) throw new SetupError(`npm could not install electron-builder: ${lastLine(output)}`);
  writeFileSync(DONE, lockText());
  say(`electron-builder: installed in ${secondsSince(startMs)}.`);
  return builder;
}

/**
 * A package that came with electron-builder.
 * @param {string} name
 * @returns {Promise<any>} its exports
 */
export async function packagerPackage(name) {
  const path = createRequire(join(FOLDER, 'package.json')).resolve(name);
  return import(pathToFileURL(path).href);
}
