import type { JobSnapshot } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import { resolveSettings } from '@contract/model-spec';
import type { PhotoRef } from '@contract/photo';
import type { Api } from '../../src-preload/api';
import type { Size } from '../lib/viewport';
import { isActive, type JobsState } from './jobs.svelte';
import type { PairState } from './pair.svelte';
import type { SessionState } from './session.svelte';
import { COMPARED_METHODS, type HowToBegin, type TrainingState } from './train/training.svelte';

/** Side of the drawn picture, and of the part of a photo of one's own, in pixels: enough to learn from, and learned within half a minute on two cores. */
const SIDE = 512;
/**
 * After how many seconds its training ends in any case: what is left of the minute when the pair has been read and checked
 * and Compare is still to open. It is fitted into a part of that, for a machine that is busy besides.
 */
const mostS = (checkS: number): number => Math.max(12, 34 - checkS);
const FITTED = 2 / 3;

/** What comes after a first look: `betterS` is about how long the better preset takes. */
export type After = { of: 'demo' } | { of: 'own'; betterS: number | null };

interface FirstRunParts {
  api: Api;
  session: SessionState;
  jobs: JobsState;
  pair: PairState;
  training: TrainingState;
  compare: (degraded: PhotoRef, clean: PhotoRef, model: ModelSummary) => Promise<void>;
}

/**
 * The main job in one click: with nothing brought along a pair is drawn, a small model learns it, and Compare shows the
 * result; of the user's own pair a first model is learned as quickly.
 */
export class FirstRun {
  running = $state(false);
  /** What Compare offers next. */
  after = $state.raw<After | null>(null);
  #job: string | null = null;
  #learned: { degraded: PhotoRef; clean: PhotoRef; of: After['of'] } | null = null;

  constructor(private readonly parts: FirstRunParts) {
    parts.jobs.onChange((job) => {
      if (job.id === this.#job && !isActive(job)) void this.#finish(job);
    });
  }

  /** Draws a pair and learns it. */
  async begin(): Promise<void> {
    await this.#alone(async () => {
      const { pair, training } = this.parts;
      await pair.drawSample(SIDE);
      training.form.chooseMethod('rnn');
      training.form.choosePreset('fast');
      await this.#learn('demo');
    });
  }

  /** A first model of the pair that is there, within a minute whatever its size. */
  async beginOwn(): Promise<void> {
    await this.#alone(async () => {
      const { pair, training } = this.parts;
      const { size } = pair;
      if (!size) return;
      const withinS = mostS(pair.checkS);
      const most = (length: number) => Math.min(length, SIDE);
      training.form.choosePreset('fast');
      await training.form.fitBudget(FITTED * withinS, {
        size: { width: most(size.width), height: most(size.height) },
      });
      await this.parts.session.attempt(async () => {
        const part = await this.#part(size);
        await this.#learn('own', { withinS, ...(part ? { of: part } : {}) });
      });
    });
  }

  /** The middle of a pair that is too large to be learned in a moment. */
  async #part({ width, height }: Size): Promise<HowToBegin['of'] | null> {
    const { degraded, clean, region, burst } = this.parts.pair;
    if (!degraded || !clean || burst?.leftOut || Math.max(width, height) <= SIDE) return null;
    const asked = { degraded: degraded.id, clean: clean.id, side: SIDE };
    return this.parts.api.call('pair.middle', { ...asked, ...(region ? { region } : {}) });
  }

  /** From the first look to a model as good as can be. */
  async better(): Promise<void> {
    const { session, training } = this.parts;
    this.after = null;
    training.run.leave();
    training.form.choosePreset('best');
    session.show('train');
    await training.begin();
  }

  /** RNN beside RNN-GAN on the pair that is there, each as fast as it learns. */
  async bothMethods(): Promise<void> {
    const { session, training } = this.parts;
    this.after = null;
    training.run.leave();
    training.form.choosePreset('fast');
    session.show('train');
    await training.beginComparison(COMPARED_METHODS);
  }

  /** To the user's own photos, with both places free. */
  ownPhoto(): void {
    const { session, pair } = this.parts;
    this.after = null;
    if (pair.drawn) for (const side of ['degraded', 'clean'] as const) pair.clear(side);
    session.show('pair');
  }

  async #alone(work: () => Promise<void>): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.after = null;
    await work();
    const job = this.#job === null ? undefined : this.parts.jobs.byId(this.#job);
    if (this.#job === null) this.running = false;
    else if (job && !isActive(job)) await this.#finish(job);
  }

  async #learn(of: After['of'], how: HowToBegin = {}): Promise<void> {
    const { pair, training, session } = this.parts;
    const { degraded, clean } = pair;
    if (!pair.ready || !degraded || !clean) return;
    training.run.leave();
    session.show('train');
    await training.begin(how);
    this.#learned = { degraded, clean, of };
    this.#job = training.run.job?.id ?? null;
  }

  /** A training that was stopped and kept has a model too; one that failed says so where it is shown. */
  async #finish({ model }: JobSnapshot): Promise<void> {
    const learned = this.#learned;
    this.#job = null;
    this.running = false;
    // Whoever has gone elsewhere meanwhile is not torn away.
    if (!model || !learned || this.parts.session.view !== 'train') return;
    await this.parts.compare(learned.degraded, learned.clean, model);
    this.after = learned.of === 'demo' ? { of: 'demo' } : { of: 'own', betterS: await this.#secondsOfBest() };
  }

  async #secondsOfBest(): Promise<number | null> {
    const { api, pair, training } = this.parts;
    if (!pair.size) return null;
    // As the preset has it, not as what fitted into the minute.
    const asPreset = { epochs: undefined, stageEpochs: undefined, preset: 'best' as const };
    const settings = resolveSettings({ ...training.form.choices, ...asPreset });
    const { width, height } = pair.size;
    const estimate = await api.call('train.estimate', { settings, width, height }).catch(() => null);
    return estimate?.seconds ?? null;
  }
}
