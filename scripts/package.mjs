#!/usr/bin/env node
// npm run package [-- --dir]: installers of this platform; --dir: only the tree that they hold, packed and checked, also
// where Electron's binary cannot be had.
import './setup/require-node.mjs';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { layOutApp, thisTarget } from './package/app-folder.mjs';
import { checkTree } from './package/check.mjs';
import { electronFolder } from './package/electron-folder.mjs';
import { providePackager } from './package/tools.mjs';
import { run } from './setup/child.mjs';
import { cacheFolder, root } from './setup/places.mjs';
import { runMain, say, secondsSince, SetupError } from './setup/say.mjs';
import { setUp } from './setup.mjs';
import { downloadElectron, electronBinary } from './start/electron.mjs';

const DIST = join(root, 'dist');
const PLATFORM_FLAGS = new Map([
  ['linux', '--linux'],
  ['win32', '--win'],
  ['darwin', '--mac'],
]);

/** @param {boolean} isTreeEnough */
async function provideElectron(isTreeEnough) {
  const trouble = electronBinary(root) === null ? await downloadElectron(root, cacheFolder()) : null;
  const electron = electronFolder(root, join(DIST, 'no-electron'));
  if (electron.real) return electron;
  const why = `Electron's binary could not be had (${trouble ?? 'it is missing'})`;
  if (!isTreeEnough) throw new SetupError(`${why}: installers need it. The tree alone: npm run package -- --dir`);
  say(`${why}: a stand-in takes its place, and the tree cannot be started by a click.`);
  return electron;
}

/** @param {string} builder @param {string} electron @param {boolean} isTreeEnough */
async function pack(builder, electron, isTreeEnough) {
  const startMs = Date.now();
  const flag = PLATFORM_FLAGS.get(process.platform);
  if (flag === undefined) throw new SetupError(`There are no packages for ${process.platform}.`);
  const args = [builder, flag, ...(isTreeEnough ? ['dir'] : []), '--publish', 'never', `-c.electronDist=${electron}`];
  // The native runtime is this machine's own: each architecture is packed where it runs.
  const { code, output } = await run(process.execPath, [...args, `--${process.arch}`], { cwd: root });
  if (code !== 0) throw new SetupError(`${output.trim()}\nelectron-builder ended with code ${code ?? 'none'}: its words stand above.`); // prettier-ignore
  say(`Packed in ${secondsSince(startMs)}.`);
}

/** @returns {string} the folder that electron-builder left the tree in */
function packedTree() {
  const name = readdirSync(DIST).find((one) => /^(linux|win)(-\w+)?-unpacked$|^mac(-\w+)?$/.test(one));
  if (name === undefined) throw new SetupError('electron-builder left no tree in dist: look at its words.');
  return join(DIST, name);
}

await runMain(async () => {
  const isTreeEnough = process.argv.includes('--dir');
  process.env['ONEPAIR_RUNTIME'] ??= 'cpu'; // CUDA is fetched by whoever has such a card: it is 3 GB
  const { kind } = await setUp();
  if (kind === 'wasm')
    throw new SetupError('Packages hold native TensorFlow, and this checkout has none: npm run setup says why.');
  rmSync(DIST, { recursive: true, force: true });
  const builder = await providePackager();
  const electron = await provideElectron(isTreeEnough);
  const { drawIcons } = await import('./package/icons.mjs');
  await drawIcons(root, join(DIST, 'build'));
  await layOutApp(root, join(DIST, 'app'), thisTarget());
  await pack(builder, electron.folder, isTreeEnough);
  const isSound = await checkTree(root, packedTree(), electron.real);
  if (!isSound) process.exitCode = 1;
});
