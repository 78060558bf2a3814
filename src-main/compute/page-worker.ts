import { randomUUID } from 'node:crypto';
import type { Args } from '@contract/channels';
import { checked } from '@contract/checked';
import { pack, unpack } from '@contract/packed';
import { PART_BYTES, type AnsweredPart } from '@contract/graphics-exchange';
import { LONGEST_WORD, wordSchema, type Word } from '@contract/page-training';
import { say, type Sentence } from '@contract/sentence';
import type { TrainingOrder } from '../core/training/train';
import type { Emit } from '../processes/serve';

/** Why a page's worker trains no more. */
export class PageFault extends Error {
  constructor(readonly sentence: Sentence) {
    super(sentence.id);
  }
}

/** How long pages may take to start a worker, and a worker to say a word: a step in software may last. */
const CALL_MS = 15_000;
const PATIENCE_S = 120;

const workers = new Map<string, PageWorker>();

/** Calls for a page that trains; null where none answers. Close what is returned. */
export async function callPage(emit: Emit): Promise<PageWorker | null> {
  const worker = new PageWorker();
  workers.set(worker.session, worker);
  const timer = setTimeout(() => {
    worker.close();
  }, CALL_MS);
  try {
    const heard = worker.hear();
    emit('graphics.wanted', { session: worker.session });
    const word = await heard;
    if (word.is !== 'ready') throw new PageFault(say('graphics.unexpected'));
    worker.device = word.device;
    return worker;
  } catch {
    worker.close();
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** What a page says and is told; null: it is not wanted, or not any more. */
export async function exchangeWithPage({
  session,
  page,
  part,
  last,
}: Args<'graphics.exchange'>): Promise<AnsweredPart> {
  return (await workers.get(session)?.exchange(page, part, last)) ?? null;
}

/** A page's worker, which speaks first: every word that is heard is answered by an order, which the next word follows. */
export class PageWorker {
  readonly session = randomUUID();
  /** What it trains on. */
  device = '';
  #page: string | null = null;
  #said: Uint8Array[] = [];
  #unread = new Uint8Array();
  #hearing: { resolve: (word: Word) => void; reject: (fault: PageFault) => void } | null = null;
  /** The worker waits for this. */
  #answer: ((order: TrainingOrder | null) => void) | null = null;
  #fault: PageFault | null = null;
  #silentS = 0;
  /** Seconds are counted, not the clock: a computer that slept has not been silent. */
  readonly #timer = setInterval(() => {
    this.#silentS = this.#hearing ? this.#silentS + 1 : 0;
    if (this.#silentS > PATIENCE_S) this.#end(say('graphics.silent'));
  }, 1000);

  /** The next word. Throws PageFault. */
  hear(): Promise<Word> {
    return new Promise((resolve, reject) => {
      if (this.#fault) reject(this.#fault);
      else this.#hearing = { resolve, reject };
    });
  }

  /** Answers the last word; the next one. Throws PageFault. */
  async answer(order: TrainingOrder): Promise<Word> {
    const next = this.hear();
    this.#answer?.(order);
    this.#answer = null;
    const word = await next;
    if (word.is === 'failed') throw new PageFault(faultInWords(word));
    return word;
  }

  close(): void {
    this.#end(say('graphics.unexpected'));
  }

  /** A part of a word; a part of its answer. */
  async exchange(page: string, part: Uint8Array | null, last: boolean): Promise<AnsweredPart> {
    this.#page ??= page;
    if (page !== this.#page || this.#fault) return null;
    this.#silentS = 0;
    if (part === null && last) return this.#end(say('graphics.left'));
    if (part === null) return this.#read();
    this.#said.push(part);
    if (this.#said.reduce((sum, { length }) => sum + length, 0) > LONGEST_WORD)
      return this.#end(say('graphics.unexpected'));
    if (!last) return { part: new Uint8Array(), last: false };
    const word = this.#word();
    const hearing = this.#hearing;
    if (!hearing) return this.#end(say('graphics.unexpected'));
    const answered = new Promise<TrainingOrder | null>((resolve) => (this.#answer = resolve));
    this.#hearing = null;
    hearing.resolve(word);
    const order = await answered;
    if (order === null) return null;
    this.#unread = pack(order);
    return this.#read();
  }

  #read(): AnsweredPart {
    const part = this.#unread.slice(0, PART_BYTES);
    this.#unread = this.#unread.subarray(part.length);
    return { part, last: this.#unread.length === 0 };
  }

  /** Throws AppError('internal'), for the log, where it is none. */
  #word(): Word {
    const bytes = Buffer.concat(this.#said);
    this.#said = [];
    try {
      return checked(wordSchema, unpack(bytes), "A word of a page's worker");
    } catch (error) {
      this.#end(say('graphics.unexpected'));
      throw error;
    }
  }

  #end(why: Sentence): null {
    clearInterval(this.#timer);
    workers.delete(this.session);
    this.#fault ??= new PageFault(why);
    this.#hearing?.reject(this.#fault);
    this.#hearing = null;
    this.#answer?.(null);
    this.#answer = null;
    return null;
  }
}

const faultInWords = ({ why, text }: Word & { is: 'failed' }): Sentence =>
  why === 'driver' ? say('graphics.driver', { text }) : say(`graphics.${why}`);
