import type { ModelSummary } from '@contract/model-card';
import type { Api } from '../../src-preload/api';
import { text } from '../lib/strings';
import { CompareState } from './compare.svelte';
import { isActive, JobsState } from './jobs.svelte';
import { LibraryState } from './library.svelte';
import { PairState } from './pair.svelte';
import { PhotoPicker } from './photo-picker.svelte';
import { RestoreState } from './restore.svelte';
import { SessionState } from './session.svelte';
import { TrainingState } from './training.svelte';

/** All of the page's state, one class a subject, and the few steps that join two subjects. */
export class AppState {
  readonly api: Api;
  readonly session: SessionState;
  readonly picker: PhotoPicker;
  readonly jobs: JobsState;
  readonly pair: PairState;
  readonly training: TrainingState;
  readonly library: LibraryState;
  readonly compare: CompareState;
  readonly restore: RestoreState;

  constructor(api: Api) {
    this.api = api;
    this.session = new SessionState(api);
    this.picker = new PhotoPicker(api, this.session);
    this.jobs = new JobsState(api, this.session);
    this.pair = new PairState(api, this.picker);
    this.training = new TrainingState(api, this.session, this.jobs, this.pair);
    this.library = new LibraryState(api, this.session, this.picker);
    this.compare = new CompareState(api, { degraded: text.degraded, clean: text.clean });
    this.restore = new RestoreState(api, this.jobs, this.library, this.picker, this.compare);
  }

  /** Starts listening, and takes up what is running already. */
  async start(): Promise<void> {
    this.session.start();
    this.training.start();
    this.jobs.onChange((job) => {
      if (job.kind === 'train' && isActive(job) && this.training.job === null) void this.training.follow(job.id);
    });
    await Promise.all([this.jobs.start(), this.library.start()]).catch((error: unknown) => {
      this.session.fail(error);
    });
  }

  /** From the pair to its training: what was shown of an older one is left, what runs is not. */
  toTraining(): void {
    if (!this.training.running) this.training.again();
    this.session.show('train');
  }

  async resume(checkpoint: string): Promise<void> {
    const job = await this.jobs.resume(checkpoint);
    if (job === null) return;
    await this.training.follow(job);
    this.session.show('train');
  }

  /** Restores the pair's own degraded photo with a new model and opens Compare. */
  async comparePair(model: ModelSummary): Promise<void> {
    const { degraded, clean } = this.pair;
    if (!degraded || !clean) return;
    this.compare.knowClean(degraded, clean);
    this.compare.expect();
    this.session.show('compare');
    await this.restore.restore([degraded.id], model);
    if (this.restore.problem !== '') this.compare.fail(this.restore.problem);
  }

  /** Opens Restore with a model chosen. */
  restoreWith(model: ModelSummary): void {
    this.restore.useModel(model.id);
    this.session.show('restore');
  }
}
