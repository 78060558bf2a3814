import type { Channel } from '@contract/channels';
import { toFailure } from '@contract/result';
import { check, reportPage, summaryOf, type Check, type SelfTestReport } from '@contract/self-test';
import type { Api } from '../../src-preload/api';
import { saveBlob } from '../lib/save-blob';
import { VIEWS, type ViewName } from '@contract/session';
import type { SessionState } from './session.svelte';

/** A view that is read when it is opened has to come within this. */
const VIEW_LIMIT_MS = 10_000;
const clock = { nowMs: () => performance.now() };

/** The self-test: the page's own part (views, the way to every channel), then the main side's. */
export class SelfTestState {
  running = $state(false);
  checks = $state.raw<Check[]>([]);
  report = $state.raw<SelfTestReport | null>(null);

  constructor(
    private readonly api: Api,
    private readonly session: SessionState,
  ) {}

  get summary(): string {
    return summaryOf(this.checks);
  }

  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.checks = [];
    this.report = null;
    await this.session.attempt(async () => {
      await this.#openViews();
      for (const channel of (await this.api.call('selfTest.channels', {})) as Channel[])
        this.#add(await check(clock, 'way to channel', channel, () => this.#reaches(channel)));
      const { checks } = await this.api.call('selfTest.run', {});
      checks.forEach((one) => {
        this.#add(one);
      });
      const all = this.checks.map(({ group, name, outcome, said, ms }) => ({ group, name, outcome, said, ms }));
      this.report = (await this.api.call('selfTest.finish', { checks: all })).report;
    });
    this.running = false;
  }

  /** Lets the user keep the report: the page, or what programs read. */
  save(kind: 'html' | 'json'): void {
    if (!this.report) return;
    const text = kind === 'html' ? reportPage(this.report) : `${JSON.stringify(this.report, null, 2)}\n`;
    const type = kind === 'html' ? 'text/html' : 'application/json';
    saveBlob(new Blob([text], { type }), `onepair-self-test.${kind}`);
  }

  #add(done: Check): void {
    this.checks = [...this.checks, done];
  }

  async #openViews(): Promise<void> {
    const here = this.session.view;
    for (const view of VIEWS) this.#add(await check(clock, 'views', view, () => this.#opens(view)));
    this.session.show(here);
  }

  /** Shows a view and waits until it is drawn; what the page breaks of its own rules meanwhile counts. */
  async #opens(view: ViewName): Promise<string> {
    const complaints: string[] = [];
    const onError = ({ message }: ErrorEvent) => complaints.push(message);
    const onPolicy = ({ violatedDirective }: SecurityPolicyViolationEvent) =>
      complaints.push(`against the page's rules: ${violatedDirective}`);
    addEventListener('error', onError);
    document.addEventListener('securitypolicyviolation', onPolicy);
    try {
      this.session.show(view);
      const startMs = performance.now();
      do await new Promise((drawn) => setTimeout(drawn, 50));
      while (!document.querySelector('main')?.firstElementChild && performance.now() - startMs < VIEW_LIMIT_MS);
      const shown = document.querySelector('main')?.querySelectorAll('*').length ?? 0;
      if (shown === 0) complaints.push('nothing is shown');
      if (complaints.length > 0) throw new Error(complaints.join('; '));
      return `${shown} elements`;
    } finally {
      removeEventListener('error', onError);
      document.removeEventListener('securitypolicyviolation', onPolicy);
    }
  }

  /** An argument that no channel knows has to be refused by the far side: nothing happens, and the way is proven. */
  async #reaches(channel: Channel): Promise<string> {
    const failure = await this.api.call(channel, { 'self-test': true }).then(
      () => null,
      (error: unknown) => toFailure(error),
    );
    if (failure?.kind !== 'bad-input') throw new Error(failure?.message ?? 'An unknown argument was taken.');
    return 'answers, and refuses what it does not know';
  }
}
