import type { JobSnapshot, TrainEstimate, TrainPreview, TrainProgress } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import {
  DEFAULTS,
  defaultMethod,
  resolveSettings,
  type MethodName,
  type PresetName,
  type TrainChoices,
  type TrainSettings,
} from '@contract/model-spec';
import type { PhotoRef } from '@contract/photo';
import { toFailure } from '@contract/result';
import type { Api } from '../../../src-preload/api';
import { text } from '../../lib/strings';
import { fitToBudget, type Fitted } from '@contract/budget';
import { isClosedForm } from '../../lib/method-settings';
import { thinHistory } from './thin-history';
import type { Point, Size } from '../../lib/viewport';
import { FilmstripState } from './filmstrip.svelte';
import { isActive, type JobsState } from '../jobs.svelte';
import type { PairState } from '../pair.svelte';
import type { SessionState } from '../session.svelte';

/** Points kept for drawing; more than the chart has pixels to show. */
const POINTS = 800;

/** Two methods trained on one pair, one after the other, to be compared when both are done. */
export interface Duet {
  degraded: PhotoRef;
  clean: PhotoRef;
  jobs: string[];
}

/** What is chosen elsewhere, or follows from the pair. */
const NOT_BY_HAND = ['method', 'preset', 'task', 'scale', 'region'];

/** What is learned, how, and how it goes. */
export class TrainingState {
  readonly filmstrip: FilmstripState;
  readonly #api: Api;
  readonly #session: SessionState;
  readonly #jobs: JobsState;
  readonly #pair: PairState;
  /** As chosen; null: what suits the task. */
  #method = $state<MethodName | null>(null);
  #preset = $state<PresetName>(DEFAULTS.preset);
  #byHand = $state.raw<TrainChoices>({});
  #name = $state('');
  #estimate = $state.raw<TrainEstimate | null>(null);
  #problem = $state('');
  #starting = $state(false);
  #jobId = $state<string | null>(null);
  #points = $state.raw<TrainProgress[]>([]);
  #preview = $state.raw<TrainPreview | null>(null);
  #budgetS = $state(0);
  #fitted = $state.raw<Fitted | null>(null);
  #budgetRound = 0;
  #look = $state.raw<{ photo: string; at: Point } | null>(null);
  /** The clean photo of the training shown, where this page started it. */
  #learnsFrom = $state<string | null>(null);
  #duet: Duet | null = null;
  #onDuet: (duet: Duet, models: ModelSummary[]) => void = () => undefined;
  #round = 0;

  readonly method: MethodName = $derived.by(() => this.#method ?? defaultMethod(this.#pair.task));
  /** What the person chose, with what follows from the pair. */
  readonly choices: TrainChoices = $derived.by(() => ({
    method: this.method,
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
  /** Whether the training shown learns in epochs; the linear filter is solved at once. */
  readonly isIterative: boolean = $derived(this.latest ? this.latest.steps > 0 : !isClosedForm(this.method));
  readonly running: boolean = $derived(this.#starting || (this.job !== null && isActive(this.job)));

  constructor(api: Api, session: SessionState, jobs: JobsState, pair: PairState) {
    this.#api = api;
    this.#session = session;
    this.#jobs = jobs;
    this.#pair = pair;
    this.filmstrip = new FilmstripState(api, session);
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
  /** The point of the clean photo that the person looks at; null for the middle. */
  get look(): Point | null {
    return this.#look && this.#look.photo === this.#pair.clean?.id ? this.#look.at : null;
  }
  /** True where the pair on screen is the one that the training shown learns from. */
  get ofThisPair(): boolean {
    return this.#jobId === null || (this.#learnsFrom !== null && this.#learnsFrom === this.#pair.clean?.id);
  }

  /** The time that a training may take, in seconds; 0 where none was set. */
  get budgetS() {
    return this.#budgetS;
  }
  /** What fits into that time, once it is known and while it stands. */
  get fitted() {
    return this.#fitted;
  }

  /** Whether the part shown can be moved: before a training, and once it shows what it learns. */
  get canLook(): boolean {
    return this.job === null || (isActive(this.job) && this.#preview !== null);
  }

  /** `onDuet` is called when both trainings of a duet are done. */
  start(onDuet: (duet: Duet, models: ModelSummary[]) => void = () => undefined): void {
    this.#onDuet = onDuet;
    this.filmstrip.start();
    this.#jobs.onChange((job) => {
      if (!isActive(job)) this.#goOn(job);
    });
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
    this.#forgetBudget();
  }

  /** Everything that a finished training was set to, but what follows from its pair. */
  takeSettings(settings: TrainSettings): void {
    this.again();
    this.#method = settings.method;
    this.#preset = settings.preset;
    const values = Object.entries(settings).filter(([name]) => !NOT_BY_HAND.includes(name));
    this.#byHand = Object.fromEntries(values);
    this.#forgetBudget();
  }

  choosePreset(preset: PresetName): void {
    this.#preset = preset;
    this.#byHand = {};
    this.#forgetBudget();
  }

  /** Chooses preset and epochs that fit into so many seconds here; whatever else was set by hand stays. */
  async fitBudget(budgetS: number): Promise<void> {
    const { size } = this.#pair;
    this.#forgetBudget();
    const others = Object.entries(this.#byHand).filter(([key]) => key !== 'epochs' && key !== 'stageEpochs');
    const rest: TrainChoices = Object.fromEntries(others);
    this.#byHand = rest;
    if (budgetS === 0 || !size) return;
    this.#budgetS = budgetS;
    const round = this.#budgetRound;
    const { width, height } = size;
    try {
      const fitted = await fitToBudget(budgetS, { ...this.choices, ...rest }, async (settings) => {
        return (await this.#api.call('train.estimate', { settings, width, height })).seconds;
      });
      if (round !== this.#budgetRound) return;
      this.#fitted = fitted;
      this.#preset = fitted.preset;
      this.#byHand = { ...rest, epochs: fitted.epochs };
    } catch (error) {
      if (round === this.#budgetRound) this.#problem = toFailure(error).message;
    }
  }

  #forgetBudget(): void {
    this.#budgetRound++;
    this.#budgetS = 0;
    this.#fitted = null;
  }

  set<K extends keyof TrainChoices>(key: K, value: TrainChoices[K]): void {
    this.#forgetBudget();
    this.#byHand = { ...this.#byHand, [key]: value };
  }

  resetByHand(): void {
    this.#forgetBudget();
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

  /** Looks at another part of the photo, before and while it is learned from. */
  lookAt(at: Point): void {
    const photo = this.#pair.clean?.id;
    if (photo === undefined || !this.ofThisPair || !this.canLook) return;
    this.#look = { photo, at };
    if (this.job === null) return;
    this.#api.call('train.look', { job: this.job.id, ...at }).catch((error: unknown) => {
      this.#session.fail(error);
    });
  }

  async begin(): Promise<void> {
    await this.#startAll([this.method]);
  }

  /** Trains two methods on this pair, one after the other. */
  async beginDuet(methods: readonly [MethodName, MethodName]): Promise<void> {
    await this.#startAll(methods);
  }

  /** Shows a training that was started before: after a reload, or resumed. */
  async follow(job: string, clean: PhotoRef | null = null): Promise<void> {
    this.#jobId = job;
    this.#learnsFrom = clean?.id ?? null;
    this.#points = [];
    this.#preview = null;
    this.filmstrip.follow(job);
    try {
      const { points, preview, frames } = await this.#api.call('train.history', { job });
      // Points that arrived while this was asked are already there.
      const known = points.map((point) => point.step);
      this.#points = thinHistory([...points, ...this.#points.filter((point) => !known.includes(point.step))], POINTS);
      this.#preview ??= preview;
      this.filmstrip.add(frames);
    } catch (error) {
      this.#session.fail(error);
    }
  }

  /** Back to the settings, for another training. */
  again(): void {
    this.#jobId = null;
    this.#points = [];
    this.#preview = null;
    this.filmstrip.follow(null);
  }

  async #startAll(methods: readonly MethodName[]): Promise<void> {
    const { degraded, clean } = this.#pair;
    if (!degraded || !clean || this.running) return;
    this.#starting = true;
    this.#problem = '';
    try {
      const jobs: string[] = [];
      for (const method of methods) jobs.push(await this.#startOne(degraded, clean, method));
      this.#duet = jobs.length > 1 ? { degraded, clean, jobs } : null;
      await this.follow(jobs[0]!, clean);
      // A short training may have ended before it was known to be one of two.
      for (const ended of jobs.flatMap((id) => this.#jobs.byId(id) ?? [])) if (!isActive(ended)) this.#goOn(ended);
    } catch (error) {
      this.#problem = toFailure(error).message;
    } finally {
      this.#starting = false;
    }
  }

  async #startOne(degraded: PhotoRef, clean: PhotoRef, method: MethodName): Promise<string> {
    const name = this.#name.trim();
    // Two models of one name are told apart by their method.
    const own = method === this.#method ? name : `${name} (${text.methods[method].name})`;
    const { job } = await this.#api.call('train.start', {
      degraded: degraded.id,
      clean: clean.id,
      choices: { ...this.choices, method },
      filmstrip: true,
      ...(this.look ? { look: this.look } : {}),
      ...(name === '' ? {} : { name: own }),
    });
    return job;
  }

  /** After the first of two trainings the second is shown; after both they are compared. */
  #goOn(ended: JobSnapshot): void {
    const duet = this.#duet;
    if (!duet?.jobs.includes(ended.id)) return;
    if (ended.state !== 'done') {
      this.#duet = null;
      return;
    }
    const models = duet.jobs.flatMap((id) => this.#jobs.byId(id)?.model ?? []);
    const next = duet.jobs.find((id) => this.#jobs.byId(id)?.state !== 'done');
    if (next === undefined) {
      this.#duet = null;
      this.#onDuet(duet, models);
    } else if (this.#jobId === ended.id) {
      void this.follow(next, duet.clean);
    }
  }
}
