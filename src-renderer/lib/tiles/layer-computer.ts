import workerUrl from './layer-worker?worker&url';
import type { Order, Served } from './layer-worker';
import type { LayerOp } from './layer-ops';

/** Works out tiles away from the page's own thread. */
export interface LayerComputer {
  /** Takes the pictures for itself; null where it cannot be done. */
  computeLayer(op: LayerOp, pictures: readonly ImageBitmap[]): Promise<ImageBitmap | null>;
  close(): void;
}

/** What a browser's trusted types ask of whoever starts a worker; other browsers have none. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

let address: string | null = null;

/** The policy's name is on the list of the page's content security policy. It can be made once. */
function trustedAddress(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  address ??=
    trustedTypes?.createPolicy('onepair-worker', { createScriptURL: () => workerUrl }).createScriptURL(workerUrl) ??
    workerUrl;
  return address;
}

/** Computes layers in a worker of its own, started with the first order. */
export function layerComputer(): LayerComputer {
  let worker: Worker | null = null;
  let last = 0;
  const waiting = new Map<number, (bitmap: ImageBitmap | null) => void>();
  const start = (): Worker => {
    const started = new Worker(trustedAddress(), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<Served>) => {
      waiting.get(data.id)?.(data.bitmap);
      waiting.delete(data.id);
    });
    return started;
  };
  return {
    computeLayer: (op, pictures) =>
      new Promise((resolve) => {
        worker ??= start();
        const id = ++last;
        waiting.set(id, resolve);
        worker.postMessage({ id, op, pictures: [...pictures] } satisfies Order, [...pictures]);
      }),
    close: () => {
      worker?.terminate();
      worker = null;
      for (const resolve of waiting.values()) resolve(null);
      waiting.clear();
    },
  };
}
