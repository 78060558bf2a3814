import { expect, it } from 'vitest';
import { plain } from '../said';
import { inDecoderThread } from '../../src-main/codec/decoder-thread';

/** Answers or fails after a moment; `counts` says how many of its kind there are, and the most so far. */
const COUNTING = `
const { parentPort, workerData: { counts, fails } } = require('node:worker_threads');
setTimeout(() => {
  Atomics.sub(counts, 0, 1);
  parentPort.postMessage(fails ? { stage: 'failed' } : { answer: counts[0] });
}, 20);
`;

it('few decoders run at a time, whatever is asked for, also where some fail', async () => {
  const counts = new Int32Array(new SharedArrayBuffer(8));
  const words = { unknown: plain('unknown'), unread: plain('unread'), noEnd: plain('no end') };
  const asked = Array.from({ length: 7 }, (_, index) => {
    // Files are large: they count from when they are read.
    const order = async () => {
      const running = Atomics.add(counts, 0, 1) + 1;
      counts[1] = Math.max(running, counts[1]!);
      return Promise.resolve({ bytes: new Uint8Array(1), counts, fails: index % 3 === 0 });
    };
    return inDecoderThread({ text: COUNTING, order, file: `${index}`, ...words });
  });
  const ended = await Promise.allSettled(asked);
  expect(ended.map(({ status }) => status)).toEqual(
    ended.map((_, index) => (index % 3 === 0 ? 'rejected' : 'fulfilled')),
  );
  expect([...counts]).toEqual([0, 2]);
});
