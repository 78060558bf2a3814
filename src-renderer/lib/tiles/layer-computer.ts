import type { Order, Served } from './layer-worker';
import type { LayerOp } from './layer-ops';
import { workerAddress } from '../worker-address';

/** Works out tiles away from the page's own thread. */
export interface LayerComputer {
  /** Takes the pictures for itself; null where it cannot be done. */
  computeLayer(op: LayerOp, pictures: readonly ImageBitmap[]): Promise<ImageBitmap | null>;
  close(): void;
}

/** Computes layers in a worker of its own, started with the first order. */
export function layerComputer(): LayerComputer {
  let worker: Worker | null = null;
  let last = 0;
  const waiting = new Map<number, (bitmap: ImageBitmap | null) => void>();
  const start = (): Worker => {
    const started = new Worker(workerAddress('layers'), { type: 'module' });
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
