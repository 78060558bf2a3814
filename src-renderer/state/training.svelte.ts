import type { JobSnapshot, TrainEstimate, TrainPreview, TrainProgress } from '@contract/job';
import {
  DEFAULTS,
  resolveSettings,
  type MethodName,
  type PresetName,
  type TrainChoices,
  type TrainSettings,
} from '@contract/model-spec';
import { toFailure } from '@contract/result';
import type { Api } from '../../src-preload/api';
import type { Size } from '../lib/viewport';
import { thinHistory } from '../lib/thin-history';
import { isActive, type JobsState } from './jobs.svelte';
import type { PairState } from './pair.svelte';
import type { SessionState } from './session.svelte';

/** Points kept for drawing; more than the chart has pixels to show. */
const POINTS = 800;

/** What is learned, how, and how it goes. */
export class TrainingState {
  readonly #api: Api;
  readonly #session: SessionState;
  readonly #jobs: JobsState;
  readonly #pair: PairState;
  #method = $state<MethodName>(DEFAULTS.method);
  #preset = $state<PresetName>(DEFAULTS.preset);
  #byHand = $state.raw<TrainChoices>({});
  #name = $state('');
  #estimate = $state.raw<TrainEstimate | null>(null);
  #problem = $state('');
  #starting = $state(false);
  #jobId = $state<string | null>(null);
  #points = $state.raw<TrainProgress[]>([]);
  #preview = $state.raw<TrainPreview | null>(null);
  #round = 0;

  /** What the person chose, with what follows from the pair. */
  readonly choices: TrainChoices = $derived.by(() => ({
    method: this.#method,
    preset: this.#preset,
    task: this.#pair.task,
    ...(this.#pair.task === 'sr' ? { scale: this.#pair.made?.options.scale ?? this.#pair.scale } : {}),
    ...(this.#pair.region ? { region: this.#pair.region } : {}),
    ...this.#byHand,
  }));
  readonly settings: TrainSettings = $derived(resolveSettings(this.choices));
  readonly job: JobSnapshot | null = $derived.by(() =>
    this.#jobId === null ? null : (this.#jobs.byId(this.#jobId) ?? null),
  );
  readonly running: boolean = $derived(this.#starting || (this.job !== null && isActive(this.job)));

  constructor(api: Api, session: SessionState, jobs: JobsState, pair: PairState) {
    this.#api = api;
    this.#session = session;
    this.#jobs = jobs;
    this.#pair = pair;
  }

  get method() {
    return this.#method;
  }
  get preset() {
    return this.#preset;
  }
  get byHand() {
    return this.#byHand;
  }
  get name() {
    return this.#name;
  }
  set name(value: string) {
    this.#name = value;
  }
  get estimate() {
    return this.#estimate;
  }
  get problem() {
    return this.#problem;
  }
  get points() {
    return this.#points;
  }
  get latest(): TrainProgress | null {
    return this.#points.at(-1) ?? null;
  }
  get preview() {
    return this.#preview;
  }

  start(): void {
    this.#api.on('train.progress', (progress) => {
      if (progress.job === this.#jobId) this.#points = thinHistory([...this.#points, progress], POINTS);
    });
    this.#api.on('train.preview', (preview) => {
      if (preview.job === this.#jobId) this.#preview = preview;
    });
  }

  /** Another method starts from its own preset values. */
  chooseMethod(method: MethodName): void {
    this.#method = method;
    this.#byHand = {};
  }

  choosePreset(preset: PresetName): void {
    this.#preset = preset;
    this.#byHand = {};
  }

  set<K extends keyof TrainChoices>(key: K, value: TrainChoices[K]): void {
    this.#byHand = { ...this.#byHand, [key]: value };
  }

  resetByHand(): void {
    this.#byHand = {};
  }

  /** Asks what a training on a picture of this size would take. The answer to an older question is dropped. */
  async refreshEstimate(settings: TrainSettings, size: Size | null): Promise<void> {
    const round = ++this.#round;
    if (!size) {
      this.#estimate = null;
      return;
    }
    const { width, height } = size;
    try {
      const estimate = await this.#api.call('train.estimate', { settings, width, height });
      if (round !== this.#round) return;
      this.#estimate = estimate;
      this.#problem = '';
    } catch (error) {
      if (round !== this.#round) return;
      this.#estimate = null;
      this.#problem = toFailure(error).message;
    }
  }

  async begin(): Promise<void> {
    const { degraded, clean } = this.#pair;
    if (!degraded || !clean || this.running) return;
    this.#starting = true;
    this.#problem = '';
    const name = this.#name.trim();
    try {
      const { job } = await this.#api.call('train.start', {
        degraded: degraded.id,
        clean: clean.id,
        choices: this.choices,
        ...(name === '' ? {} : { name }),
      });
      await this.follow(job);
    } catch (error) {
      this.#problem = toFailure(error).message;
    } finally {
      this.#starting = false;
    }
  }

  /** Shows a training that was started before: after a reload, or resumed. */
  async follow(job: string): Promise<void> {
    this.#jobId = job;
    this.#points = [];
    this.#preview = null;
    try {
      const { points, preview } = await this.#api.call('train.history', { job });
      // Points that arrived while this was asked are already there.
      const known = points.map((point) => point.step);
      this.#points = thinHistory([...points, ...this.#points.filter((point) => !known.includes(point.step))], POINTS);
      this.#preview ??= preview;
    } catch (error) {
      this.#session.fail(error);
    }
  }

  /** Back to the settings, for another training. */
  again(): void {
    this.#jobId = null;
    this.#points = [];
    this.#preview = null;
  }
}
