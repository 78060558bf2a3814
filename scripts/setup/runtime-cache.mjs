import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { changedMs, isAbandoned, processTag } from '../../src-main/disk/process-tag.mjs';
import { hashOf, readJson, writeJson } from './stamps.mjs';
import { keptWheel } from './wheel.mjs';

/** Raised when the layout or the compile command changes, so that old entries are built again. */
const RECIPE = '1';

/** Wheels that were fetched whole, below the cache, until the runtime they are for is complete. */
export const WHEELS = 'wheels';

/** @typedef {{ kind: 'cpu' | 'cuda', tensorflow: string, files: Record<string, number> }} Entry */

/**
 * @param {'cpu' | 'cuda'} kind
 * @param {import('./runtime-choice.mjs').WheelSet} set
 * @param {string} sources the folder with the binding's C++ sources
 * @returns {string} the entry's name: the same for every checkout that needs the same files
 */
export function entryName(kind, set, sources) {
  const files = readdirSync(sources)
    .sort()
    .flatMap((name) => [name, readFileSync(join(sources, name))]);
  return `${kind}-${hashOf(RECIPE, ...set.wheels.map((wheel) => wheel.sha256), ...files).slice(0, 16)}`;
}

/**
 * @param {string} folder
 * @returns {Record<string, number>} size in bytes of every file, by its name in the folder
 */
function fileSizes(folder) {
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const facts = statSync(join(folder, name));
    if (facts.isFile()) sizes[name] = facts.size;
  }
  return sizes;
}

/**
 * @param {string} folder
 * @returns {boolean} whether every file of a finished entry is there in full
 */
export function isWhole(folder) {
  const entry = /** @type {Entry | null} */ (readJson(join(folder, 'entry.json')));
  if (entry === null) return false;
  return Object.entries(entry.files).every(
    ([name, bytes]) => statSync(join(folder, name), { throwIfNoEntry: false })?.size === bytes,
  );
}

/**
 * Removes what killed set-ups left behind.
 * @param {string} runtimes
 */
function sweep(runtimes) {
  if (!existsSync(runtimes)) return;
  for (const name of readdirSync(runtimes)) {
    // Their names carry who builds them.
    const tag = /^\.building-([0-9a-f]+-\d+-\d+)-/.exec(name)?.[1];
    if (tag === undefined || !isAbandoned(tag, changedMs(join(runtimes, name)))) continue;
    rmSync(join(runtimes, name), { recursive: true, force: true });
  }
}

/**
 * The finished entry `name` in the cache, made by `build` when it is not there. It is built in a folder of its own and
 * renamed into place when whole: a killed set-up leaves nothing that could be taken for an entry.
 * @param {string} cache
 * @param {string} name
 * @param {(folder: string) => Promise<{ kind: 'cpu' | 'cuda', tensorflow: string }>} build
 * @returns {Promise<string>} the entry's folder
 */
export async function provideEntry(cache, name, build) {
  const runtimes = join(cache, 'runtime');
  const place = join(runtimes, name);
  sweep(runtimes);
  if (isWhole(place)) return place;
  mkdirSync(runtimes, { recursive: true });
  const folder = mkdtempSync(join(runtimes, `.building-${processTag()}-`));
  try {
    const facts = await build(folder);
    writeJson(join(folder, 'entry.json'), { ...facts, files: fileSizes(folder) });
    if (existsSync(place) && !isWhole(place)) rmSync(place, { recursive: true, force: true });
    try {
      renameSync(folder, place);
    } catch (error) {
      if (!isWhole(place)) throw error; // else another set-up finished the same entry first
    }
    return place;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Names of what lies there, none where there is no such folder. */
const namesIn = (/** @type {string} */ folder) => (existsSync(folder) ? readdirSync(folder) : []);

/**
 * Removes CUDA for every checkout, and wheels of an installation that never ended. The cache may lie in a folder of the
 * user's: only what has our names, and of entries what says it is CUDA's, is removed.
 * @param {string} cache
 * @param {readonly { sha256: string }[]} wheels those of CUDA
 * @returns {number} how many bytes that freed
 */
export function removeCuda(cache, wheels) {
  const runtimes = join(cache, 'runtime');
  const entries = namesIn(runtimes)
    .filter((name) => /^cuda-[0-9a-f]{16}$/.test(name))
    .map((name) => join(runtimes, name))
    .filter((place) => /** @type {Entry | null} */ (readJson(join(place, 'entry.json')))?.kind === 'cuda');
  const kept = wheels.map((wheel) => keptWheel(join(cache, WHEELS), wheel)).filter((path) => existsSync(path));
  const bytes = [
    ...entries.flatMap((place) => Object.values(fileSizes(place))),
    ...kept.map((path) => statSync(path).size),
  ].reduce((sum, size) => sum + size, 0);
  for (const place of [...entries, ...kept]) rmSync(place, { recursive: true, force: true });
  return bytes;
}
