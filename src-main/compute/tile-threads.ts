import { existsSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AppError, fromFailure, type Failure } from '@contract/result';
import { say } from '@contract/sentence';
import type { Plane } from '../core/image/plane';
import type { JobToken } from '../core/job-token';
import type { OpenTiles, TileRestorer, TileWork } from '../core/onnx/tile-restorer';
import type { Tile } from '../core/patches/tile';
import { besideProgram } from './engine-id';
import { threadsHere } from './threads';

/** What a thread is told. Every call has a number, under which it answers. */
export type ToThread =
  | { kind: 'open'; call: number; model: number; work: TileWork }
  | { kind: 'restore'; call: number; model: number; tiles: readonly Tile[]; stride: number | undefined }
  /** The answer to `asks`. */
  | { kind: 'goes'; call: number; on: boolean }
  | { kind: 'release'; model: number };

export type FromThread =
  | { kind: 'done'; call: number; planes: Plane[] }
  | { kind: 'failed'; call: number; error: Failure }
  /** Whether to go on: a pause answers later. */
  | { kind: 'asks'; call: number };

export interface TileThreadData {
  /** Threads of arithmetic that it may keep busy. */
  threads: number;
}

/** More tiles at once hold more memory than they save time: the cores are shared among so many. */
const MOST_AT_ONCE = 4;
/** How often a tile that is being restored looks whether it is still wanted. */
const LOOK_MS = 50;

let threads: TileThread[] | null = null;
let models = 0;

/** Restores tiles in threads of their own, one for each core, on ONNX Runtime; null where there is one core, or no program for them. */
export function tilesOnThreads(program = besideProgram('tile-thread.js')): OpenTiles | null {
  const atOnce = Math.min(threadsHere(), MOST_AT_ONCE);
  if (atOnce < 2 || !existsSync(program)) return null;
  return async (work): Promise<TileRestorer> => {
    const each = Math.floor(threadsHere() / atOnce);
    threads ??= Array.from({ length: atOnce }, () => new TileThread(program, { threads: each }));
    const own = threads;
    models += 1;
    const model = models;
    // Together they hold no more than one would.
    const shared = { ...work, pieceSide: work.pieceSide / Math.sqrt(atOnce) };
    await Promise.all(own.map((thread) => thread.open(model, shared)));
    return {
      atOnce,
      restore: (tiles, { stride, token }) => {
        const freest = own.reduce((best, thread) => (thread.busy < best.busy ? thread : best));
        return freest.restore(model, tiles, stride, token);
      },
      release() {
        for (const thread of own) thread.release(model);
      },
    };
  };
}

interface Waiting {
  resolve(planes: Plane[]): void;
  reject(error: Error): void;
  token: JobToken | null;
}

class TileThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  constructor(program: string, workerData: TileThreadData) {
    this.#worker = new Worker(program, { workerData });
    this.#worker.unref();
    this.#worker.on('message', (message: FromThread) => {
      this.#hear(message);
    });
    const gone = () => {
      threads = null;
      const error = new AppError('crashed', say('process.computeStopped'));
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    };
    this.#worker.on('error', gone);
    this.#worker.on('exit', gone);
  }

  /** Tiles that are being restored or wait for it. */
  get busy(): number {
    return this.#waiting.size;
  }

  async open(model: number, work: TileWork): Promise<void> {
    await this.#call(null, (call) => ({ kind: 'open', call, model, work }));
  }

  /** The tiles' planes are the thread's afterwards. Throws what the token throws, at once: the thread ends what it has begun. */
  async restore(model: number, tiles: readonly Tile[], stride: number | undefined, token: JobToken): Promise<Plane[]> {
    let isWanted = true;
    const unwanted = async (): Promise<never> => {
      for (;;) {
        await after(LOOK_MS, undefined, { ref: false });
        if (isWanted) await token.next();
        else return new Promise(() => undefined);
      }
    };
    try {
      return await Promise.race([
        this.#call(token, (call) => ({ kind: 'restore', call, model, tiles, stride })),
        unwanted(),
      ]);
    } finally {
      isWanted = false;
    }
  }

  release(model: number): void {
    this.#post({ kind: 'release', model });
  }

  #call(token: JobToken | null, message: (call: number) => ToThread): Promise<Plane[]> {
    this.#calls += 1;
    const call = this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject, token });
      this.#worker.ref();
      this.#post(message(call));
    });
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromThread): void {
    const { call } = message;
    const waiting = this.#waiting.get(call);
    if (!waiting) return;
    if (message.kind === 'asks') {
      void waiting.token?.next().then(
        () => {
          this.#post({ kind: 'goes', call, on: true });
        },
        (error: unknown) => {
          waiting.reject(error as Error);
          this.#post({ kind: 'goes', call, on: false });
        },
      );
      return;
    }
    this.#waiting.delete(call);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (message.kind === 'done') waiting.resolve(message.planes);
    else waiting.reject(fromFailure(message.error));
  }
}
