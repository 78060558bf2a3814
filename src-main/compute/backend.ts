import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import util, { promisify } from 'node:util';
import { AppError } from '@contract/result';
import type { RuntimeInfo } from '@contract/runtime';
import { say } from '@contract/sentence';
import type { Said } from '@contract/said';
import { tf } from '../core/tf';
import { registerAdamKernel } from './adam-kernel';
import { threadsHere } from './threads';

/** The only module that loads a TensorFlow backend: CUDA, then the CPU, then WebAssembly. With `webgpu` trainings go to a page (train-anywhere.ts). */
export const RUNTIME_CHOICES = ['auto', 'cuda', 'cpu', 'wasm', 'webgpu'] as const;
export type RuntimeChoice = (typeof RUNTIME_CHOICES)[number];

export type Backend = Omit<
  RuntimeInfo,
  'matmulGflops' | 'restoring' | 'trainingStepMs' | 'memoryBytes' | 'cannotTrain'
>;

interface NativeBackend {
  isUsingGpuDevice: boolean;
  binding: { TF_Version: string };
}

const NO_CUDA = say('runtime.noCuda');

const load = createRequire(import.meta.url);

/** Loads the runtime asked for, or the best one below it, and proves it with a product whose result is known. */
export async function loadBackend(choice: RuntimeChoice): Promise<Backend> {
  const backend = choice === 'wasm' ? await loadWasm('') : await loadNativeOrWasm(choice);
  checkOneInstance();
  proveBackend(backend.label);
  return backend;
}

async function loadNativeOrWasm(choice: RuntimeChoice): Promise<Backend> {
  if (choice === 'cpu') process.env['CUDA_VISIBLE_DEVICES'] = '-1';
  let native: NativeBackend;
  try {
    native = loadNative();
  } catch (error) {
    return loadWasm(say('runtime.notLoaded', { why: firstLine(error) }));
  }
  if (!(await tf.setBackend('tensorflow'))) return loadWasm(say('runtime.notStarted'));
  const versions = { tensorflowVersion: native.binding.TF_Version, tfjsVersion: tf.version_core };
  const threads = threadsHere();
  if (native.isUsingGpuDevice)
    return { backend: 'cuda', label: `${await gpuName()} · CUDA`, reason: '', ...versions, threads };
  // Only where it has been run: on a GPU the step is composed of plain operations.
  registerAdamKernel();
  const reason = choice === 'cuda' ? NO_CUDA : '';
  return { backend: 'cpu', label: say('runtime.cpu', { cores: threads }), reason, ...versions, threads };
}

function loadNative(): NativeBackend {
  defineOldHelpers(util);
  load('@tensorflow/tfjs-node-gpu');
  return tf.backend() as unknown as NativeBackend;
}

async function loadWasm(reason: Said): Promise<Backend> {
  load('@tensorflow/tfjs'); // registers the gradients and the kernels that WebAssembly lacks
  load('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend('wasm'))) throw new AppError('unavailable', say('runtime.none'));
  return {
    backend: 'wasm',
    label: say('runtime.wasm'),
    reason,
    tensorflowVersion: 'none',
    tfjsVersion: tf.version_core,
    threads: 1,
  };
}

/** The TensorFlow package still calls these: Node 22 warns of them on the user's terminal, Node 23 took them away. */
export function defineOldHelpers(target: Record<string, unknown>): void {
  target['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  target['isArray'] = (value: unknown) => Array.isArray(value);
}

/** Two copies of tfjs-core would each have their own engine: a backend in one, the models in the other. */
function checkOneInstance(): void {
  const commonJs = load('@tensorflow/tfjs-core') as typeof tf;
  if (commonJs.engine() !== tf.engine() || commonJs.matMul !== tf.matMul)
    throw new AppError('internal', say('runtime.twoCopies'));
}

function proveBackend(label: Said): void {
  const [product] = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2, 3]]), tf.tensor2d([[4], [5], [6]])).dataSync());
  if (product !== 32)
    throw new AppError('unavailable', say('runtime.testProduct', { runtime: label, product: String(product) }));
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

async function gpuName(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader']);
    return stdout.split('\n', 1)[0]?.trim() ?? 'NVIDIA GPU';
  } catch {
    return 'NVIDIA GPU';
  }
}
