import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasBinding, linkedEntry, linkEntry, loadTest, runOwnInstaller } from './native-package.mjs';
import { hasNvidiaDriver } from './nvidia.mjs';
import { planRuntime, thisMachine, wheelSetFor } from './runtime-choice.mjs';
import { entryName, isWhole } from './runtime-cache.mjs';
import { say, SetupError } from './say.mjs';
import { readJson } from './stamps.mjs';
import { provideWheelEntry } from './wheel-entry.mjs';

/**
 * @typedef {import('./runtime-choice.mjs').Pins} Pins
 * @typedef {import('./runtime-choice.mjs').Wanted} Wanted
 * @typedef {import('./runtime-choice.mjs').WheelSet} WheelSet
 * @typedef {object} RuntimeRecord what set-up decided for this checkout
 * @property {'cpu' | 'cuda' | 'own' | 'wasm'} kind `own`: files that set-up did not make (another install, or the
 *   package's own installer)
 * @property {string | null} tensorflow the native library's version
 * @property {string} reason why not what was asked for or what is fastest; '' when there is nothing to say
 * @property {string} offer what could be had on request; '' when there is nothing to say
 */

export const PINS_PATH = fileURLToPath(new URL('runtime-pins.json', import.meta.url));
/** @returns {Pins} */
export function readPins() {
  return JSON.parse(readFileSync(PINS_PATH, 'utf8'));
}

/**
 * @typedef {{ root: string, packageFolder: string, cache: string, wanted: Wanted, pins: Pins }} Context
 * @typedef {{ kind: RuntimeRecord['kind'], tensorflow: string | null }} Found
 */

/**
 * @param {Context} context
 * @param {'cpu' | 'cuda'} kind
 * @returns {{ set: WheelSet, name: string } | null}
 */
function wheelEntry({ packageFolder, pins }, kind) {
  const set = wheelSetFor(pins, thisMachine(), kind);
  return set && { set, name: entryName(kind, set, join(packageFolder, 'binding')) };
}

/**
 * Links the package to the wheel entry, fetching and compiling it first when the cache lacks it.
 * @param {Context} context
 * @param {'cpu' | 'cuda'} kind
 * @returns {Promise<Found>}
 */
async function useWheels(context, kind) {
  const { root, packageFolder, cache, pins } = context;
  const wanted = wheelEntry(context, kind);
  if (wanted === null) throw new SetupError(`there is no pinned ${kind} wheel for this machine`);
  const { set, name } = wanted;
  const entry = await provideWheelEntry({ cache, name, kind, set, pins, sources: join(packageFolder, 'binding') });
  if (linkedEntry(packageFolder) !== entry) linkEntry(packageFolder, entry);
  const { tensorflow, gpu } = await loadTest(root);
  if (kind === 'cuda' && !gpu) {
    throw new SetupError('CUDA is installed, but TensorFlow finds no GPU it can use: a newer NVIDIA driver may help');
  }
  return { kind, tensorflow };
}

/**
 * What already lies in the package, when it loads: a linked entry that is still the pinned one, or files of its own.
 * @param {Context} context
 * @returns {Promise<Found | null>} null when there is nothing to try
 */
async function useExisting(context) {
  const { root, packageFolder, cache } = context;
  if (!hasBinding(packageFolder)) return null;
  const linked = linkedEntry(packageFolder);
  const pinned = wheelEntry(context, 'cpu');
  if (linked !== null && (pinned === null || linked !== join(cache, 'runtime', pinned.name))) return null;
  const { tensorflow } = await loadTest(root);
  return { kind: linked === null ? 'own' : 'cpu', tensorflow };
}

/**
 * @param {Context} context
 * @param {import('./runtime-choice.mjs').Route} route
 * @returns {Promise<Found | null>} null when there is nothing to try
 */
async function follow(context, route) {
  const { root, packageFolder, wanted } = context;
  if (route === 'existing') return useExisting(context);
  if (route === 'cpu-wheel') return useWheels(context, 'cpu');
  if (route === 'cuda-wheels') return useWheels(context, 'cuda');
  if (route === 'wasm') return { kind: 'wasm', tensorflow: null };
  say("TensorFlow: trying the package's own installer…");
  await runOwnInstaller(root, packageFolder, wanted === 'cuda' ? 'gpu' : 'cpu');
  return { kind: 'own', tensorflow: (await loadTest(root)).tensorflow };
}

/**
 * Gives the checkout the best TensorFlow it can have, trying the ways of `planRuntime` in turn.
 * @param {Context} context
 * @returns {Promise<RuntimeRecord>} never throws for a missing runtime: WASM always remains, with the reason in words
 */
export async function provideRuntime(context) {
  const cuda = wheelEntry(context, 'cuda');
  const { routes, reason, offer } = planRuntime({
    wanted: context.wanted,
    machine: thisMachine(),
    pins: context.pins,
    cudaCached: cuda !== null && isWhole(join(context.cache, 'runtime', cuda.name)),
    nvidia: hasNvidiaDriver(),
  });
  const reasons = reason === '' ? [] : [reason];
  for (const route of routes) {
    try {
      const found = await follow(context, route);
      if (found !== null) return { ...found, reason: reasons.join('; '), offer };
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      reasons.push(error.message.replace(/\.$/, ''));
    }
  }
  throw new SetupError(`No TensorFlow can run here: ${reasons.join('; ')}.`);
}

/**
 * One line for the user about what was decided.
 * @param {RuntimeRecord} record
 * @returns {string}
 */
export function describeRuntime({ kind, tensorflow, reason }) {
  const names = { cpu: 'on the CPU', cuda: 'with CUDA', own: 'as installed', wasm: '' };
  const what =
    kind === 'wasm'
      ? 'TensorFlow: the WASM backend, about 20 times slower than native'
      : `TensorFlow ${tensorflow} ${names[kind]}`;
  return reason === '' ? `${what}.` : `${what}: ${reason}.`;
}

/**
 * @param {string} memory
 * @returns {RuntimeRecord | null} what an earlier set-up decided
 */
export function readRuntimeRecord(memory) {
  return /** @type {RuntimeRecord | null} */ (readJson(join(memory, 'runtime.json')));
}
