import type { Args } from '@contract/channels';
import type { JobSnapshot } from '@contract/job';
import { METHODS, type MethodName, type PresetName, type TrainChoices } from '@contract/model-spec';
import { studyCsv, studyMethods, type StudyName, type StudyResult, type StudySummary } from '@contract/study';
import { safeName } from '@contract/safe-name';
import type { Said } from '@contract/said';
import { text } from '../lib/strings';
import type { Api } from '../../src-preload/api';
import { saveBlob } from '../lib/save-blob';
import { attempt } from './attempt';
import { isActive, type JobsState } from './jobs.svelte';
import { latest } from './latest';
import type { Source } from './names';
import type { PairState } from './pair.svelte';
import type { SessionState } from './session.svelte';

/** Experiments on the user's own pair: what is asked, what runs, and what was found. */
export class LabState {
  study = $state<StudyName>('scores');
  /** Which pictures are wanted, where there is a pair. */
  wanted = $state<Source>('pair');
  #methods = $state.raw<MethodName[] | null>(null);
  preset = $state<PresetName>('fast');
  quick = $state(true);
  /** Newest first. */
  kept = $state.raw<StudySummary[]>([]);
  loaded = $state(false);
  shown = $state.raw<StudyResult | null>(null);
  /** The job whose result is shown as it grows. */
  #followed = $state<string | null>(null);
  #starting = $state(false);
  problem = $state.raw<Said>('');
  readonly #opened = latest();

  readonly hasPair: boolean = $derived.by(() => this.pair.ready && this.pair.clean !== null);
  readonly source: Source = $derived(this.hasPair ? this.wanted : 'drawn');
  readonly methods: MethodName[] = $derived(this.#methods ?? studyMethods(this.study));
  /** The study that runs or waits now. */
  readonly job: JobSnapshot | null = $derived.by(() => this.jobs.active.find(({ kind }) => kind === 'study') ?? null);
  readonly busy: boolean = $derived(this.#starting || this.job !== null);

  constructor(
    private readonly api: Api,
    private readonly session: SessionState,
    private readonly jobs: JobsState,
    private readonly pair: PairState,
  ) {}

  /** A study was started and has found nothing yet. */
  get waiting(): boolean {
    return this.#followed !== null && this.shown === null && this.job?.id === this.#followed;
  }

  async start(): Promise<void> {
    this.api.on('study.changed', ({ job, result }) => {
      if (job === this.#followed || result.id === this.shown?.id) this.shown = result;
      void this.refresh();
    });
    this.jobs.onChange((job) => {
      if (job.kind === 'study' && !isActive(job)) void this.refresh();
    });
    await this.refresh();
  }

  async refresh(): Promise<void> {
    await this.session.attempt(async () => {
      this.kept = await this.api.call('study.list', {});
      this.loaded = true;
    });
  }

  choose(study: StudyName): void {
    this.study = study;
    this.#methods = null;
  }

  /** At least one method stays. */
  toggle(method: MethodName, on: boolean): void {
    const methods = METHODS.filter((one) => (one === method ? on : this.methods.includes(one)));
    if (methods.length > 0) this.#methods = methods;
  }

  async begin(): Promise<void> {
    const pair = this.#pairFor(this.source);
    const choices: TrainChoices = {
      preset: this.preset,
      ...(pair ? { task: this.pair.task } : {}),
      ...(pair && this.pair.task === 'sr' ? { scale: this.pair.made?.options.scale ?? this.pair.scale } : {}),
    };
    const methods = this.#methods;
    const request = { study: this.study, choices, quick: this.quick, ...(methods ? { methods } : {}) };
    await this.#run({ ...request, ...(pair ? { pair } : {}) }, null);
  }

  /** Whether the pictures of an unfinished study are at hand. */
  canGoOn(summary: StudySummary): boolean {
    return !summary.complete && !this.busy && (isDrawn(summary) || this.#isOfThisPair(summary));
  }

  /** Does the steps that are missing. */
  async goOn(summary: StudySummary): Promise<void> {
    const pair = isDrawn(summary) ? null : this.#pairFor('pair');
    await this.show(summary.id);
    await this.#run({ ...summary.request, ...(pair ? { pair } : {}) }, summary.id);
  }

  async show(id: string | null): Promise<void> {
    const counts = this.#opened.begin();
    this.#followed = null;
    this.shown = null;
    if (id === null) return;
    await this.session.attempt(async () => {
      const result = await this.api.call('study.result', { id });
      if (counts()) this.shown = result;
    });
  }

  /** Back to the study that runs. */
  async follow(): Promise<void> {
    const { job } = this;
    if (!job) return;
    await this.show(job.study ?? null);
    this.#followed = job.id;
  }

  async remove(id: string): Promise<void> {
    await this.session.attempt(async () => {
      await this.api.call('study.remove', { id });
      if (this.shown?.id === id) this.shown = null;
      await this.refresh();
    });
  }

  /** Hands every number of the study shown over as a file of comma-separated values. */
  export(): void {
    const result = this.shown;
    if (!result) return;
    const name = safeName(`onepair-${result.study}-${text.fromHost(result.trainedOn[0] ?? '')}`);
    saveBlob(new Blob([studyCsv(result)], { type: 'text/csv' }), `${name}.csv`);
  }

  #pairFor(source: Source) {
    const { clean, degraded, made } = this.pair;
    if (source === 'drawn' || !clean) return null;
    // What the app degraded it can degrade again, with more noise or another blur; a photo's own degradation it cannot.
    return made || !degraded ? { clean: clean.id } : { clean: clean.id, degraded: degraded.id };
  }

  #isOfThisPair({ trainedOn }: StudySummary): boolean {
    const name = this.pair.clean?.name;
    return this.hasPair && name !== undefined && pictureOf(trainedOn[0]) === name;
  }

  async #run(args: Args<'study.start'>, shown: string | null): Promise<void> {
    if (this.busy) return;
    this.#starting = true;
    this.problem = '';
    if (shown === null) await this.show(null);
    await attempt(
      async () => (this.#followed = (await this.api.call('study.start', args)).job),
      (problem) => (this.problem = problem),
    );
    this.#starting = false;
  }
}

const isDrawn = ({ trainedOn: [first] }: StudySummary): boolean =>
  typeof first === 'object' && first.id === 'study.drawn';

/** The picture that a study learned from, whole or a part of it. */
function pictureOf(said: Said | undefined): unknown {
  return typeof said === 'object' && said.id === 'study.upper' ? said.args?.['picture'] : said;
}
