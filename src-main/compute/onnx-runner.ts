import { createRequire } from 'node:module';
import type { InferenceSession } from 'onnxruntime-node';
import type { GraphRunner, GraphSession } from '../core/onnx/session';
import { threadsHere } from './threads';

/** The one module that loads ONNX Runtime. */
const load = createRequire(import.meta.url);
type Library = typeof import('onnxruntime-node');

let loaded: Library | null = null;

function library(): Library {
  loaded ??= load('onnxruntime-node') as Library;
  return loaded;
}

/** How ONNX Runtime names its processors here. */
const PROVIDERS = ['cpu', 'dml', 'coreml', 'cuda', 'webgpu'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What can be asked for here: what the binaries of this platform hold. Throws where ONNX Runtime does not load. */
export function providersHere(): { version: string; providers: Provider[] } {
  const { listSupportedBackends, env } = library();
  const names = new Set(listSupportedBackends().map(({ name }) => name));
  const version = (env.versions as { common?: string; node?: string }).node ?? env.versions.common;
  return { version, providers: PROVIDERS.filter((provider) => names.has(provider)) };
}

/** Runs graphs on one processor, or so many threads of it; what that cannot run falls to the CPU inside ONNX Runtime. */
export function onnxRunner(provider: Provider, threads = threadsHere()): GraphRunner {
  const options: InferenceSession.SessionOptions = {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
    // DirectML asks for both; the memory that is bounded by tiles is better given back.
    ...(provider === 'dml' ? { enableMemPattern: false, executionMode: 'sequential' as const } : {}),
  };
  return {
    async open(graph) {
      const { InferenceSession, Tensor } = library();
      const session = await InferenceSession.create(graph, options);
      const [input, output] = [session.inputNames[0]!, session.outputNames[0]!];
      return {
        async run(values, shape, into) {
          const feeds = { [input]: new Tensor('float32', values, shape) };
          const results = into
            ? await session.run(feeds, { [output]: new Tensor('float32', into.values, into.shape) })
            : await session.run(feeds);
          return results[output]!.data as Float32Array;
        },
        release() {
          void session.release();
        },
      } satisfies GraphSession;
    },
  };
}
