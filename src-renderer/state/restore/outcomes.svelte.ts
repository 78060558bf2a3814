import type { JobSnapshot, RestoredPhoto } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import { hasCrispDial } from '@contract/model-spec';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Api } from '../../../src-preload/api';
import type { CompareState } from '../compare/compare.svelte';
import type { Verdicts } from './verdicts.svelte';

/** What a job restores with: a model at a place of its dial, 0 where it has none. */
interface Means {
  model: ModelSummary;
  crisp: number;
}

/** What all photos of a job are restored with, and those that have something of their own. */
interface JobMeans extends Means {
  own: Readonly<Record<string, Means>>;
}

/** What became of the photos: of those of the job shown for the list, of all of this page for Compare. */
export class RestoreOutcomes {
  readonly #ofPhoto = new SvelteMap<string, RestoredPhoto>();
  readonly #meansOfJob: Record<string, JobMeans> = {};
  readonly #compared = new SvelteSet<string>();
  #shownJob: string | null = null;
  /** How many outcomes of the job shown were asked for beside its snapshots. */
  #asked = 0;

  constructor(
    private readonly api: Api,
    private readonly compare: CompareState,
    private readonly verdicts: Verdicts,
  ) {}

  /** The photos of the job shown that failed. */
  get failed(): string[] {
    return [...this.#ofPhoto.values()].filter(({ error }) => error).map(({ source }) => source.id);
  }

  of(photo: string): RestoredPhoto | undefined {
    return this.#ofPhoto.get(photo);
  }

  meansOf(job: string): JobMeans | undefined {
    return this.#meansOfJob[job];
  }

  /** A job of this page begins, with these photos; their older outcomes are forgotten. */
  expect(job: string, means: JobMeans, photos: readonly string[]): void {
    this.#meansOfJob[job] = means;
    this.forget(photos);
    this.#shownJob = job;
  }

  /** Forgets what became of these photos, or of all: another job will tell. */
  forget(photos: readonly string[] = [...this.#ofPhoto.keys()]): void {
    for (const id of photos) this.#ofPhoto.delete(id);
    this.#asked = 0;
    this.#shownJob = null;
  }

  /** What became of a photo is not what it would become now. */
  drop(photo: string): void {
    this.#ofPhoto.delete(photo);
  }

  /** Takes what a job has to tell. One that this page did not start shows in the strip of jobs, not here. */
  async collect(job: JobSnapshot): Promise<void> {
    const means = this.#meansOfJob[job.id];
    if (job.kind !== 'restore' || means === undefined) return;
    this.#take(job.id, means, job.restored ?? []);
    if (this.#misses(job)) await this.#askMissed(job.id, means);
  }

  /** A snapshot holds the newest outcomes only. */
  #misses({ id, batch, restored: told = [] }: JobSnapshot): boolean {
    const { restored = 0, skipped = 0, failed = 0 } = batch ?? {};
    return id === this.#shownJob && restored + skipped + failed > this.#asked + told.length;
  }

  async #askMissed(job: string, means: JobMeans): Promise<void> {
    const missed = await this.api.call('restore.outcomes', { job, from: this.#asked }).catch(() => []);
    if (job === this.#shownJob) this.#asked += missed.length;
    this.#take(job, means, missed);
  }

  #take(job: string, means: JobMeans, outcomes: readonly RestoredPhoto[]): void {
    if (job === this.#shownJob) for (const one of outcomes) this.#ofPhoto.set(one.source.id, one);
    void this.verdicts.know(
      outcomes.flatMap(({ result }) => (result && !this.#compared.has(result.id) ? [result.id] : [])),
    );
    for (const { source, result } of outcomes) {
      if (!result || this.#compared.has(result.id)) continue;
      this.#compared.add(result.id);
      const { model, crisp } = means.own[source.id] ?? means;
      const dial = hasCrispDial(model.card.settings) ? crisp : null;
      // Whoever compares meanwhile keeps what stands there.
      void this.compare.addResult(source, result, { label: model.name, model: model.id, crisp: dial }, false);
    }
  }
}
