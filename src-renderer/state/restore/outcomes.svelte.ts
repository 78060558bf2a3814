import type { JobSnapshot, RestoredPhoto } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Api } from '../../../src-preload/api';
import { text } from '../../lib/strings';
import type { CompareState } from '../compare/compare.svelte';
import { isActive } from '../jobs.svelte';

/** What became of the photos: of those of the job shown for the list, of all of this page for Compare. */
export class RestoreOutcomes {
  readonly #ofPhoto = new SvelteMap<string, RestoredPhoto>();
  readonly #modelOfJob: Record<string, ModelSummary> = {};
  readonly #compared = new SvelteSet<string>();
  #shownJob: string | null = null;
  /** How many outcomes of the job shown were asked for beside its snapshots. */
  #asked = 0;

  constructor(
    private readonly api: Api,
    private readonly compare: CompareState,
  ) {}

  /** The photos of the job shown that failed. */
  get failed(): string[] {
    return [...this.#ofPhoto.values()].filter(({ error }) => error).map(({ source }) => source.id);
  }

  of(photo: string): RestoredPhoto | undefined {
    return this.#ofPhoto.get(photo);
  }

  /** A job of this page begins, with these photos; their older outcomes are forgotten. */
  expect(job: string, model: ModelSummary, photos: readonly string[]): void {
    this.#modelOfJob[job] = model;
    this.forget(photos);
    this.#shownJob = job;
  }

  /** Forgets what became of these photos, or of all: another job will tell. */
  forget(photos: readonly string[] = [...this.#ofPhoto.keys()]): void {
    for (const id of photos) this.#ofPhoto.delete(id);
    this.#asked = 0;
    this.#shownJob = null;
  }

  /** Takes what a job has to tell. One that this page did not start shows in the strip of jobs, not here. */
  async collect(job: JobSnapshot): Promise<void> {
    const model = this.#modelOfJob[job.id];
    if (job.kind !== 'restore' || model === undefined) return;
    this.#take(job.id, model, job.restored ?? []);
    if (this.#misses(job)) await this.#askMissed(job.id, model);
    if (!isActive(job) && this.compare.waiting && !job.restored?.some((one) => one.result)) {
      const failure = job.error ?? job.restored?.find((one) => one.error)?.error;
      this.compare.fail(failure?.sentence ?? text.compare.nothingCame);
    }
  }

  /** A snapshot holds the newest outcomes only. */
  #misses({ id, batch, restored: told = [] }: JobSnapshot): boolean {
    const { restored = 0, skipped = 0, failed = 0 } = batch ?? {};
    return id === this.#shownJob && restored + skipped + failed > this.#asked + told.length;
  }

  async #askMissed(job: string, model: ModelSummary): Promise<void> {
    const missed = await this.api.call('restore.outcomes', { job, from: this.#asked }).catch(() => []);
    if (job === this.#shownJob) this.#asked += missed.length;
    this.#take(job, model, missed);
  }

  #take(job: string, model: ModelSummary, outcomes: readonly RestoredPhoto[]): void {
    if (job === this.#shownJob) for (const one of outcomes) this.#ofPhoto.set(one.source.id, one);
    for (const { source, result } of outcomes) {
      if (!result || this.#compared.has(result.id)) continue;
      this.#compared.add(result.id);
      void this.compare.addResult(source, result, model.name, model.id);
    }
  }
}
