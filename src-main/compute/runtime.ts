import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { RUNTIME_CHOICES, loadBackend, type Backend, type RuntimeChoice } from './backend';
import { measureMatmulGflops } from './speed';

/** TensorFlow as this process has it: loaded once. */
export interface Runtime {
  backend: Backend;
  /** A quick measure for estimates, GFLOP/s: made when it is first asked for, then kept. */
  matmulGflops: () => Promise<number>;
}

let loading: Promise<Runtime> | null = null;

/** Loads the backend that ONEPAIR_RUNTIME names ('auto' when absent) at the first call. */
export function runtime(): Promise<Runtime> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Runtime> {
  const backend = await loadBackend(runtimeChoice());
  const [size, repeats] = backend.backend === 'wasm' ? ([256, 2] as const) : ([1024, 3] as const);
  let measured: Promise<number> | null = null;
  return { backend, matmulGflops: () => (measured ??= measureMatmulGflops(size, repeats)) };
}

/** What ONEPAIR_RUNTIME names; 'auto' when absent. Throws AppError('bad-input') for what there is not. */
export function runtimeChoice(): RuntimeChoice {
  const text = process.env['ONEPAIR_RUNTIME'] ?? '';
  if (text === '') return 'auto';
  const choice = RUNTIME_CHOICES.find((known) => known === text);
  if (choice) return choice;
  throw new AppError('bad-input', say('runtime.unknown', { runtime: text }));
}
