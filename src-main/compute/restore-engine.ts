import { existsSync } from 'node:fs';
import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { ENGINES, type EngineName } from '@contract/runtime';
import type { Said } from '@contract/said';
import { say, type Sentence } from '@contract/sentence';
import type { OpenModel } from '../core/models/method';
import { openModel, type OpenOptions } from '../core/methods/registry';
import type { GraphSession } from '../core/onnx/session';
import { openOnGraphs, speedOnGraphs } from '../core/onnx/open-on-graphs';
import { tilesHere } from '../core/onnx/tile-restorer';
import { PROBE, probeGraph, SMALL_PROBE } from '../core/onnx/probe-graph';
import { places } from '../disk/places';
import { createTrial, type Trial } from '../disk/trial';
import { onnxRunner, providersHere, type Provider } from './onnx-runner';
import { type Fault, noExperience, provenRunner } from './proven-runner';
import { runtime } from './runtime';
import { threadsHere } from './threads';
import { tilesOnThreads } from './tile-threads';

/** What restores photos: ONNX Runtime on one of its processors, or TensorFlow, the reference and the fall-back. */
export interface RestoreEngine {
  name: EngineName;
  label: Said;
  /** Why this one and not the one asked for; empty where there is nothing to say. */
  reason: Said;
  /** `onFault` hears why the processor does not restore this model: then ONNX Runtime on the CPU does, `FALL_BACK`. */
  open(
    settings: TrainSettings,
    tensors: NamedArray[],
    options?: OpenOptions,
    onFault?: (why: Sentence) => void,
  ): Promise<OpenModel>;
  /**
   * The speed that `estimateRestore` takes for these settings, GFLOP/s. Measured once, when nothing else runs here: until
   * then (`isBusy`) that of two slow cores.
   */
  speedFor(settings: TrainSettings, isBusy?: boolean): Promise<number>;
}

const PROVIDER_OF = {
  'onnx-cpu': 'cpu',
  'onnx-directml': 'dml',
  'onnx-coreml': 'coreml',
  'onnx-cuda': 'cuda',
  'onnx-webgpu': 'webgpu',
} as const satisfies Partial<Record<EngineName, Provider>>;
type OnnxName = keyof typeof PROVIDER_OF;
const ONNX_NAMES = Object.keys(PROVIDER_OF) as OnnxName[];

/** What restores where a graphics processor fails. */
export const FALL_BACK = 'onnx-cpu' satisfies EngineName;

let choosing: Promise<RestoreEngine> | null = null;

/**
 * The engine that ONEPAIR_ENGINE names ('auto' when absent), chosen at the first call. `auto` takes the fastest by a run of a
 * tenth of a second on each processor that ONNX Runtime finds; with a CUDA of TensorFlow it takes part in that.
 */
export function restoreEngine(): Promise<RestoreEngine> {
  choosing ??= choose(wantedEngine());
  return choosing;
}

function wantedEngine(): EngineName | 'auto' {
  const text = process.env['ONEPAIR_ENGINE'] ?? '';
  // Whoever names a runtime of TensorFlow other than its CPU means it for restoring too.
  if (text === '' || text === 'auto')
    return ['cuda', 'wasm'].includes(process.env['ONEPAIR_RUNTIME'] ?? '') ? 'tensorflow' : 'auto';
  const known = ENGINES.find((engine) => engine === text);
  if (known) return known;
  throw new AppError(
    'bad-input',
    say('runtime.unknownEngine', { engine: text, engines: ['auto', ...ENGINES].join(', ') }),
  );
}

async function choose(wanted: EngineName | 'auto'): Promise<RestoreEngine> {
  if (wanted === 'tensorflow') return tensorflow('');
  const found = findProviders();
  if ('why' in found) return tensorflow(say('runtime.noOnnx', { why: found.why }));
  const { providers, version } = found;
  if (wanted !== 'auto') {
    const hasEnded = trialOf(wanted).endedProcess();
    const tried = providers.includes(PROVIDER_OF[wanted]) && !hasEnded ? await measured(wanted) : null;
    if (tried !== null) return onnx(wanted, version, tried, '');
    const other = await choose('auto');
    return { ...other, reason: say(hasEnded ? 'runtime.endedProcess' : 'runtime.noProvider', { engine: wanted }) };
  }
  const others = ONNX_NAMES.filter(
    (name) => name !== 'onnx-cpu' && providers.includes(PROVIDER_OF[name]) && mayWork(name),
  );
  // Nothing to compare with: measured only when an estimate is asked for.
  if (others.length === 0 && !mayHaveCuda()) return onnx('onnx-cpu', version, null, '');
  return fastest(version, others);
}

/** All that can be asked for here, the reference last. */
export function enginesHere(): EngineName[] {
  const found = findProviders();
  const onGraphs = 'why' in found ? [] : ONNX_NAMES.filter((name) => found.providers.includes(PROVIDER_OF[name]));
  return [...onGraphs.filter(mayWork), 'tensorflow'];
}

async function fastest(version: string, others: OnnxName[]): Promise<RestoreEngine> {
  const candidates: { speed: number; engine: RestoreEngine }[] = [];
  for (const name of ['onnx-cpu', ...others] as const) {
    const speed = await measured(name);
    if (speed !== null) candidates.push({ speed, engine: onnx(name, version, speed, '') });
  }
  if (mayHaveCuda()) {
    const { backend, matmulGflops } = await runtime();
    const speed = backend.backend === 'cuda' ? (await matmulGflops()) * TENSORFLOW_SHARE : 0;
    candidates.push({ speed, engine: await tensorflow('') });
  }
  const [best] = candidates.sort((a, b) => b.speed - a.speed);
  return best?.engine ?? tensorflow('');
}

/** The part of a large product's speed that TensorFlow's convolutions reach. */
const TENSORFLOW_SHARE = 0.5;

const mayHaveCuda = () => process.env['ONEPAIR_RUNTIME'] !== 'cpu' && existsSync('/dev/nvidiactl');

/** What Linux shows of graphics processors: Mesa's drivers, NVIDIA's, that of Windows below it. */
const LINUX_GPUS = ['/dev/dri/renderD128', '/dev/nvidiactl', '/dev/dxg'];

/** ONNX Runtime lists CUDA and WebGPU on every Linux; without a driver asking for them only costs time. */
const AVAILABLE: Partial<Record<OnnxName, () => boolean>> = {
  'onnx-cuda': mayHaveCuda,
  'onnx-webgpu': () => process.platform !== 'linux' || LINUX_GPUS.some((path) => existsSync(path)),
};

const mayWork = (name: OnnxName) => (AVAILABLE[name]?.() ?? true) && !trialOf(name).endedProcess();

/** Drivers of graphics processors may take the whole process with them: each is on trial until it has given right pixels. */
const trials = new Map<OnnxName, Trial>();
function trialOf(name: OnnxName): Trial {
  const trial = trials.get(name) ?? createTrial(name, places().home);
  trials.set(name, trial);
  return trial;
}

function findProviders(): { providers: Provider[]; version: string } | { why: string } {
  try {
    return providersHere();
  } catch (error) {
    return { why: error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error) };
  }
}

/** Below this speed on a small picture, GFLOP/s, a larger one only costs time: graphics processors in software. */
const HOPELESS_GFLOPS = 1;

/** GFLOP/s of convolutions on a processor; null where it does not run. */
function measured(name: OnnxName): Promise<number | null> {
  const measure = async () => {
    const session = await onnxRunner(PROVIDER_OF[name]).open(probeGraph());
    try {
      const impression = await speedOf(session, SMALL_PROBE);
      return impression < HOPELESS_GFLOPS ? impression : await speedOf(session, PROBE);
    } finally {
      session.release();
    }
  };
  return (name === FALL_BACK ? measure() : trialOf(name).run(measure)).catch(() => null);
}

/** The better of two short runs. */
async function speedOf(session: GraphSession, { shape, values, flops }: typeof PROBE): Promise<number> {
  const input = new Float32Array(values).fill(0.5);
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const startedAt = performance.now();
    await session.run(input, shape);
    if (run > 0) best = Math.min(best, performance.now() - startedAt);
  }
  return flops / best / 1e6;
}

/** Where it could not be measured, or not yet: two slow cores. */
const UNKNOWN_GFLOPS = 50;

function onnx(name: OnnxName, version: string, speed: number | null, reason: Said): RestoreEngine {
  const own = onnxRunner(PROVIDER_OF[name]);
  const reference = onnxRunner(PROVIDER_OF[FALL_BACK]);
  const experience = noExperience();
  const label = labelOf(name, version);
  let gflops = speed;
  return {
    name,
    label,
    reason,
    open(settings, tensors, options, onFault) {
      const tell = (fault: Fault) => onFault?.(inWords(fault, label));
      const runner =
        name === FALL_BACK ? own : provenRunner(own, reference, experience, (work) => trialOf(name).run(work), tell);
      const onThreads = name === FALL_BACK ? tilesOnThreads() : null;
      return openOnGraphs(onThreads ?? tilesHere(runner), settings, tensors, options);
    },
    async speedFor(settings, isBusy = false) {
      if (!isBusy) gflops ??= (await measured(name)) ?? UNKNOWN_GFLOPS;
      return (gflops ?? UNKNOWN_GFLOPS) * speedOnGraphs(settings);
    },
  };
}

const inWords = (fault: Fault, engine: Said): Sentence =>
  fault.kind === 'wrong'
    ? say('runtime.otherPixels', { engine })
    : say('runtime.engineFailed', { engine, why: fault.why });

function labelOf(name: OnnxName, version: string): Said {
  const device = {
    'onnx-directml': 'DirectML',
    'onnx-coreml': 'CoreML',
    'onnx-cuda': 'CUDA',
    'onnx-webgpu': 'WebGPU',
    'onnx-cpu': 'CPU',
  }[name];
  const cores = threadsHere();
  return name === 'onnx-cpu' ? say('runtime.onnxCpu', { version, cores }) : say('runtime.onnx', { version, device });
}

async function tensorflow(reason: Said): Promise<RestoreEngine> {
  const { backend } = await runtime();
  return {
    name: 'tensorflow',
    label: say('runtime.tensorflow', { version: backend.tensorflowVersion, device: backend.label }),
    reason,
    open: (settings, tensors, options) => Promise.resolve(openModel(settings, tensors, options)),
    speedFor: async () => (await runtime()).matmulGflops(),
  };
}
