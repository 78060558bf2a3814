import { Worker } from 'node:worker_threads';
import { AppError } from '@contract/result';
import type { Sentence } from '@contract/sentence';

/** What a thread of a decoder, or of an encoder, tells: that the file is one of its kind, at last its answer, or that it failed. */
export type ThreadMessage<T> = { stage: 'opened' | 'failed' } | { answer: T };

export interface ThreadWork {
  /** The thread's own text. */
  text: string;
  /** Reads what it is given, whose memory is handed over with it: on its turn, since files may be large. */
  order: () => Promise<{ bytes: Uint8Array }>;
  file: string;
  /** What is said of a file that is none of the decoder's, and of one that it began to read. */
  unknown: Sentence;
  unread: Sentence;
  noEnd: Sentence;
}

/** The largest cameras write some 300 MB; a file may say that it is of any size, and hold nothing. */
export const MOST_BYTES = 600e6;

/** A usual file is decoded in some four seconds; a larger one may take longer in proportion. */
const PATIENCE_MS = 50_000;
const USUAL_BYTES = 25e6;
export const patienceFor = (bytes: number): number => PATIENCE_MS * Math.max(1, bytes / USUAL_BYTES);

/** Each may take two gigabytes. */
const MOST_AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** Lets a decoder or encoder that needs much memory work: not many at a time, whatever a list of photos asks for. */
export async function onDecoderTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((goOn) => waiting.push(goOn));
  else running += 1;
  try {
    return await work();
  } finally {
    // The turn is handed on, or given back.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/**
 * Lets a decoder or encoder that may come to no end work in a thread of its own, which ends with it. Throws AppError in the
 * words that it is given.
 */
export const inDecoderThread = <T>(work: ThreadWork): Promise<T> => onDecoderTurn(() => decoded<T>(work));

async function decoded<T>(work: ThreadWork): Promise<T> {
  const { text } = work;
  const order = await work.order();
  const patienceMs = patienceFor(order.bytes.length);
  const thread = new Worker(text, { eval: true, workerData: order, transferList: whole(order.bytes) });
  try {
    return await answerOf<T>(thread, work, patienceMs);
  } finally {
    await thread.terminate();
  }
}

function answerOf<T>(thread: Worker, { file, unknown, unread, noEnd }: ThreadWork, patienceMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let failure = unknown;
    const fail = () => {
      reject(new AppError('bad-input', failure, file));
    };
    const timer = setTimeout(() => {
      failure = noEnd;
      fail();
    }, patienceMs);
    thread.on('message', (message: ThreadMessage<T>) => {
      if ('answer' in message) resolve(message.answer);
      else if (message.stage === 'opened') failure = unread;
      else fail();
    });
    // Out of memory, mostly: a decoder has two gigabytes.
    thread.on('error', fail);
    thread.on('exit', () => {
      clearTimeout(timer);
      fail();
    });
  });
}

/** The memory of bytes that have it for themselves: it can be handed over instead of copied. */
const whole = ({ buffer, byteLength }: Uint8Array): ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
