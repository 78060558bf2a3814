import type { Answer, Args, Channel } from '@contract/channels';
import { ENDED_STATES, type JobSnapshot } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import type { PhotoRef } from '@contract/photo';
import { fromFailure, type ErrorKind, type Result } from '@contract/result';
import type { Host } from '../host/host';

/** A job of the tour that takes longer hangs. */
const JOB_LIMIT_MS = 180_000;

/** What the steps of a self-test share: the host that they call, and what earlier steps made. */
export class Tour {
  pair: { degraded: PhotoRef; clean: PhotoRef } | null = null;
  model: ModelSummary | null = null;
  trainJob = '';
  restoreJob = '';
  runningJob = '';
  restored: PhotoRef | null = null;
  modelFile: PhotoRef | null = null;
  readonly #jobs = new Map<string, JobSnapshot>();
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly host: Host,
    /** A folder of the tour's own. */
    readonly folder: string,
  ) {
    host.onEvent((event, payload) => {
      if (event === 'job.changed') this.#jobs.set((payload as JobSnapshot).id, payload as JobSnapshot);
      for (const check of this.#waiting) check();
    });
  }

  async call<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>> {
    const result = await this.host.call(channel, args);
    if (!result.ok) throw fromFailure(result.error);
    return result.value as Answer<C>;
  }

  /** A channel that has to refuse: answers with what it said. */
  async refused<C extends Channel>(channel: C, args: Args<C>, ...kinds: ErrorKind[]): Promise<string> {
    const result: Result<unknown> = await this.host.call(channel, args);
    if (result.ok) throw new Error('It should have refused.');
    if (!kinds.includes(result.error.kind)) throw fromFailure(result.error);
    return `refuses what is not there: ${result.error.message}`;
  }

  /** The pair that an earlier step drew. */
  get drawn(): { degraded: PhotoRef; clean: PhotoRef } {
    return need(this.pair, 'There is no pair: pair.sample failed.');
  }

  get trained(): ModelSummary {
    return need(this.model, 'There is no model: train.start failed.');
  }

  /** Waits until a job is in one of these states. Throws its error, or when it takes too long. */
  async reached(job: string, states: readonly string[] = ENDED_STATES): Promise<JobSnapshot> {
    await this.until(() => states.includes(this.#jobs.get(job)?.state ?? ''));
    const snapshot = need(this.#jobs.get(job) ?? null, 'The job was never heard of.');
    if (snapshot.error && snapshot.state === 'failed') throw fromFailure(snapshot.error);
    return snapshot;
  }

  /** Waits until the job has got somewhere. */
  started(job: string): Promise<void> {
    return this.until(() => (this.#jobs.get(job)?.progress ?? 0) > 0);
  }

  private until(isSo: () => boolean): Promise<void> {
    if (isSo()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
      };
      const check = () => {
        if (!isSo()) return;
        end();
        resolve();
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`Nothing for ${JOB_LIMIT_MS / 1000} s.`));
      }, JOB_LIMIT_MS);
      this.#waiting.add(check);
    });
  }
}

export function need<T>(value: T | null | undefined, why: string): T {
  if (value === null || value === undefined) throw new Error(why);
  return value;
}

/** Two pictures that are the same have no PSNR; here it counts as endless. */
export const decibels = ({ psnr }: { psnr: number | null }): number => psnr ?? Infinity;
