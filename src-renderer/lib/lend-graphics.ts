import { graphicsName, PART_BYTES, type GraphicsInfo } from '@contract/graphics-exchange';
import type { Api } from '../../src-preload/api';
import { workerAddress } from './worker-address';

/** The part of the browser that knows graphics processors. */
interface Gpu {
  requestAdapter(): Promise<{ info: GraphicsInfo } | null>;
}

/**
 * Lends the graphics processor of this machine, as the browser has it, to trainings: tells the host where there is one, and
 * starts a worker whenever a training asks for it. `onFound` is told its name.
 */
export function lendGraphics(api: Api, onFound: (name: string) => void, { gpu }: { gpu?: Gpu } = navigator): void {
  if (!gpu) return;
  let hasFound: Promise<boolean> | null = null;
  const find = async () => {
    const adapter = await gpu.requestAdapter().catch(() => null);
    if (adapter) onFound(graphicsName(adapter.info));
    return adapter !== null;
  };
  api.onLink(({ state }) => {
    if (state !== 'open') return;
    hasFound ??= find();
    void hasFound.then((found) => (found ? api.call('graphics.offer', {}) : null)).catch(() => undefined);
  });
  api.on('graphics.wanted', ({ session }) => {
    void hasFound?.then((found) => {
      if (found) carry(api, session);
    });
  });
}

/** Carries the words of a worker to the host, and its answers back, until the host wants no more. */
function carry(api: Api, session: string): void {
  const worker = new Worker(workerAddress('trainer'), { type: 'module' });
  const page = crypto.randomUUID();
  const end = () => {
    worker.terminate();
    removeEventListener('pagehide', leave);
  };
  const leave = () => {
    void api.call('graphics.exchange', { session, page, part: null, last: true }).catch(() => undefined);
    end();
  };
  addEventListener('pagehide', leave);
  worker.addEventListener('error', leave);
  worker.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
    answerTo(api, { session, page }, new Uint8Array(data)).then((answer) => {
      if (answer === null) end();
      else worker.postMessage(answer, [answer]);
    }, end);
  });
}

/** The host's answer to a word, part by part; null where it wants no more. */
async function answerTo(
  api: Api,
  from: { session: string; page: string },
  word: Uint8Array,
): Promise<ArrayBuffer | null> {
  let at = 0;
  for (; at + PART_BYTES < word.length; at += PART_BYTES)
    await api.call('graphics.exchange', { ...from, part: word.subarray(at, at + PART_BYTES), last: false });
  let answered = await api.call('graphics.exchange', { ...from, part: word.subarray(at), last: true });
  const parts: Uint8Array[] = [];
  for (;;) {
    if (answered === null) return null;
    parts.push(answered.part);
    if (answered.last) break;
    answered = await api.call('graphics.exchange', { ...from, part: null, last: false });
  }
  return new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer();
}
