import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { run } from '../setup/child.mjs';
import { formatBytes } from '../setup/say.mjs';
import { runtimePackages, thisTarget } from './app-folder.mjs';
import { FUSES } from './fuses.mjs';
import { machineOfFile } from './native-file.mjs';
import { packagerPackage } from './tools.mjs';

/** @typedef {{ what: string, ok: boolean, said: string }} Finding */
/** @typedef {{ listPackage(archive: string, options: { isPack: boolean }): string[], extractAll(archive: string, to: string): void }} Asar */

const NEEDED = [
  'package.json',
  'LICENSE',
  'resources/licences.txt',
  'out/main/index.js',
  'out/main/compute.js',
  'out/main/band-thread.js',
  'out/main/tile-thread.js',
  'out/main/photos.js',
  'out/main/disks.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];
const UNWANTED =
  /\.(map|ts|svelte)$|^(test|scripts|tools|docs|src-[a-z]+)\/|^out\/main\/(bench|study|realcam|cases|perceptual|peers|results)\.js$/;
/** Parts by name, first match counts; paths below the tree, those of the archive as if it were unpacked. */
const PARTS = [
  ['TensorFlow', /node_modules\/@tensorflow\/tfjs-node-gpu\//],
  ['TensorFlow.js', /node_modules\/@tensorflow\//],
  ['ONNX Runtime', /node_modules\/onnxruntime-/],
  ['sharp and libvips', /node_modules\/(sharp|@img)\//],
  ['HEIC, raw, JPEG XL', /node_modules\/(libheif-js|libraw-wasm|wasm-vips)\//],
  ['other packages', /node_modules\//],
  ['the app itself', /^resources\/app(\.asar(\.unpacked)?)?\//],
  ['Electron', /./],
];

/** @param {string} folder @returns {string[]} files below it, with '/' */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));

/** Where Electron looks for the app. @param {string} tree */
function resourcesOf(tree) {
  const bundle = readdirSync(tree).find((name) => name.endsWith('.app'));
  return bundle === undefined ? join(tree, 'resources') : join(tree, bundle, 'Contents', 'Resources');
}

/**
 * Bytes of each part: what is in the archive counts there, the archive's own file does not.
 * @param {string} tree
 * @param {string} app the archive, unpacked
 * @returns {Map<string, number>}
 */
function sizesOf(tree, app) {
  const inTree = filesBelow(tree).filter((path) => !/app\.asar(\.unpacked\/|$)/.test(path));
  const files = [
    ...inTree.map((path) => ({ path, bytes: statSync(join(tree, path)).size })),
    ...filesBelow(app).map((path) => ({ path: `resources/app/${path}`, bytes: statSync(join(app, path)).size })),
  ];
  const sizes = new Map(PARTS.map(([name]) => [String(name), 0]));
  for (const { path, bytes } of files) {
    const [name] = PARTS.find(([, pattern]) => /** @type {RegExp} */ (pattern).test(path)) ?? ['Electron'];
    sizes.set(String(name), (sizes.get(String(name)) ?? 0) + bytes);
  }
  return sizes;
}

/** @param {string[]} files of the app @returns {Finding} */
function checkContents(files) {
  const missing = NEEDED.filter((path) => !files.includes(path));
  const unwanted = files.filter((path) => UNWANTED.test(path));
  const said = [...missing.map((path) => `${path} is missing`), ...unwanted.map((path) => `${path} is not wanted`)];
  return { what: 'contents', ok: said.length === 0, said: said.slice(0, 5).join(', ') || `${files.length} files` };
}

/** @param {string} folder @param {string[]} files @returns {Finding} */
function checkMachine(folder, files) {
  const { platform, arch } = thisTarget();
  const native = files.map((path) => ({ path, machine: machineOfFile(join(folder, path)) })).filter(({ machine }) => machine !== null); // prettier-ignore
  const foreign = native.filter(
    ({ machine }) => machine !== `${platform} ${arch}` && machine !== `${platform} universal`,
  );
  const said = foreign
    .map(({ path, machine }) => `${path} is for ${machine}`)
    .slice(0, 5)
    .join(', ');
  return { what: 'native files', ok: foreign.length === 0 && native.length > 0, said: said || `${native.length}, all for ${platform} ${arch}` }; // prettier-ignore
}

/** @param {string} root @param {string} app @returns {Finding} */
function checkLicences(root, app) {
  const text = readFileSync(join(app, 'resources', 'licences.txt'), 'utf8');
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const shipped = runtimePackages(packages, thisTarget()).filter((place) => existsSync(join(app, place)));
  const unnamed = shipped.filter((place) => {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return !text.includes(`\n${name} ${packages[place].version} (`);
  });
  const said = unnamed.length > 0 ? `licences.txt does not name ${unnamed.join(', ')}` : `${shipped.length} packages, each named in licences.txt`; // prettier-ignore
  return { what: 'licences', ok: unnamed.length === 0, said };
}

/** Reads the switches back from the executable. @param {string} tree @param {boolean} isElectronReal @returns {Promise<Finding>} */
async function checkFuses(tree, isElectronReal) {
  const { getCurrentFuseWire, FuseV1Options, FuseState } = await packagerPackage('@electron/fuses');
  const bundle = readdirSync(tree).find((name) => name.endsWith('.app'));
  const name = bundle ?? (process.platform === 'win32' ? 'Onepair.exe' : 'onepair');
  const wire = await getCurrentFuseWire(join(tree, name));
  const wrong = Object.entries(FUSES).filter(([fuse, on]) => {
    const index = FuseV1Options[fuse];
    return wire[index] !== (on ? FuseState.ENABLE : FuseState.DISABLE);
  });
  const where = isElectronReal ? '' : ', in the stand-in: Electron was not here';
  const said = wrong.length > 0 ? `not as wanted: ${wrong.map(([fuse]) => fuse).join(', ')}` : `${Object.keys(FUSES).length} as wanted${where}`; // prettier-ignore
  return { what: 'fuses', ok: wrong.length === 0, said };
}

/**
 * The app's own processes, from where they were unpacked: a network learns from a drawn pair and restores a photo, by
 * TensorFlow and by ONNX Runtime, LibRaw develops a drawn raw file, libjxl writes and reads one, and WebAssembly is there for a machine where TensorFlow does not load.
 */
async function checkWork(/** @type {string} */ app, /** @type {string} */ scratch) {
  const onepair = (/** @type {string} */ runtime, /** @type {string[]} */ args) =>
    run(process.execPath, [join(app, 'out', 'main', 'cli.js'), ...args, '--json'], {
      cwd: scratch,
      env: { ...process.env, ONEPAIR_HOME: join(scratch, 'home'), ONEPAIR_RUNTIME: runtime },
      timeoutMs: 300_000,
    });
  const pair = ['--degraded', 'pair/degraded.png', '--clean', 'pair/clean.png'];
  const small = ['--method', 'rnn', '--preset', 'fast', '--units', '32', '--epochs', '1'];
  const restore = (/** @type {string} */ engine) =>
    ['restore', 'm.onepair', 'pair/degraded.png', '--engine', engine, '--out', engine, '--name', '{name}']; // prettier-ignore
  copyFileSync(join(import.meta.dirname, 'drawn.dng'), join(scratch, 'drawn.dng'));
  const score = (/** @type {string} */ engine) => ['compare', `${engine}/degraded.png`, 'pair/clean.png'];
  /** @type {[string, string[], string?][]} */
  const steps = [
    ['native TensorFlow', ['doctor']],
    ['WebAssembly', ['doctor'], 'wasm'],
    ['a drawn pair', ['sample-pair', '--out', 'pair', '--size', '256']],
    ['a training', ['train', ...pair, ...small, '--out', 'm.onepair']],
    ['a photo restored by TensorFlow', restore('tensorflow')],
    ['its PSNR', score('tensorflow')],
    ['a photo restored by ONNX Runtime', restore('onnx-cpu')],
    ['its PSNR', score('onnx-cpu')],
    ['camera raw', ['restore', 'm.onepair', 'drawn.dng', '--out', 'raw', '--name', '{name}']],
    ['JPEG XL', ['restore', 'm.onepair', 'drawn.dng', '--out', 'jxl', '--name', '{name}', '--format', 'jxl']],
    ['the same read again', ['compare', 'jxl/drawn.jxl', 'raw/drawn.tif']],
  ];
  /** @type {Finding[]} */
  const findings = [];
  for (const [what, args, runtime = 'cpu'] of steps) {
    const { code, output } = await onepair(runtime, args);
    const ok = code === 0 && (args[0] !== 'doctor' || output.includes(`"backend":"${runtime}"`));
    const psnr = /"psnr":([\d.]+)/.exec(output)?.[1];
    const said = psnr === undefined ? '' : `${Number(psnr).toFixed(2)} dB`;
    findings.push({ what, ok, said: code === 0 ? said : (output.trim().split('\n').at(-2) ?? '') });
    if (code !== 0) break;
  }
  return findings;
}

/**
 * Looks through a packed tree and runs what is in it under this Node; prints what was found.
 * @param {string} root
 * @param {string} tree
 * @param {boolean} isElectronReal
 * @returns {Promise<boolean>} whether everything is as it should be
 */
export async function checkTree(root, tree, isElectronReal) {
  const scratch = mkdtempSync(join(tmpdir(), 'onepair-package-'));
  try {
    const app = join(scratch, 'app');
    const asar = /** @type {Asar} */ ((await packagerPackage('@electron/asar')).default);
    asar.extractAll(join(resourcesOf(tree), 'app.asar'), app);
    const files = filesBelow(app);
    const findings = [
      checkContents(files),
      checkMachine(app, files),
      checkLicences(root, app),
      await checkFuses(tree, isElectronReal),
      ...(await checkWork(app, scratch)),
    ];
    for (const { what, ok, said } of findings)
      console.log(`${ok ? 'ok  ' : 'BAD '} ${what}${said === '' ? '' : `: ${said}`}`);
    printSizes(sizesOf(tree, app), isElectronReal);
    return findings.every(({ ok }) => ok);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param {Map<string, number>} sizes @param {boolean} isElectronReal */
function printSizes(sizes, isElectronReal) {
  const rows = [...sizes, ['together', [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0)]];
  for (const [name, bytes] of rows) console.log(`${String(name).padEnd(20)} ${formatBytes(Number(bytes)).padStart(8)}`);
  if (!isElectronReal) console.log('Electron itself is not in these figures: its binary was not here.');
}
