import type { GRAPHICS_FAULTS, Word } from '@contract/page-training';
import type { JobToken } from '../../src-main/core/job-token';
import { trySteps } from '../../src-main/core/training/trial';
import { train, type TrainingOrder, type TrainingTask } from '../../src-main/core/training/train';

/** The graphics processor cannot go on. */
export class GraphicsFault extends Error {
  constructor(
    readonly why: (typeof GRAPHICS_FAULTS)[number],
    text: string,
  ) {
    super(text);
  }
}

/** The processor that this worker trains on. */
export interface Device {
  name: string;
  /** Waits for what was asked of it. Throws GraphicsFault where it cannot be relied on any more. */
  settle(): Promise<void>;
}

/** Says a word to the host, which answers with what to do. */
export type Exchange = (word: Word) => Promise<TrainingOrder>;

/** Nothing more is wanted. */
class Ended extends Error {}

const GO: JobToken = { next: () => Promise.resolve('go') };

/** How often the host is asked whether to go on: a pause or an end waits so long. */
const ASK_EVERY_MS = 200;

/** Does what the host orders, until it ends: a few steps on trial, and a training. */
export async function trainForHost(say: Exchange, device: Device): Promise<void> {
  const exchange = oneByOne(say);
  try {
    let order = await exchange({ is: 'ready', device: device.name });
    while (order.do !== 'end') {
      if (order.do === 'try') {
        const trial = await trySteps(order.settings, order.channels, GO, () => performance.now(), order.limitMs);
        await device.settle();
        order = await exchange({ is: 'tried', ...trial });
      } else if (order.do === 'train') {
        const model = await trainTask(order.task, exchange, device);
        await device.settle();
        order = await exchange({ is: 'trained', model });
      } else throw new Error(`"${order.do}" was not expected.`);
    }
  } catch (error) {
    if (error instanceof Ended) return;
    const why = error instanceof GraphicsFault ? error.why : 'driver';
    await exchange({ is: 'failed', why, text: String(error instanceof Error ? error.message : error).slice(0, 500) });
  }
}

/** Each word waits for the answer to the one before. */
function oneByOne(say: Exchange): Exchange {
  let last: Promise<unknown> = Promise.resolve();
  return (word) => {
    const answer = last.then(() => say(word));
    last = answer.catch(() => undefined);
    return answer;
  };
}

function trainTask({ pair, settings, endsInMs, ...start }: TrainingTask, exchange: Exchange, device: Device) {
  /** What need not be waited for; a word that does not arrive is noticed when it is next asked whether to go on. */
  const tell = (word: Word) => void exchange(word).catch(() => undefined);
  const token = askingToken(exchange, device, (crop) => (pair.crop = crop));
  return train(pair, settings, {
    ...start,
    token,
    nowMs: () => performance.now(),
    onProgress: (progress) => {
      tell({ is: 'progress', progress });
    },
    onPreview: (preview) => {
      tell({ is: 'preview', preview });
    },
    onCheckpoint: async (checkpoint) => {
      await device.settle();
      await exchange({ is: 'checkpoint', checkpoint });
    },
    onEpoch: async (epoch, model) => {
      await device.settle();
      await exchange({ is: 'epoch', epoch, model });
    },
    ...(endsInMs === undefined ? {} : { endsAtMs: performance.now() + endsInMs }),
  });
}

/** Goes on while the host says so. A question travels beside the steps; only one that is still open at the next is waited for. */
function askingToken(
  exchange: Exchange,
  device: Device,
  onCrop: (crop: TrainingTask['pair']['crop']) => void,
): JobToken {
  let askedMs = -Infinity;
  let asked: Promise<TrainingOrder> | null = null;
  let hasStopped = false;
  const heed = (order: TrainingOrder) => {
    if (order.do === 'end') throw new Ended();
    if (order.do === 'stop') hasStopped = true;
    if (order.do === 'go' && order.crop) onCrop(order.crop);
  };
  return {
    async next() {
      if (!hasStopped && performance.now() - askedMs >= ASK_EVERY_MS) {
        if (asked) heed(await asked);
        await device.settle();
        asked = exchange({ is: 'next' });
        // Where it fails, that is noticed when it is waited for.
        asked.catch(() => undefined);
        askedMs = performance.now();
      }
      return hasStopped ? 'stop' : 'go';
    },
  };
}
