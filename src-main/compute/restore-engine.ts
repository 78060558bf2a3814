import { existsSync } from 'node:fs';
import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { ENGINES, type EngineName } from '@contract/runtime';
import type { Said } from '@contract/said';
import { say } from '@contract/sentence';
import type { OpenModel } from '../core/models/method';
import { openModel, type OpenOptions } from '../core/models/registry';
import { openOnGraphs, speedOnGraphs } from '../core/onnx/open-on-graphs';
import { probeGraph, PROBE } from '../core/onnx/probe-graph';
import { onnxRunner, providersHere, threadsHere, type Provider } from './onnx-runner';
import { runtime } from './runtime';

/** What restores photos: ONNX Runtime on one of its processors, or TensorFlow, the reference and the fall-back. */
export interface RestoreEngine {
  name: EngineName;
  label: Said;
  /** Why this one and not the one asked for; empty where there is nothing to say. */
  reason: Said;
  open(settings: TrainSettings, tensors: NamedArray[], options?: OpenOptions): Promise<OpenModel>;
  /** The speed that `estimateRestore` takes for these settings, GFLOP/s. */
  speedFor(settings: TrainSettings): Promise<number>;
}

const PROVIDER_OF = {
  'onnx-cpu': 'cpu',
  'onnx-directml': 'dml',
  'onnx-coreml': 'coreml',
  'onnx-cuda': 'cuda',
} as const satisfies Partial<Record<EngineName, Provider>>;
type OnnxName = keyof typeof PROVIDER_OF;
const ONNX_NAMES = Object.keys(PROVIDER_OF) as OnnxName[];

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
    const tried = providers.includes(PROVIDER_OF[wanted]) ? await measured(wanted) : null;
    if (tried !== null) return onnx(wanted, version, tried, '');
    const other = await choose('auto');
    return { ...other, reason: say('runtime.noProvider', { engine: wanted }) };
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

/** ONNX Runtime lists CUDA on every Linux; without the driver asking for it only costs time. */
const mayWork = (name: OnnxName) => name !== 'onnx-cuda' || mayHaveCuda();

function findProviders(): { providers: Provider[]; version: string } | { why: string } {
  try {
    return providersHere();
  } catch (error) {
    return { why: error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error) };
  }
}

/** GFLOP/s of convolutions on a processor: the better of two short runs; null where it does not run. */
async function measured(name: OnnxName): Promise<number | null> {
  try {
    const session = await onnxRunner(PROVIDER_OF[name]).open(probeGraph());
    const values = new Float32Array(PROBE.values).fill(0.5);
    let best = Infinity;
    for (let run = 0; run < 3; run++) {
      const startedAt = performance.now();
      await session.run(values, PROBE.shape);
      if (run > 0) best = Math.min(best, performance.now() - startedAt);
    }
    session.release();
    return PROBE.flops / best / 1e6;
  } catch {
    return null;
  }
}

/** Where it could not be measured: two slow cores. */
const UNKNOWN_GFLOPS = 50;

function onnx(name: OnnxName, version: string, speed: number | null, reason: Said): RestoreEngine {
  const runner = onnxRunner(PROVIDER_OF[name]);
  let gflops = speed;
  return {
    name,
    label: labelOf(name, version),
    reason,
    open: (settings, tensors, options) => openOnGraphs(runner, settings, tensors, options),
    async speedFor(settings) {
      gflops ??= (await measured(name)) ?? UNKNOWN_GFLOPS;
      return gflops * speedOnGraphs(settings);
    },
  };
}

function labelOf(name: OnnxName, version: string): Said {
  const device = { 'onnx-directml': 'DirectML', 'onnx-coreml': 'CoreML', 'onnx-cuda': 'CUDA', 'onnx-cpu': 'CPU' }[name];
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
