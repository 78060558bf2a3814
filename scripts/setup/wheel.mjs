import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { errorLine, lastLine, run } from './child.mjs';
import { endLive, formatBytes, sayLive, SetupError } from './say.mjs';

/** @typedef {import('./runtime-choice.mjs').Wheel} Wheel */

const EXTRACTOR = fileURLToPath(new URL('extract-wheel.py', import.meta.url));
const PROGRESS_MS = 500;

/** What a wheel gives to the layout that the binding expects; the nvidia parts lie where their own rpaths look. */
const RULES = [
  ['tensorflow/libtensorflow', 'deps/lib/libtensorflow'],
  ['tensorflow/include/tensorflow/c/', 'deps/include/tensorflow/c/'],
  ['tensorflow/include/tensorflow/core/platform/ctstring', 'deps/include/tensorflow/core/platform/ctstring'],
  ['tensorflow/include/tsl/platform/ctstring', 'deps/include/tsl/platform/ctstring'],
  ['tensorflow/include/xla/tsl/c/', 'deps/include/xla/tsl/c/'],
  ['nvidia/', 'deps/nvidia/'],
];

/**
 * A Python with pip, needed to fetch wheels from whatever index the user's pip is set up for.
 * @returns {Promise<string>} the command
 * @throws SetupError with what to install
 */
export async function findPython() {
  const names = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
  for (const name of names) {
    const { code } = await run(name, ['-m', 'pip', '--version'], { timeoutMs: 60_000 });
    if (code === 0) return name;
  }
  throw new SetupError(
    process.platform === 'darwin'
      ? 'Python 3 with pip is missing: install it with "xcode-select --install" or "brew install python".'
      : 'Python 3 with pip is missing: install it with "sudo apt install python3-pip" or your system\'s package manager.',
  );
}

/**
 * @param {string} path
 * @returns {Promise<string>}
 */
export async function sha256OfFile(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** @param {string} folder */
function bytesUnder(folder) {
  let sum = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const facts = statSync(join(folder, name), { throwIfNoEntry: false });
    if (facts?.isFile()) sum += facts.size;
  }
  return sum;
}

/**
 * One wheel with its sha256 proven: as an earlier set-up left it, else fetched with pip.
 * @param {string} python
 * @param {Wheel} wheel
 * @param {{ pythonVersion: string, scratch: string, wheels: string }} options `wheels`: where whole ones are kept until
 *   the runtime is complete, so that a set-up that was interrupted goes on; pip works inside `scratch`
 * @returns {Promise<string>} the wheel's path
 * @throws SetupError
 */
export async function provideWheel(python, wheel, { pythonVersion, scratch, wheels }) {
  const [kept, own] = [keptWheel(wheels, wheel), join(scratch, `${wheel.sha256}.whl`)];
  // A name of its own: another set-up may finish first and take the kept one away.
  if (existsSync(kept)) {
    sameFile(kept, own);
    if ((await sha256OfFile(own)) === wheel.sha256) return own;
  }
  renameSync(await downloadWheel(python, wheel, { pythonVersion, folder: join(scratch, wheel.name) }), own);
  mkdirSync(wheels, { recursive: true });
  sameFile(own, kept);
  return own;
}

/** @param {string} from @param {string} to a second name, or a copy where a disk has none */
function sameFile(from, to) {
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/**
 * @param {string} wheels
 * @param {Pick<Wheel, 'sha256'>} wheel
 * @returns {string} where it lies when it was fetched whole
 */
export const keptWheel = (wheels, { sha256 }) => join(wheels, `${sha256}.whl`);

/**
 * @param {string} python
 * @param {Wheel} wheel
 * @param {{ pythonVersion: string, folder: string }} options pip works inside `folder` too, so that nothing is left elsewhere
 * @returns {Promise<string>} the wheel's path
 */
async function downloadWheel(python, wheel, { pythonVersion, folder }) {
  mkdirSync(folder, { recursive: true });
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const args = ['-m', 'pip', 'download', '--no-deps', '--no-cache-dir', '--progress-bar', 'off'];
  args.push('--disable-pip-version-check', '--require-hashes', '--only-binary=:all:', '--implementation', 'cp');
  args.push('--python-version', pythonVersion, '--abi', wheel.abi, '--platform', wheel.platform);
  const timer = setInterval(
    () => sayLive(`  ${wheel.name}: ${formatBytes(bytesUnder(folder))} of ${formatBytes(wheel.bytes)}`),
    PROGRESS_MS,
  );
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder };
  const { code, output } = await run(python, [...args, '--dest', folder, '-r', requirements], { env });
  clearInterval(timer);
  endLive();
  const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (code !== 0 || file === undefined) {
    throw new SetupError(`pip could not fetch ${wheel.name} ${wheel.version} (${errorLine(output)})`);
  }
  const path = join(folder, file);
  const found = await sha256OfFile(path);
  if (found !== wheel.sha256) {
    throw new SetupError(`${file} is not the pinned file (sha256 ${found}, expected ${wheel.sha256})`);
  }
  return path;
}

/**
 * Unpacks what the runtime needs of a wheel.
 * @param {string} python
 * @param {string} wheelPath
 * @param {string} folder
 */
export async function extractWheel(python, wheelPath, folder) {
  const { code, output } = await run(python, [EXTRACTOR, wheelPath, folder, JSON.stringify(RULES)]);
  if (code !== 0) throw new SetupError(`the TensorFlow wheel could not be unpacked (${lastLine(output)})`);
}
