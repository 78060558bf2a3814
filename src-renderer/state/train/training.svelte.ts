import type { JobSnapshot } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import type { MethodName, TrainSettings } from '@contract/model-spec';
import type { PhotoRef } from '@contract/photo';
import type { Api } from '../../../src-preload/api';
import { isClosedForm } from '../../lib/method-settings';
import { text } from '../../lib/strings';
import { attempt } from '../attempt';
import { isActive, type JobsState } from '../jobs.svelte';
import type { PairState } from '../pair.svelte';
import type { SessionState } from '../session.svelte';
import { TrainingForm } from './form.svelte';
import { TrainingRun } from './run.svelte';

/** The two methods that the paper sets against each other. */
export const COMPARED_METHODS = ['rnn', 'rnn-gan'] as const satisfies readonly MethodName[];

/** Two methods trained on one pair, one after the other, to be compared when both are done. */
export interface ComparisonRun {
  degraded: PhotoRef;
  clean: PhotoRef;
  jobs: string[];
}

export interface HowToBegin {
  /** The same part of both photos, to learn from that alone. */
  of?: Record<'degraded' | 'clean', PhotoRef>;
  withinS?: number;
}

type OnCompared = (run: ComparisonRun, models: ModelSummary[]) => void;

const idsOf = ({ degraded, clean }: Record<'degraded' | 'clean', PhotoRef>) => ({
  degraded: degraded.id,
  clean: clean.id,
});

/** What is learned, how, and how it goes: the form, the run it starts, and runs that are to be compared. */
export class TrainingState {
  readonly form: TrainingForm;
  readonly run: TrainingRun;
  #starting = $state(false);
  /** The two trainings that are to be compared when both are done. */
  two = $state.raw<ComparisonRun | null>(null);
  #onCompared: OnCompared = () => undefined;

  readonly running: boolean = $derived.by(() => this.#starting || this.run.active);
  /** Whether the training shown learns in epochs; the linear filter is solved at once. */
  readonly isIterative: boolean = $derived.by(() =>
    this.run.latest ? this.run.latest.steps > 0 : !isClosedForm(this.form.method),
  );

  constructor(
    private readonly api: Api,
    session: SessionState,
    private readonly jobs: JobsState,
    private readonly pair: PairState,
  ) {
    this.form = new TrainingForm(api, pair);
    this.run = new TrainingRun(api, session, jobs, pair);
  }

  /** `onCompared` is called when both trainings of a comparison run are done. */
  start(onCompared: OnCompared = () => undefined): void {
    this.#onCompared = onCompared;
    this.run.start();
    this.jobs.onChange((job) => {
      if (!isActive(job)) this.#goOn(job);
    });
  }

  takeUpTwo(run: ComparisonRun): void {
    this.two = run;
    this.#goOnFrom(run.jobs);
  }

  /** Another training, set as a finished one was. */
  takeSettings(settings: TrainSettings): void {
    this.run.leave();
    this.form.take(settings);
    this.form.continues = null;
  }

  async begin(how: HowToBegin = {}): Promise<void> {
    await this.#startAll([this.form.method], how);
  }

  /** Trains two methods on this pair, one after the other. */
  async beginComparison(methods: readonly [MethodName, MethodName]): Promise<void> {
    await this.#startAll(methods);
  }

  async #startAll(methods: readonly MethodName[], how: HowToBegin = {}): Promise<void> {
    const { degraded, clean } = how.of ?? this.pair;
    if (!degraded || !clean || this.running) return;
    this.#starting = true;
    this.form.problem = '';
    await attempt(
      async () => {
        const jobs: string[] = [];
        for (const method of methods) jobs.push(await this.#startOne(degraded, clean, method, how));
        this.two = jobs.length > 1 ? { degraded, clean, jobs } : null;
        await this.run.follow(jobs[0]!, clean);
        // A short training may have ended before it was known to be one of two.
        this.#goOnFrom(jobs);
      },
      (problem) => (this.form.problem = problem),
    );
    this.#starting = false;
  }

  async #startOne(
    degraded: PhotoRef,
    clean: PhotoRef,
    method: MethodName,
    { of, withinS }: HowToBegin,
  ): Promise<string> {
    const { form, run } = this;
    const name = form.name.trim();
    // Two models of one name are told apart by their method.
    const own = method === form.method ? name : `${name} (${text.methods[method].name})`;
    const { region, ...choices } = form.choices;
    const ofWhole = {
      choices: { ...choices, method, ...(region ? { region } : {}) },
      ...(this.pair.second ? { check: idsOf(this.pair.second) } : {}),
      ...(this.pair.burst?.leftOut ? { leftOut: this.pair.burst.leftOut.id } : {}),
      ...(run.previewPoint ? { previewPoint: run.previewPoint } : {}),
    };
    const { job } = await this.api.call('train.start', {
      degraded: degraded.id,
      clean: clean.id,
      prepare: this.pair.prepare,
      ...(of ? { choices: { ...choices, method } } : ofWhole),
      ...(form.continues && method === form.method ? { continues: form.continues.id } : {}),
      filmstrip: true,
      ...(withinS === undefined ? {} : { withinS }),
      ...(name === '' ? {} : { name: own }),
    });
    return job;
  }

  /** What has ended of these jobs was not heard of. */
  #goOnFrom(jobs: readonly string[]): void {
    for (const ended of jobs.flatMap((id) => this.jobs.byId(id) ?? [])) if (!isActive(ended)) this.#goOn(ended);
  }

  /** After the first of two trainings the second is shown; after both they are compared. */
  #goOn(ended: JobSnapshot): void {
    const { two } = this;
    if (!two?.jobs.includes(ended.id)) return;
    if (ended.state !== 'done') {
      this.two = null;
      return;
    }
    const models = two.jobs.flatMap((id) => this.jobs.byId(id)?.model ?? []);
    const next = two.jobs.find((id) => this.jobs.byId(id)?.state !== 'done');
    if (next === undefined) {
      this.two = null;
      this.#onCompared(two, models);
    } else if (this.run.job?.id === ended.id) {
      void this.run.follow(next, two.clean);
    }
  }
}
