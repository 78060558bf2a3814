import type { JobSnapshot } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import { isActive, type JobsState } from './jobs.svelte';
import type { PairState } from './pair.svelte';
import type { SessionState } from './session.svelte';
import type { TrainingState } from './train/training.svelte';

/** Side of the drawn picture in pixels: enough to learn from, and learned within half a minute on two cores. */
const SIDE = 512;

/** The main job with nothing brought along: a pair is drawn, a small model learns it, and Compare shows the result. */
export class FirstRun {
  readonly #session: SessionState;
  readonly #pair: PairState;
  readonly #training: TrainingState;
  readonly #compare: (model: ModelSummary) => Promise<void>;
  #running = $state(false);
  #job: string | null = null;

  constructor(
    session: SessionState,
    jobs: JobsState,
    pair: PairState,
    training: TrainingState,
    compare: (model: ModelSummary) => Promise<void>,
  ) {
    this.#session = session;
    this.#pair = pair;
    this.#training = training;
    this.#compare = compare;
    jobs.onChange((job) => {
      if (job.id === this.#job && !isActive(job)) void this.#finish(job);
    });
  }

  get running() {
    return this.#running;
  }

  async begin(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    await this.#pair.drawSample(SIDE);
    if (this.#pair.ready) {
      this.#training.again();
      this.#training.chooseMethod('rnn');
      this.#training.choosePreset('fast');
      this.#session.show('train');
      await this.#training.begin();
    }
    const job = this.#training.job;
    this.#job = job?.id ?? null;
    if (!job) this.#running = false;
    else if (!isActive(job)) await this.#finish(job);
  }

  /** A training that was stopped and kept has a model too; one that failed says so where it is shown. */
  async #finish({ model }: JobSnapshot): Promise<void> {
    this.#job = null;
    this.#running = false;
    // Whoever has gone elsewhere meanwhile is not torn away.
    if (model && this.#session.view === 'train') await this.#compare(model);
  }
}
