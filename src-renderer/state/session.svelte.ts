import type { AppInfo, RuntimeInfo } from '@contract/runtime';
import { toFailure } from '@contract/result';
import type { Api, LinkState } from '../../src-preload/api';

export const VIEWS = ['pair', 'train', 'restore', 'compare', 'library', 'lab', 'settings'] as const;
export type ViewName = (typeof VIEWS)[number];

export interface Notice {
  id: number;
  level: 'failure' | 'caution' | 'good';
  text: string;
  /** What can be done about it, as a button. */
  action?: { label: string; run: () => void };
}

/** Where the person is, what the app runs on, and what it has to say. */
export class SessionState {
  readonly #api: Api;
  #view = $state<ViewName>('pair');
  #app = $state.raw<AppInfo | null>(null);
  #runtime = $state.raw<RuntimeInfo | null>(null);
  #runtimeProblem = $state('');
  #notices = $state.raw<Notice[]>([]);
  #link = $state.raw<LinkState>({ state: 'open', message: '' });
  #lastNotice = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  get view() {
    return this.#view;
  }
  get app() {
    return this.#app;
  }
  get runtime() {
    return this.#runtime;
  }
  get runtimeProblem() {
    return this.#runtimeProblem;
  }
  get notices() {
    return this.#notices;
  }
  get link() {
    return this.#link;
  }

  show(view: ViewName): void {
    this.#view = view;
  }

  /** Says something until it is dismissed; the same sentence is said once. */
  tell(level: Notice['level'], text: string, action?: Notice['action']): void {
    const others = this.#notices.filter((notice) => notice.text !== text);
    this.#notices = [...others, { id: ++this.#lastNotice, level, text, ...(action ? { action } : {}) }];
  }

  fail(error: unknown): void {
    this.tell('failure', toFailure(error).message);
  }

  dismiss(id: number): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
  }

  /** Starts listening and asks what the app runs on. */
  start(): void {
    this.#api.onLink((link) => (this.#link = link));
    this.#api.on('worker.changed', ({ child, state, message }) => {
      if (state === 'crashed') this.tell('failure', message);
      if (child === 'compute' && state === 'ready') void this.#readRuntime();
    });
    void this.#readRuntime();
    void this.readApp();
  }

  /** What the app says of itself, the usual folder for results among it. */
  async readApp(): Promise<void> {
    try {
      this.#app = await this.#api.call('app.info', {});
    } catch (error) {
      this.fail(error);
    }
  }

  async #readRuntime(): Promise<void> {
    try {
      this.#runtime = await this.#api.call('runtime.info', {});
      this.#runtimeProblem = '';
    } catch (error) {
      this.#runtimeProblem = toFailure(error).message;
    }
  }
}
