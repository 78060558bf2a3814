import { afterEach, describe, expect, it, vi } from 'vitest';
import { pack, unpack } from '@contract/packed';
import { PART_BYTES } from '@contract/graphics-exchange';
import { callPage, exchangeWithPage, type PageWorker } from '../../src-main/compute/page-worker';

afterEach(() => {
  vi.useRealTimers();
});

const READY = { is: 'ready', device: 'WebGPU · test' };
const GO = { do: 'go' } as const;

/** A page that answers the call with a first word. */
function page(first: unknown = READY) {
  let session = '';
  let answered: Promise<unknown> = Promise.resolve(null);
  const say = (word: unknown, from = 'page') => exchangeWithPage({ session, page: from, part: pack(word), last: true });
  const called = callPage((event, payload) => {
    expect(event).toBe('graphics.wanted');
    ({ session } = payload as { session: string });
    answered = say(first);
    answered.catch(() => undefined);
  });
  return {
    called,
    say,
    answered: () => answered,
    part: (part: Uint8Array | null, last: boolean, from = 'page') =>
      exchangeWithPage({ session, page: from, part, last }),
  };
}

const opened = async (one: ReturnType<typeof page>): Promise<PageWorker> => {
  const worker = await one.called;
  if (!worker) throw new Error('No page came.');
  return worker;
};
const read = (answer: unknown) => unpack((answer as { part: Uint8Array }).part);

describe('a page’s worker', () => {
  it('speaks first, and each of its words is answered', async () => {
    const one = page();
    const worker = await opened(one);
    expect(worker.device).toBe('WebGPU · test');
    const next = worker.answer(GO);
    expect(read(await one.answered())).toEqual(GO);
    const answered = one.say({ is: 'next' });
    expect(await next).toEqual({ is: 'next' });
    worker.close();
    expect(await answered).toBeNull();
    expect(await one.say({ is: 'next' })).toBeNull();
  });

  it('is told long orders in parts, and says long words in parts', async () => {
    const one = page();
    const worker = await opened(one);
    const data = new Float32Array(PART_BYTES / 2).fill(0.5);
    const order = { do: 'train', task: { data } } as never;
    const next = worker.answer(order);
    const parts: Uint8Array[] = [];
    for (let answer = await one.answered(); ; answer = await one.part(null, false)) {
      const { part, last } = answer as { part: Uint8Array; last: boolean };
      parts.push(part);
      if (last) break;
    }
    expect(parts.length).toBe(3);
    expect(Buffer.concat(parts).equals(pack(order))).toBe(true);
    const word = pack({ is: 'next', padding: new Uint8Array(PART_BYTES) });
    expect(await one.part(word.slice(0, PART_BYTES), false)).toEqual({ part: new Uint8Array(), last: false });
    void one.part(word.slice(PART_BYTES), true);
    expect((await next).is).toBe('next');
    worker.close();
  });

  it('is the first page that answers; another is not wanted', async () => {
    const one = page();
    const worker = await opened(one);
    expect(await one.say(READY, 'another page')).toBeNull();
    worker.close();
  });

  it.each([
    ['no word of the table', { is: 'unknown' }],
    ['weights that are no numbers', { is: 'trained', model: { tensors: [{ name: 'a', data: [NaN] }] } }],
    [
      'a checkpoint that is not finite',
      {
        is: 'checkpoint',
        checkpoint: { meta: {}, tensors: [{ name: 'a', shape: [1], dtype: 'F32', data: Float32Array.of(NaN) }] },
      },
    ],
  ])('ends with %s', async (_what, word) => {
    const one = page();
    const worker = await opened(one);
    const next = worker.answer(GO);
    next.catch(() => undefined);
    await expect(one.say(word)).rejects.toThrow("A word of a page's worker");
    await expect(next).rejects.toMatchObject({ sentence: { id: 'graphics.unexpected' } });
  });

  it('ends with bytes that are no message', async () => {
    const one = page();
    const worker = await opened(one);
    const next = worker.answer(GO);
    next.catch(() => undefined);
    await expect(one.part(new Uint8Array(40).fill(255), true)).rejects.toThrow();
    await expect(next).rejects.toMatchObject({ sentence: { id: 'graphics.unexpected' } });
  });

  it('says why it cannot go on, and that it leaves', async () => {
    const failing = page();
    const next = (await opened(failing)).answer(GO);
    void failing.say({ is: 'failed', why: 'memory', text: '' });
    await expect(next).rejects.toMatchObject({ sentence: { id: 'graphics.memory' } });
    const leaving = page();
    const other = (await opened(leaving)).answer(GO);
    other.catch(() => undefined);
    expect(await leaving.part(null, true)).toBeNull();
    await expect(other).rejects.toMatchObject({ sentence: { id: 'graphics.left' } });
  });

  it('is given up where it says nothing for two minutes, but not while it waits itself', async () => {
    vi.useFakeTimers();
    const one = page();
    const worker = await opened(one);
    await vi.advanceTimersByTimeAsync(300_000);
    const next = worker.answer(GO);
    next.catch(() => undefined);
    await vi.advanceTimersByTimeAsync(119_000);
    void one.say({ is: 'next' });
    expect(await next).toEqual({ is: 'next' });
    const silent = worker.answer(GO);
    const failed = expect(silent).rejects.toMatchObject({ sentence: { id: 'graphics.silent' } });
    await vi.advanceTimersByTimeAsync(122_000);
    await failed;
  });

  it('is null where no page comes, or one that fails at once', async () => {
    vi.useFakeTimers();
    const called = callPage(() => undefined);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await called).toBeNull();
    expect(await page({ is: 'failed', why: 'driver', text: 'no device' }).called).toBeNull();
  });
});
