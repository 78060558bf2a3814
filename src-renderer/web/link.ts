import type { LinkState } from '../../src-preload/api';
import type { EventName } from '@contract/events';
import { LONGEST_MESSAGE, type Wire } from '@contract/port';
import { failureOf, type Result } from '@contract/result';
import { decodeWire, encodeWire } from '@contract/wire-json';
import { say, type Sentence } from '@contract/sentence';
import { askSession, type PageParts } from './session';

export const LOST = failureOf('unavailable', say('web.unreachable'));
const TOO_LONG = failureOf('bad-input', say('web.messageTooLong'));
const REFUSED = failureOf('unavailable', say('web.linkUsed'));
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 4_000;

/** One WebSocket that is opened again when it breaks, with the calls that wait on it. */
export class WebLink {
  #link: LinkState = { state: 'lost' };
  #socket: WebSocket | null = null;
  #lastId = 0;
  /** Settled with the first connection or the first refusal: calls made before then wait. */
  readonly #settled: Promise<void>;
  #settle = (): void => undefined;
  readonly #waiting = new Map<number, (result: Result<unknown>) => void>();
  readonly #linkListeners = new Set<(link: LinkState) => void>();
  readonly #eventListeners = new Set<(event: EventName, payload: unknown) => void>();
  readonly #page: PageParts;

  constructor(page: PageParts, token: Promise<string | null>) {
    this.#page = page;
    this.#settled = new Promise((resolve) => (this.#settle = resolve));
    void token.then((given) => {
      if (given === null) this.#become('refused', REFUSED.sentence);
      else void this.#connect(given, FIRST_RETRY_MS);
    });
  }

  async call(channel: string, args: unknown): Promise<Result<unknown>> {
    await this.#settled;
    const socket = this.#socket;
    if (!socket) return { ok: false, error: this.#link.state === 'refused' ? REFUSED : LOST };
    const id = (this.#lastId += 1);
    const text = encodeWire({ type: 'call', id, channel, args } satisfies Wire);
    // The other side would end the connection.
    if (new TextEncoder().encode(text).byteLength > LONGEST_MESSAGE) return { ok: false, error: TOO_LONG };
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      socket.send(text);
    });
  }

  onEvent(listener: (event: EventName, payload: unknown) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** Told at once when the state is known, then with every change. */
  onLink(listener: (link: LinkState) => void): () => void {
    this.#linkListeners.add(listener);
    if (this.#link.state !== 'lost' || this.#link.sentence !== undefined) listener(this.#link);
    return () => this.#linkListeners.delete(listener);
  }

  async #connect(token: string, retryMs: number): Promise<void> {
    // A browser does not tell why a WebSocket was refused; a plain request does.
    const answer = await askSession(this.#page, token);
    if (answer === 'refused') {
      this.#become('refused', REFUSED.sentence);
      return;
    }
    if (answer === 'gone') {
      this.#retry(token, retryMs);
      return;
    }
    const url = `ws://${this.#page.location.host}/port`;
    const socket = new this.#page.WebSocket(url, ['onepair', `token.${token}`]);
    socket.onopen = () => {
      this.#socket = socket;
      this.#become('open');
    };
    socket.onmessage = (event) => {
      this.#receive(decodeWire(String(event.data)) as Wire);
    };
    socket.onclose = () => {
      const wasOpen = this.#socket === socket;
      this.#socket = null;
      for (const resolve of this.#waiting.values()) resolve({ ok: false, error: LOST });
      this.#waiting.clear();
      this.#retry(token, wasOpen ? FIRST_RETRY_MS : retryMs);
    };
  }

  #retry(token: string, retryMs: number): void {
    this.#become('lost', LOST.sentence);
    setTimeout(() => void this.#connect(token, Math.min(LONGEST_RETRY_MS, retryMs * 2)), retryMs);
  }

  #receive(message: Wire): void {
    if (message.type === 'event') {
      for (const listener of this.#eventListeners) listener(message.event as EventName, message.payload);
    }
    if (message.type === 'answer') {
      this.#waiting.get(message.id)?.(message.result);
      this.#waiting.delete(message.id);
    }
  }

  #become(state: LinkState['state'], sentence?: Sentence): void {
    this.#settle();
    if (this.#link.state === state && this.#link.sentence === sentence) return;
    this.#link = { state, ...(sentence ? { sentence } : {}) };
    for (const listener of this.#linkListeners) listener(this.#link);
  }
}
