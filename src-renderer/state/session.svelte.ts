import type { AppInfo, RuntimeInfo } from '@contract/runtime';
import { toFailure } from '@contract/result';
import type { Api, LinkState } from '../../src-preload/api';
import { attempt } from './attempt';
import type { ViewName } from './names';

export interface Notice {
  id: number;
  level: 'failure' | 'caution' | 'good';
  text: string;
  /** What can be done about it, as a button. */
  action?: { label: string; run: () => void };
}

/** Where the person is, what the app runs on, and what it has to say. */
export class SessionState {
  view = $state<ViewName>('pair');
  app = $state.raw<AppInfo | null>(null);
  runtime = $state.raw<RuntimeInfo | null>(null);
  runtimeProblem = $state('');
  notices = $state.raw<Notice[]>([]);
  link = $state.raw<LinkState>({ state: 'open', message: '' });
  #lastNotice = 0;

  constructor(private readonly api: Api) {}

  show(view: ViewName): void {
    this.view = view;
  }

  /** Says something until it is dismissed; the same sentence is said once. */
  tell(level: Notice['level'], text: string, action?: Notice['action']): void {
    const others = this.notices.filter((notice) => notice.text !== text);
    this.notices = [...others, { id: ++this.#lastNotice, level, text, ...(action ? { action } : {}) }];
  }

  /** Does the work; what fails is said in a notice. Returns whether it succeeded. */
  attempt(work: () => Promise<unknown>): Promise<boolean> {
    return attempt(work, (message) => {
      this.tell('failure', message);
    });
  }

  fail(error: unknown): void {
    this.tell('failure', toFailure(error).message);
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  /** Starts listening and asks what the app runs on. */
  start(): void {
    this.api.onLink((link) => (this.link = link));
    this.api.on('worker.changed', ({ child, state, message }) => {
      if (state === 'crashed') this.tell('failure', message);
      if (child === 'compute' && state === 'ready') void this.#readRuntime();
    });
    void this.#readRuntime();
    void this.readApp();
  }

  /** What the app says of itself, the usual folder for results among it. */
  async readApp(): Promise<void> {
    await this.attempt(async () => (this.app = await this.api.call('app.info', {})));
  }

  async #readRuntime(): Promise<void> {
    this.runtimeProblem = '';
    await attempt(
      async () => (this.runtime = await this.api.call('runtime.info', {})),
      (problem) => (this.runtimeProblem = problem),
    );
  }
}
