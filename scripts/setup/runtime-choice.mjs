import process from 'node:process';
import { formatBytes, SetupError } from './say.mjs';

/**
 * @typedef {{ name: string, version: string, abi: string, platform: string, bytes: number, sha256: string }} Wheel
 * @typedef {{ unpackedBytes: number, wheels: Wheel[] }} WheelSet
 * @typedef {{ python: string, tensorflow: string, sets: Partial<Record<string, WheelSet>>,
 *   headers: { name: string, version: string, sha256: string } }} Pins
 * @typedef {'auto' | 'cpu' | 'cuda' | 'wasm'} Wanted
 * @typedef {'existing' | 'cuda-wheels' | 'cpu-wheel' | 'own-installer' | 'wasm'} Route
 * @typedef {{ platform: string, arch: string, glibc: string | null }} Machine
 */

const WANTED = /** @type {const} */ (['auto', 'cpu', 'cuda', 'wasm']);
/** The oldest C library that the pinned Linux wheels run on (manylinux_2_27). */
const OLDEST_GLIBC_MINOR = 27;

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Wanted}
 */
export function readWanted(env) {
  const value = env['ONEPAIR_RUNTIME'] || 'auto';
  // Trainings go to a page's graphics processor then; all else takes the TensorFlow that there is.
  if (value === 'webgpu') return 'auto';
  const wanted = WANTED.find((name) => name === value);
  if (wanted === undefined) {
    throw new SetupError(`ONEPAIR_RUNTIME is "${value}": set it to auto, cpu, cuda, wasm or webgpu, or leave it out.`);
  }
  return wanted;
}

/** @returns {Machine} */
export function thisMachine() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return { platform: process.platform, arch: process.arch, glibc: report.header?.glibcVersionRuntime ?? null };
}

/**
 * @param {Pins} pins
 * @param {Machine} machine
 * @param {'cpu' | 'cuda'} kind
 * @returns {WheelSet | null} the wheels that run on this machine
 */
export function wheelSetFor(pins, machine, kind) {
  if (machine.platform === 'linux') {
    const [major = 0, minor = 0] = (machine.glibc ?? '0.0').split('.').map(Number);
    if (major < 2 || (major === 2 && minor < OLDEST_GLIBC_MINOR)) return null;
  }
  return pins.sets[`${kind}-${machine.platform}-${machine.arch}`] ?? null;
}

/**
 * @param {WheelSet} set
 * @returns {number} bytes to download
 */
export function downloadBytes(set) {
  return set.wheels.reduce((sum, wheel) => sum + wheel.bytes, 0);
}

/**
 * Which ways to try, best first, and what to tell the user. Pure: everything about the machine comes in.
 * @param {{ wanted: Wanted, machine: Machine, pins: Pins, cudaCached: boolean, nvidia: boolean }} facts
 * @returns {{ routes: Route[], reason: string, offer: string }} `reason`: why not what was asked for; `offer`: what
 *   could be had on request; both empty when there is nothing to say
 */
export function planRuntime({ wanted, machine, pins, cudaCached, nvidia }) {
  if (wanted === 'wasm') return { routes: ['wasm'], reason: '', offer: '' };
  const cudaSet = wheelSetFor(pins, machine, 'cuda');
  /** @type {Route[]} */
  const others = ['existing'];
  if (wheelSetFor(pins, machine, 'cpu') !== null) others.push('cpu-wheel');
  others.push('own-installer', 'wasm');
  if (wanted === 'cpu') return { routes: others, reason: '', offer: '' };
  // The package's own installer is the only CUDA route where no wheels are pinned (Windows).
  const ownCuda = cudaSet === null && machine.platform === 'win32';
  if (wanted === 'cuda') {
    if (!nvidia) return { routes: others, reason: 'no NVIDIA driver was found, so this runs on the CPU', offer: '' };
    if (ownCuda) return { routes: ['own-installer', 'existing', 'wasm'], reason: '', offer: '' };
    if (cudaSet !== null) return { routes: ['cuda-wheels', ...others], reason: '', offer: '' };
    const reason = `CUDA is not to be had for ${machine.platform} ${machine.arch}, so this runs on the CPU`;
    return { routes: others, reason, offer: '' };
  }
  if (!nvidia || cudaSet === null) return { routes: others, reason: '', offer: '' };
  if (cudaCached) return { routes: ['cuda-wheels', ...others], reason: '', offer: '' };
  const size = `${formatBytes(downloadBytes(cudaSet))} to download, ${formatBytes(cudaSet.unpackedBytes)} on disk`;
  const offer = `An NVIDIA driver is here: "npx onepair doctor --install-cuda" brings CUDA (${size}).`;
  return { routes: others, reason: '', offer };
}
