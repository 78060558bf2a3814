import { parentPort, workerData } from 'node:worker_threads';
import { AppError, toFailure } from '@contract/result';
import { say } from '@contract/sentence';
import type { Plane } from '../core/image/plane';
import { tilesHere, type TileRestorer } from '../core/onnx/tile-restorer';
import { onnxRunner } from './onnx-runner';
import type { FromThread, TileThreadData, ToThread } from './tile-threads';

/** A thread that restores tiles, as long as the process lives. */
const port = parentPort!;
const { threads } = workerData as TileThreadData;
const openTiles = tilesHere(onnxRunner('cpu', threads));
const models = new Map<number, Promise<TileRestorer>>();
const asking = new Map<number, (goesOn: boolean) => void>();

/** Between two questions whether to go on: what a message takes is nothing beside that. */
const ASK_MS = 20;

port.on('message', (message: ToThread) => {
  if (message.kind === 'open') {
    const opening = openTiles(message.work);
    models.set(message.model, opening);
    void answer(
      message.call,
      opening.then(() => []),
    );
  } else if (message.kind === 'restore') {
    void answer(message.call, restored(message));
  } else if (message.kind === 'goes') {
    asking.get(message.call)?.(message.on);
    asking.delete(message.call);
  } else {
    const released = models.get(message.model);
    models.delete(message.model);
    void released?.then((model) => {
      model.release();
    });
  }
});

async function restored({ call, model, tiles, stride }: Extract<ToThread, { kind: 'restore' }>): Promise<Plane[]> {
  const { restore } = await models.get(model)!;
  let asked = performance.now();
  const next = async () => {
    if (performance.now() - asked < ASK_MS) return 'go' as const;
    asked = performance.now();
    const goesOn = await new Promise<boolean>((resolve) => {
      asking.set(call, resolve);
      tell({ kind: 'asks', call });
    });
    if (!goesOn) throw new AppError('cancelled', say('job.cancelled'));
    return 'go' as const;
  };
  return restore(tiles, { token: { next }, ...(stride === undefined ? {} : { stride }) });
}

async function answer(call: number, work: Promise<Plane[]>): Promise<void> {
  try {
    const planes = await work;
    tell(
      { kind: 'done', call, planes },
      planes.map(({ data }) => data.buffer as ArrayBuffer),
    );
  } catch (error) {
    tell({ kind: 'failed', call, error: toFailure(error) });
  }
}

function tell(message: FromThread, transferred: ArrayBuffer[] = []): void {
  port.postMessage(message, transferred);
}
