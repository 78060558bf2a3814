import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { compileBinding, findToolchain } from './compiler.mjs';
import { provideEntry, WHEELS } from './runtime-cache.mjs';
import { downloadBytes } from './runtime-choice.mjs';
import { formatBytes, say, secondsSince, SetupError } from './say.mjs';
import { extractWheel, findPython, keptWheel, provideWheel } from './wheel.mjs';

/**
 * @typedef {import('./runtime-choice.mjs').Pins} Pins
 * @typedef {import('./runtime-choice.mjs').WheelSet} WheelSet
 * @typedef {{ kind: 'cpu' | 'cuda', set: WheelSet, pins: Pins, sources: string }} WheelPlan `sources`: the folder with
 *   the binding's C++ files
 */

/** Left free after unpacking. */
const SPARE_BYTES = 500e6;

/**
 * Room for everything unpacked beside the wheels, which stay until all of it is there.
 * @param {string} folder
 * @param {WheelSet} set
 * @param {string} wheels
 */
async function checkRoom(folder, set, wheels) {
  const { bavail, bsize } = await statfs(folder);
  const missing = set.wheels.filter((wheel) => !existsSync(keptWheel(wheels, wheel)));
  const needed = set.unpackedBytes + missing.reduce((sum, wheel) => sum + wheel.bytes, 0) + SPARE_BYTES;
  if (bavail * bsize >= needed) return;
  throw new SetupError(
    `${formatBytes(needed)} of free space is needed in ${folder} and ${formatBytes(bavail * bsize)} is there: free some or set ONEPAIR_CACHE to another disk`,
  );
}

/**
 * Fills a new cache entry: everything that could be missing is looked for before the first byte is fetched.
 * @param {string} folder
 * @param {WheelPlan & { wheels: string }} plan
 */
async function buildEntry(folder, { kind, set, pins, sources, wheels }) {
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch);
  await checkRoom(folder, set, wheels);
  const python = await findPython();
  const toolchain = await findToolchain(pins.headers, scratch);
  say(
    `TensorFlow ${pins.tensorflow} (${kind}): ${formatBytes(downloadBytes(set))} to download, ${formatBytes(set.unpackedBytes)} on disk…`,
  );
  let startMs = Date.now();
  for (const wheel of set.wheels) {
    const path = await provideWheel(python, wheel, { pythonVersion: pins.python, scratch, wheels });
    await extractWheel(python, path, folder);
  }
  say(`TensorFlow: downloaded and unpacked in ${secondsSince(startMs)}; compiling the binding…`);
  startMs = Date.now();
  await compileBinding(toolchain, sources, folder);
  rmSync(scratch, { recursive: true });
  rmSync(join(folder, 'deps', 'include'), { recursive: true, force: true });
  say(`TensorFlow: binding compiled in ${secondsSince(startMs)}.`);
  return { kind, tensorflow: pins.tensorflow };
}

/**
 * The cache entry of a set of wheels, fetched and compiled when the cache lacks it.
 * @param {WheelPlan & { cache: string, name: string }} plan
 * @returns {Promise<string>} its folder
 * @throws SetupError
 */
export async function provideWheelEntry({ cache, name, ...plan }) {
  const wheels = join(cache, WHEELS);
  const entry = await provideEntry(cache, name, (folder) => buildEntry(folder, { ...plan, wheels }));
  for (const wheel of plan.set.wheels) rmSync(keptWheel(wheels, wheel), { force: true });
  return entry;
}
