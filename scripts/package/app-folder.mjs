import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import process from 'node:process';
import { lastLine, run } from '../setup/child.mjs';
import { SetupError } from '../setup/say.mjs';

/**
 * @typedef {{ dev?: boolean, devOptional?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Locked
 * @typedef {{ platform: string, arch: string, libc: string }} Target
 */

/** Only for whoever develops the app. */
const TOOLS_OF_DEVELOPERS = /^out\/(build\.json|main\/(bench|study|realcam|cases|perceptual|peers|results)\.js)$/;
const NEVER_LOADED = [
  /\.(map|ts|mts|cts|tsbuildinfo|html|flow|md|markdown|gyp|bat|sh|cc|h|c|tgz)$/i,
  /(^|\/)(test|tests|__tests__|docs?|examples?|man|\.github)\//,
  /_test\.js$/,
  // TensorFlow's packages: what Node loads is the bundle named for it, and of WebAssembly the copies beside that.
  /^@tensorflow\/[^/]+\/(src|scripts|binding|wasm-out)\//,
  /^@tensorflow\/tfjs(?!-node)[^/]*\/dist\/(?![^/]+\.(node\.js|wasm)$|$)/,
  // Types alone, and what only the builds for browsers import.
  /^(@types|@webgpu|core-js|undici-types)\//,
  // What only the installer of ONNX Runtime for CUDA needs.
  /^onnxruntime-node\/script\//,
  // Beside the bundle of libheif that is loaded.
  /^libheif-js\/(libheif\/|libheif-wasm\/(?!libheif-bundle\.js|$))/,
];
/** What has to stay, whatever the rules above say. */
const LEGAL = /(^|\/)(licen[cs]e|copying|notice)[^/]*$/i;

/** @param {string[] | undefined} names as npm writes them: 'linux', '!win32' @param {string} name */
const admits = (names, name) =>
  names === undefined ||
  names.includes(name) ||
  (names.some((one) => one.startsWith('!')) && !names.includes(`!${name}`));

/**
 * The run-time packages of one platform, from the lock.
 * @param {Record<string, Locked>} packages of package-lock.json
 * @param {Target} target
 * @returns {string[]} folders below the checkout
 */
export function runtimePackages(packages, { platform, arch, libc }) {
  return Object.entries(packages).flatMap(([place, { dev, devOptional, os, cpu, libc: libcs }]) => {
    const isOurs = admits(os, platform) && admits(cpu, arch) && (libcs === undefined || libcs.includes(libc));
    return place !== '' && dev !== true && devOptional !== true && isOurs ? [place] : [];
  });
}

/**
 * @param {string} path below node_modules, with '/'
 * @returns {boolean} whether a file of a package is part of the app
 */
export const isShipped = (path) => LEGAL.test(path) || !NEVER_LOADED.some((rule) => rule.test(path));

/** Copies a package's files; the runtime's folders are links into the cache. Packages inside it have a turn of their own. */
function copyPackage(/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ name) {
  for (const entry of readdirSync(from)) {
    const path = join(from, entry);
    const inside = `${name}/${entry}`;
    if (entry === 'node_modules') continue;
    if (statSync(path).isDirectory()) {
      if (isShipped(`${inside}/`)) copyPackage(path, join(to, entry), inside);
    } else if (isShipped(inside) && !isOtherName(path)) {
      mkdirSync(to, { recursive: true });
      cpSync(path, join(to, entry));
    }
  }
}

/** libtensorflow.so is another name of the file beside it, for compilers; nothing loads it by that name. */
const isOtherName = (/** @type {string} */ path) => lstatSync(path).isSymbolicLink();

/** What the app is, as package.json of the package: its name, version and what it needs, without scripts for developers. */
function writePackageFile(/** @type {string} */ root, /** @type {string} */ app) {
  const { name, version, description, license, type, main, dependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const author = { name: 'The Onepair authors', email: 'onepair@localhost' };
  const fields = {
    name,
    version,
    desktopName: `${name}.desktop`,
    description,
    author,
    license,
    homepage: 'https://localhost',
    type,
    main,
    dependencies,
  };
  writeFileSync(join(app, 'package.json'), `${JSON.stringify(fields, null, 2)}\n`);
}

/** Names of functions that no debugger will ask for: a quarter of TensorFlow's library. Linux alone has them in the file. */
async function strip(/** @type {string} */ folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.(so(\.\d+)*|node)$/.test(path) && lstatSync(path).isFile());
  for (const path of files) {
    chmodSync(path, 0o755);
    const { code, output } = await run('strip', ['--strip-unneeded', path]);
    if (code !== 0)
      throw new SetupError(`strip could not shrink ${basename(path)} (${lastLine(output)}): install binutils.`);
  }
}

/**
 * Lays out the app as it is packed: the build, resources, and the run-time packages of this machine's platform without
 * what is never loaded.
 * @param {string} root
 * @param {string} app emptied first
 * @param {Target} target
 */
export async function layOutApp(root, app, target) {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  for (const folder of ['out', 'resources']) {
    cpSync(join(root, folder), join(app, folder), {
      recursive: true,
      filter: (path) => !TOOLS_OF_DEVELOPERS.test(relative(root, path).replaceAll('\\', '/')),
    });
  }
  cpSync(join(root, 'LICENSE'), join(app, 'LICENSE'));
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const place of runtimePackages(packages, target)) {
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (existsSync(join(root, place))) copyPackage(join(root, place), join(app, place), name);
  }
  writePackageFile(root, app);
  if (target.platform === 'linux') await strip(join(app, 'node_modules'));
}

/** @returns {Target} this machine */
export function thisTarget() {
  const { glibcVersionRuntime } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  ).header;
  return { platform: process.platform, arch: process.arch, libc: glibcVersionRuntime ? 'glibc' : 'musl' };
}
