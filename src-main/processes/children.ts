import type { ChildListener } from './client';
import type { StartChild } from './carrier';
import { supervise, type ChildState, type Supervisor } from './supervisor';

/** The two child processes. */
export interface Children {
  compute: Supervisor<'compute'>;
  photos: Supervisor<'photos'>;
}

/** What the children start with beside their paths. */
export interface ComputeOptions {
  /** Threads that TensorFlow may use; absent: all cores. One thread makes every run bit-identical. */
  threads?: number;
  /** 'auto' · 'cuda' · 'cpu' · 'wasm'; absent: what ONEPAIR_RUNTIME says, else 'auto'. */
  device?: string;
  /** What restores photos; absent: what ONEPAIR_ENGINE says, else the fastest. */
  engine?: string;
  /** What develops camera raw; absent: what ONEPAIR_DEVELOPER says, else LibRaw. */
  developer?: string;
}

/** What children start with. */
export interface Starts {
  /** Waited for before a child starts; returns what both find in their environment. */
  prepare(): Promise<Record<string, string>>;
  compute(): ComputeOptions;
}

/** glibc gives every thread a heap of its own; pictures that were let go would stay in each of them. */
const PHOTOS_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' };

export function startChildren(
  carrier: StartChild,
  starts: Starts,
  onEvent: ChildListener,
  onState: (state: ChildState) => void,
  log: (line: string) => void,
): Children {
  let common: Record<string, string> = {};
  const prepare = async () => {
    common = await starts.prepare();
  };
  const computeStart = () => carrier('compute', { ...common, ...computeEnvironment(starts.compute()) });
  const photosStart = () => carrier('photos', { ...common, ...photosEnvironment(starts.compute()) });
  return {
    compute: supervise('compute', computeStart, onEvent, onState, log, prepare),
    photos: supervise('photos', photosStart, onEvent, onState, log, prepare),
  };
}

const photosEnvironment = ({ developer }: ComputeOptions): Record<string, string> => ({
  ...PHOTOS_ENVIRONMENT,
  ...(developer === undefined ? {} : { ONEPAIR_DEVELOPER: developer }),
});

/** TensorFlow reads these once, while it loads. */
function computeEnvironment({ threads, device, engine }: ComputeOptions): Record<string, string> {
  return {
    TF_CPP_MIN_LOG_LEVEL: '2',
    ...(device === undefined ? {} : { ONEPAIR_RUNTIME: device }),
    ...(engine === undefined ? {} : { ONEPAIR_ENGINE: engine }),
    ...(threads === undefined ? {} : { TF_NUM_INTRAOP_THREADS: String(threads), OMP_NUM_THREADS: String(threads) }),
    ...(threads === 1 ? { TF_NUM_INTEROP_THREADS: '1', TF_DETERMINISTIC_OPS: '1' } : {}),
  };
}
