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
  running = $state(false);
  #job: string | null = null;

  constructor(
    private readonly session: SessionState,
    jobs: JobsState,
    private readonly pair: PairState,
    private readonly training: TrainingState,
    private readonly compare: (model: ModelSummary) => Promise<void>,
  ) {
    jobs.onChange((job) => {
      if (job.id === this.#job && !isActive(job)) void this.#finish(job);
    });
  }

  async begin(): Promise<void> {
    if (this.running) return;
    this.running = true;
    await this.pair.drawSample(SIDE);
    if (this.pair.ready) {
      this.training.run.leave();
      this.training.form.chooseMethod('rnn');
      this.training.form.choosePreset('fast');
      this.session.show('train');
      await this.training.begin();
    }
    const job = this.training.run.job;
    this.#job = job?.id ?? null;
    if (!job) this.running = false;
    else if (!isActive(job)) await this.#finish(job);
  }

  /** A training that was stopped and kept has a model too; one that failed says so where it is shown. */
  async #finish({ model }: JobSnapshot): Promise<void> {
    this.#job = null;
    this.running = false;
    // Whoever has gone elsewhere meanwhile is not torn away.
    if (model && this.session.view === 'train') await this.compare(model);
  }
}
