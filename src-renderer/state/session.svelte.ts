import type { AppInfo, RuntimeInfo } from '@contract/runtime';
import { toFailure } from '@contract/result';
import type { Said } from '@contract/said';
import { text } from '../lib/strings';
import type { Api, LinkState } from '../../src-preload/api';
import { attempt } from './attempt';
import type { ViewName } from '@contract/session';

export interface Notice {
  id: number;
  level: 'failure' | 'caution' | 'good';
  text: Said;
  /** What can be done about it, as a button. */
  action?: { label: string; run: () => void };
  /** What it is about: it goes when that is well again. */
  about?: string;
  toldMs: number;
}

/** Long enough to read a sentence twice; where something can be done about it, to think about it too. */
const GOOD_NEWS_MS = 10_000;
const OFFER_MS = 30_000;
const CAUTION_MS = 60_000;
/** A failure that was said just now stays, although another view opens. */
const FRESH_MS = 5000;

/** Where the user is, what the app runs on, and what it has to say. */
export class SessionState {
  view = $state<ViewName>('pair');
  app = $state.raw<AppInfo | null>(null);
  runtime = $state.raw<RuntimeInfo | null>(null);
  runtimeProblem = $state.raw<Said>('');
  /** The graphics processor that this page can train with, by name. */
  graphics = $state<string | null>(null);
  notices = $state.raw<Notice[]>([]);
  link = $state.raw<LinkState>({ state: 'open' });
  #lastNotice = 0;

  constructor(private readonly api: Api) {}

  /** Opens a view; what failed in the one before is behind the user. */
  show(view: ViewName): void {
    const before = performance.now() - FRESH_MS;
    const stays = ({ level, about, toldMs }: Notice) => level !== 'failure' || about !== undefined || toldMs > before;
    if (view !== this.view) this.notices = this.notices.filter(stays);
    this.view = view;
  }

  /** Says something: a failure until it is dismissed, its cause is gone or another view opens, the rest for a while. The same sentence is said once, also where the connection says it. */
  tell(level: Notice['level'], said: Said, action?: Notice['action'], about?: string): void {
    if (this.link.sentence && text.fromHost(this.link.sentence) === text.fromHost(said)) return;
    const others = this.notices.filter((notice) => text.fromHost(notice.text) !== text.fromHost(said));
    const id = ++this.#lastNotice;
    this.notices = [
      ...others,
      {
        id,
        level,
        text: said,
        toldMs: performance.now(),
        ...(action ? { action } : {}),
        ...(about === undefined ? {} : { about }),
      },
    ];
    if (level === 'failure') return;
    setTimeout(
      () => {
        this.dismiss(id);
      },
      level === 'caution' ? CAUTION_MS : action ? OFFER_MS : GOOD_NEWS_MS,
    );
  }

  /** Does the work; what fails is said in a notice. Returns whether it succeeded. */
  attempt(work: () => Promise<unknown>): Promise<boolean> {
    return attempt(work, (sentence) => {
      this.tell('failure', sentence);
    });
  }

  fail(error: unknown): void {
    this.tell('failure', toFailure(error).sentence);
  }

  /** The cause of what was said is gone. */
  settle(about: string): void {
    this.notices = this.notices.filter((notice) => notice.about !== about);
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  /** Starts listening and asks what the app runs on. */
  start(): void {
    this.api.onLink((link) => (this.link = link));
    this.api.on('worker.changed', ({ child, state, sentence }) => {
      if (state === 'crashed' && sentence) this.tell('failure', sentence, undefined, `crash ${child}`);
      if (child === 'compute' && state === 'ready') void this.readRuntime();
    });
    void this.readRuntime();
    void this.readApp();
  }

  /** What the app says of itself, the usual folder for results among it. */
  async readApp(): Promise<void> {
    await this.attempt(async () => (this.app = await this.api.call('app.info', {})));
  }

  /** What calculates and what restores, by name. */
  async readRuntime(): Promise<void> {
    this.runtimeProblem = '';
    await attempt(
      async () => (this.runtime = await this.api.call('runtime.info', {})),
      (problem) => (this.runtimeProblem = problem),
    );
  }
}
