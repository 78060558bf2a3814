import type { CheckpointInfo, JobAction, JobSnapshot, JobState } from '@contract/job';
import type { Api } from '../../src-preload/api';
import type { SessionState } from './session.svelte';

const ACTIVE: readonly JobState[] = ['queued', 'running', 'paused'];
export const isActive = (job: JobSnapshot): boolean => ACTIVE.includes(job.state);

/** Everything that runs or has run, and the trainings that can go on. */
export class JobsState {
  readonly #api: Api;
  readonly #session: SessionState;
  #jobs = $state.raw<JobSnapshot[]>([]);
  #checkpoints = $state.raw<CheckpointInfo[]>([]);
  readonly #active = $derived(this.#jobs.filter(isActive));
  readonly #listeners: ((job: JobSnapshot) => void)[] = [];

  constructor(api: Api, session: SessionState) {
    this.#api = api;
    this.#session = session;
  }

  get all() {
    return this.#jobs;
  }
  get active() {
    return this.#active;
  }
  /** Interrupted trainings; none are offered while another one runs. */
  get resumable() {
    return this.#active.some((job) => job.kind === 'train') ? [] : this.#checkpoints;
  }

  byId(id: string): JobSnapshot | undefined {
    return this.#jobs.find((job) => job.id === id);
  }

  onChange(listener: (job: JobSnapshot) => void): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    this.#api.on('job.changed', (job) => {
      this.#take(job);
    });
    for (const job of await this.#api.call('jobs.list', {})) this.#take(job);
    await this.#readCheckpoints();
  }

  async control(id: string, action: JobAction): Promise<void> {
    await this.#api.call('jobs.control', { job: id, action }).catch((error: unknown) => {
      this.#session.fail(error);
    });
  }

  /** Goes on with an interrupted training; answers its job, or null when it could not. */
  async resume(checkpoint: string): Promise<string | null> {
    try {
      const { job } = await this.#api.call('train.resume', { checkpoint });
      this.#checkpoints = this.#checkpoints.filter((one) => one.id !== checkpoint);
      return job;
    } catch (error) {
      this.#session.fail(error);
      return null;
    }
  }

  async discard(checkpoint: string): Promise<void> {
    await this.#api.call('train.discard', { checkpoint }).catch((error: unknown) => {
      this.#session.fail(error);
    });
    await this.#readCheckpoints();
  }

  #take(job: JobSnapshot): void {
    const before = this.byId(job.id);
    this.#jobs = before ? this.#jobs.map((one) => (one.id === job.id ? job : one)) : [...this.#jobs, job];
    if (before && isActive(before) && !isActive(job)) {
      if (job.state === 'failed' && job.error) this.#session.tell('failure', job.error.message);
      void this.#readCheckpoints();
    }
    for (const listener of this.#listeners) listener(job);
  }

  async #readCheckpoints(): Promise<void> {
    try {
      this.#checkpoints = await this.#api.call('train.checkpoints', {});
    } catch (error) {
      this.#session.fail(error);
    }
  }
}
