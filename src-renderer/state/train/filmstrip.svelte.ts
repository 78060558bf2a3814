import type { EpochPreview } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import type { Api } from '../../../src-preload/api';
import type { SessionState } from '../session.svelte';

/** The epochs of the training shown that can still be made a model, and those that were. */
export class FilmstripState {
  #job: string | null = null;
  previews = $state.raw<EpochPreview[]>([]);
  #chosen = $state<number | null>(null);
  #models = $state.raw<Record<number, ModelSummary>>({});
  keeping = $state(false);

  readonly chosen: EpochPreview | null = $derived(
    this.previews.find((preview) => preview.epoch === this.#chosen) ?? this.previews.at(-1) ?? null,
  );
  /** The model that the chosen epoch was made, if it was. */
  readonly model: ModelSummary | null = $derived(this.chosen ? (this.#models[this.chosen.epoch] ?? null) : null);

  constructor(
    private readonly api: Api,
    private readonly session: SessionState,
  ) {}

  /** True where the user chose an epoch; else the newest one is shown. */
  get isChosen() {
    return this.#chosen !== null && this.chosen?.epoch === this.#chosen;
  }

  start(): void {
    this.api.on('train.epochPreview', (preview) => {
      if (preview.job === this.#job) this.#take([preview]);
    });
  }

  /** Another training, or none: what is known of it already follows with `add`. */
  follow(job: string | null): void {
    this.#job = job;
    this.previews = [];
    this.#chosen = null;
    this.#models = {};
  }

  /** Takes what was there before this page listened; pictures that came meanwhile are newer. */
  add(previews: readonly EpochPreview[]): void {
    this.#take(previews.filter((preview) => !this.previews.some(({ epoch }) => epoch === preview.epoch)));
  }

  choose(epoch: number | null): void {
    this.#chosen = epoch;
  }

  /** Makes the chosen epoch a model of the library. */
  async keep(): Promise<void> {
    const { chosen } = this;
    if (!chosen || this.keeping || this.model) return;
    this.keeping = true;
    await this.session.attempt(async () => {
      const model = await this.api.call('train.keep', { job: chosen.job, epoch: chosen.epoch });
      if (chosen.job === this.#job) this.#models = { ...this.#models, [chosen.epoch]: model };
    });
    this.keeping = false;
  }

  #take(previews: readonly EpochPreview[]): void {
    const epochs = previews.map(({ epoch }) => epoch);
    const all = [...this.previews.filter(({ epoch }) => !epochs.includes(epoch)), ...previews];
    const kept = all.reduce<EpochPreview | null>((a, b) => (a && a.epoch > b.epoch ? a : b), null)?.kept ?? [];
    this.previews = all.filter(({ epoch }) => kept.includes(epoch)).toSorted((a, b) => a.epoch - b.epoch);
  }
}
