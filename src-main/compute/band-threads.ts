import { existsSync } from 'node:fs';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { doBand, doBandsInThisThread, doBandsWith } from '../core/nonlocal/band-kernel';
import type { Band, BandWork } from '../core/nonlocal/bands';
import { besideProgram } from './engine-id';
import { threadsHere } from './threads';

/** What the threads are told of: bands of one pass, of which each takes the next one until none is left. */
export interface BandOrder {
  work: BandWork;
  bands: readonly Band[];
  /** Bands taken, bands done, and bands that failed. */
  counts: Int32Array;
}

/** The places of the counts. */
export const [TAKEN, DONE, FAILED] = [0, 1, 2];

export interface BandThreadData {
  port: MessagePort;
  /** Rises with every order. */
  orders: Int32Array;
}

/** More threads than this gain little: bands of a tile are few. */
const MOST_THREADS = 16;

/** Lets the non-local filter use all threads. Where others cannot be started, this one does everything, as without them. */
export function useBandThreads(): void {
  const program = besideProgram('band-thread.js');
  const others = Math.min(threadsHere(), MOST_THREADS) - 1;
  if (others < 1 || !existsSync(program)) return;
  const orders = new Int32Array(new SharedArrayBuffer(4));
  let ports: MessagePort[] | undefined;
  doBandsWith((work, bands) => {
    if (bands.length < 2) {
      doBandsInThisThread(work, bands);
      return;
    }
    ports ??= Array.from({ length: others }, () => startThread(program, orders));
    const order = { work, bands, counts: new Int32Array(new SharedArrayBuffer(12)) };
    for (const port of ports) port.postMessage(order);
    Atomics.add(orders, 0, 1);
    Atomics.notify(orders, 0);
    takeBands(order);
    waitFor(order);
  });
}

function startThread(program: string, orders: Int32Array): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const workerData: BandThreadData = { port: port2, orders };
  const thread = new Worker(program, { workerData, transferList: [port2] });
  // A thread that does not start, or ends, takes no more bands.
  thread.on('error', () => undefined);
  thread.unref();
  port1.unref();
  return port1;
}

/** Does bands until none is left. */
export function takeBands({ work, bands, counts }: BandOrder): void {
  for (let at = Atomics.add(counts, TAKEN, 1); at < bands.length; at = Atomics.add(counts, TAKEN, 1)) {
    try {
      doBand(work, bands[at]!);
    } catch {
      Atomics.add(counts, FAILED, 1);
    }
    Atomics.add(counts, DONE, 1);
    Atomics.notify(counts, DONE);
  }
}

/** Waits for the bands that other threads took. Throws where one could not be done. */
function waitFor({ bands, counts }: BandOrder): void {
  for (let done = Atomics.load(counts, DONE); done < bands.length; done = Atomics.load(counts, DONE)) {
    Atomics.wait(counts, DONE, done);
  }
  if (Atomics.load(counts, FAILED) > 0) throw new RangeError('a band of the non-local filter could not be done');
}
