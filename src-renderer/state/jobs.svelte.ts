import type { CheckpointInfo, JobAction, JobSnapshot, JobState } from '@contract/job';
import type { Api } from '../../src-preload/api';
import type { SessionState } from './session.svelte';

const ACTIVE: readonly JobState[] = ['queued', 'running', 'paused'];
export const isActive = (job: JobSnapshot): boolean => ACTIVE.includes(job.state);

/** Everything that runs or has run, and the trainings that can go on. */
export class JobsState {
  all = $state.raw<JobSnapshot[]>([]);
  #checkpoints = $state.raw<CheckpointInfo[]>([]);
  readonly active = $derived(this.all.filter(isActive));
  readonly #listeners: ((job: JobSnapshot) => void)[] = [];

  constructor(
    private readonly api: Api,
    private readonly session: SessionState,
  ) {}

  /** Interrupted trainings; none are offered while another one runs. */
  get resumable() {
    return this.active.some((job) => job.kind === 'train') ? [] : this.#checkpoints;
  }

  byId(id: string): JobSnapshot | undefined {
    return this.all.find((job) => job.id === id);
  }

  onChange(listener: (job: JobSnapshot) => void): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    this.api.on('job.changed', (job) => {
      this.#take(job);
    });
    for (const job of await this.api.call('jobs.list', {})) this.#take(job);
    await this.#readCheckpoints();
  }

  /** The job once it has ended, however. */
  async ended(id: string): Promise<JobSnapshot> {
    const known = this.byId(id);
    if (known && !isActive(known)) return known;
    return new Promise((resolve) => {
      const listener = (job: JobSnapshot) => {
        if (job.id !== id || isActive(job)) return;
        this.#listeners.splice(this.#listeners.indexOf(listener), 1);
        resolve(job);
      };
      this.#listeners.push(listener);
    });
  }

  /** The jobs that wait, in the order in which they are to run. */
  readonly waiting = $derived(this.all.filter(({ state }) => state === 'queued').toSorted((a, b) => a.place - b.place));

  /** Lets a waiting job run before or after its neighbour, or where another one is. */
  async move(id: string, to: -1 | 1 | string): Promise<void> {
    const ids = this.waiting.map((job) => job.id);
    const from = ids.indexOf(id);
    const at = typeof to === 'string' ? ids.indexOf(to) : from + to;
    if (from < 0 || at < 0 || at >= ids.length || at === from) return;
    ids.splice(at, 0, ...ids.splice(from, 1));
    await this.session.attempt(() => this.api.call('jobs.order', { jobs: ids }));
  }

  async control(id: string, action: JobAction): Promise<void> {
    await this.session.attempt(() => this.api.call('jobs.control', { job: id, action }));
  }

  /** Goes on with an interrupted training; returns its job, or null when it could not. */
  async resume(checkpoint: string): Promise<string | null> {
    let resumed: string | null = null;
    await this.session.attempt(async () => {
      resumed = (await this.api.call('train.resume', { checkpoint })).job;
      this.#checkpoints = this.#checkpoints.filter((one) => one.id !== checkpoint);
    });
    return resumed;
  }

  async discard(checkpoint: string): Promise<void> {
    await this.session.attempt(() => this.api.call('train.discard', { checkpoint }));
    await this.#readCheckpoints();
  }

  #take(job: JobSnapshot): void {
    const before = this.byId(job.id);
    this.all = before ? this.all.map((one) => (one.id === job.id ? job : one)) : [...this.all, job];
    if (before && isActive(before) && !isActive(job)) {
      if (job.state === 'failed' && job.error)
        this.session.tell('failure', job.error.sentence, undefined, `failed ${job.kind}`);
      // Work that ends well says that the process works, and that what failed before does not any more.
      if (job.state === 'done')
        for (const about of [`failed ${job.kind}`, 'crash compute', 'crash photos']) this.session.settle(about);
      void this.#readCheckpoints();
    }
    for (const listener of [...this.#listeners]) listener(job);
  }

  async #readCheckpoints(): Promise<void> {
    await this.session.attempt(async () => (this.#checkpoints = await this.api.call('train.checkpoints', {})));
  }
}
