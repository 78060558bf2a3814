import { expect, it } from 'vitest';
import { plain } from '../said';
import { inDecoderThread } from '../../src-main/codec/decoder-thread';

/** Counts how many of its kind run, and the most so far. */
const COUNTING = `
const { parentPort, workerData: { counts, fails } } = require('node:worker_threads');
const running = Atomics.add(counts, 0, 1) + 1;
if (running > counts[1]) Atomics.store(counts, 1, running);
setTimeout(() => {
  Atomics.sub(counts, 0, 1);
  parentPort.postMessage(fails ? { stage: 'failed' } : { answer: running });
}, 20);
`;

it('few decoders run at a time, whatever is asked for, also where some fail', async () => {
  const counts = new Int32Array(new SharedArrayBuffer(8));
  const words = { unknown: plain('unknown'), unread: plain('unread'), noEnd: plain('no end') };
  const asked = Array.from({ length: 7 }, (_, index) => {
    const order = { bytes: new Uint8Array(1), counts, fails: index % 3 === 0 };
    return inDecoderThread({ text: COUNTING, order, file: `${index}`, ...words });
  });
  const ended = await Promise.allSettled(asked);
  expect(ended.map(({ status }) => status)).toEqual(
    ended.map((_, index) => (index % 3 === 0 ? 'rejected' : 'fulfilled')),
  );
  expect([...counts]).toEqual([0, 2]);
});
