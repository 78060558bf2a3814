import type { Args } from '@contract/channels';
import type { DegradationNumbers } from '@contract/degradation';
import { LIMITS, PAPER_DEGRADATION, type Rect, type TaskName } from '@contract/model-spec';
import { PREPARATIONS, type PairReport, type PhotoInfo, type PhotoRef, type Preparation } from '@contract/photo';
import type { Recipe } from '@contract/recipe';
import { AppError } from '@contract/result';
import type { Said } from '@contract/said';
import { say, type Sentence } from '@contract/sentence';
import type { Api } from '../../src-preload/api';
import { rectInside } from '../lib/region';
import { attempt } from './attempt';
import { latest } from './latest';
import type { PhotoPicker } from './photo-picker.svelte';

export type Side = 'degraded' | 'clean';
export interface KnownPhoto extends PhotoRef {
  info: PhotoInfo;
}
export type MadeTask = Exclude<TaskName, 'custom'>;
export type Degradation = Args<'pair.degrade'> extends infer A ? Omit<A, 'clean' | 'task'> : never;

const { blurSigma, noise, denoiseNoise, scale } = PAPER_DEGRADATION;
/** What each drawn or made degradation starts from: the paper's own figures. */
const DEGRADATIONS: Record<MadeTask, Degradation> = {
  deblur: { blurSigma, noise },
  sr: { scale, blurSigma, noise },
  denoise: { noise: denoiseNoise },
};

/** A pair that was made of a burst: what was found, and where shots that lie below each other meet. */
export interface BurstPair {
  notes: Sentence[];
  leftOut?: PhotoRef;
}

/** A real pair as it is learned from, and what is wrong with its degraded photo. */
export interface PreparedPair {
  degraded: KnownPhoto;
  clean: PhotoRef;
  leftOut?: PhotoRef;
  degradation: Sentence[];
  curves: DegradationNumbers['curves'] | null;
}

type Origin = Partial<Pick<PairState, 'made' | 'burst' | 'drawn'>>;

/** What is known of a pair of before beside its photos. */
type TakenUp = Pick<PairState, 'made' | 'drawn' | 'region'> & Partial<Pick<PairState, 'asIs' | 'burst'>>;

const none = { degraded: '', clean: '' };

/** The two photos to learn from, what the check says of them, and the part to learn from. */
export class PairState {
  #photos = $state.raw<Record<Side, KnownPhoto | null>>({ degraded: null, clean: null });
  problems = $state.raw<Record<Side, Said>>(none);
  busy = $state<Side | 'both' | null>(null);
  /** How the degraded photo was made, when the app made it. */
  made = $state.raw<{ task: MadeTask; options: Degradation } | null>(null);
  /** What both photos come of where they are a burst. */
  burst = $state.raw<BurstPair | null>(null);
  /** A real pair as it is learned from, once it was looked at. */
  prepared = $state.raw<PreparedPair | null>(null);
  /** Whether it stands in place of the photos. */
  showsPrepared = $state(false);
  /** Another pair taken alike, on which models are only measured. */
  second = $state.raw<Record<Side, PhotoRef> | null>(null);
  secondProblem = $state.raw<Said>('');
  /** True when both pictures were drawn by the app. */
  drawn = $state(false);
  #task = $state<TaskName | null>(null);
  report = $state.raw<PairReport | null>(null);
  /** What of the findings is to stay as it is. */
  asIs = $state.raw<readonly Preparation[]>([]);
  checking = $state(false);
  /** How long the last check took, in seconds: large photos take longer. */
  checkS = 0;
  region = $state.raw<Rect | null>(null);
  #running: Promise<void> = Promise.resolve();
  readonly #checks = latest();
  readonly #prepared = latest();

  /** True when a training may start on this pair. */
  readonly ready = $derived(this.report !== null && this.report.level !== 'stop' && this.busy === null);
  /** The picture that is learned from: the clean one, or its region. */
  readonly size = $derived(this.region ?? this.#photos.clean?.info ?? null);

  constructor(
    private readonly api: Api,
    private readonly picker: PhotoPicker,
  ) {}

  get degraded() {
    return this.#photos.degraded;
  }
  get clean() {
    return this.#photos.clean;
  }

  /** The tasks that the pair can teach, the one to assume first: nothing is known of a pair brought along. */
  get tasks(): readonly TaskName[] {
    if (this.made) return [this.made.task];
    return this.scale > 1 ? ['sr'] : ['custom', 'deblur', 'denoise'];
  }
  get task(): TaskName {
    return this.tasks.find((task) => task === this.#task) ?? this.tasks[0]!;
  }
  get scale(): number {
    return this.report?.scale ?? 1;
  }

  /** What is prepared before the pair is learned from: nothing of a pair made here, and shots lie on each other already. */
  get prepare(): Preparation[] {
    return this.made || this.burst ? [] : PREPARATIONS.filter((step) => !this.asIs.includes(step));
  }

  setPrepared(step: Preparation, wanted: boolean): void {
    this.asIs = wanted ? this.asIs.filter((other) => other !== step) : [...this.asIs, step];
    this.#forgetPrepared();
  }

  /** A photo for one side, or two that are the pair. The dialog opens at once, also while another photo is read. */
  async pick(side: Side): Promise<void> {
    await this.#placeAll(side, this.picker.pick(true));
  }

  async browse(side: Side): Promise<void> {
    await this.#placeAll(side, this.picker.browsePhotos());
  }

  /** Takes what was dropped or pasted on one well: a photo for it, or two that are the pair. */
  async take(side: Side, files: readonly File[]): Promise<void> {
    await this.#placeAll(side, this.picker.handOver(files.slice(0, 3)));
  }

  async #placeAll(side: Side, chosen: Promise<PhotoRef[]>): Promise<void> {
    // What is refused while another photo is read is said when its turn comes.
    chosen.catch(() => undefined);
    while (this.busy !== null) await this.#running;
    await this.#during(side, async () => {
      const photos = await chosen;
      const [first, second] = photos;
      if (photos.length > 2) throw new AppError('bad-input', say('pair.tooMany'));
      if (!first) return;
      if (second) await this.#placeBoth(side, first, second);
      else await this.#place(side, first);
    });
  }

  /** Both photos of a pair, whichever of them is the clean one: as given where they do not tell. */
  async #placeBoth(side: Side, first: PhotoRef, second: PhotoRef): Promise<void> {
    const { degraded, clean } = await (side === 'clean' ? this.#sorted(second, first) : this.#sorted(first, second));
    this.#photos = { degraded: await this.#known(degraded), clean: await this.#known(clean) };
    this.problems = none;
    this.region = null;
    this.#becomes();
    await this.check();
  }

  async #sorted(degraded: PhotoRef, clean: PhotoRef): Promise<Record<Side, PhotoRef>> {
    const turned = await this.api.call('pair.turned', { degraded: degraded.id, clean: clean.id });
    return turned ? { degraded: clean, clean: degraded } : { degraded, clean };
  }

  /** Both photos of a second pair, in one dialog. */
  async pickSecond(): Promise<void> {
    this.secondProblem = '';
    await attempt(
      async () => {
        const [first, second, ...more] = await this.picker.pick(true);
        if (!first) return;
        if (!second || more.length > 0) throw new AppError('bad-input', say('pair.secondIsTwo'));
        this.second = await this.#sorted(first, second);
      },
      (problem) => (this.secondProblem = problem),
    );
  }

  forgetSecond(): void {
    this.second = null;
    this.secondProblem = '';
  }

  clear(side: Side): void {
    this.#photos = { ...this.#photos, [side]: null };
    this.problems = { ...this.problems, [side]: '' };
    this.#becomes();
  }

  /** The pair of before, as it was. */
  async takeUp(
    degraded: PhotoRef | null,
    clean: PhotoRef | null,
    { made, drawn, region, asIs, burst }: TakenUp,
  ): Promise<void> {
    await this.#during('both', async () => {
      this.#photos = {
        degraded: degraded && (await this.#known(degraded)),
        clean: clean && (await this.#known(clean)),
      };
      this.#becomes({ made, drawn, burst: burst ?? null });
      this.asIs = asIs ?? [];
      this.region = region;
      await this.check();
    });
  }

  swap(): void {
    this.#photos = { degraded: this.#photos.clean, clean: this.#photos.degraded };
    this.#becomes();
    void this.check();
  }

  /** Degrades the clean photo; asks for one first when there is none. */
  async degrade(task: MadeTask, options: Degradation = DEGRADATIONS[task]): Promise<void> {
    await this.#during('degraded', async () => {
      const drawn = this.drawn;
      if (!this.#photos.clean) {
        const [photo] = await this.picker.pick(false);
        if (!photo) return;
        await this.#place('clean', photo);
      }
      const clean = this.#photos.clean;
      if (!clean) return;
      const answer = await this.api.call('pair.degrade', { clean: clean.id, task, ...options });
      await this.#place('degraded', answer.degraded, { made: { task, options }, drawn });
    });
  }

  /** The clean photo, or a part of it, degraded by a recipe. */
  async byRecipe(recipe: Recipe, psf: PhotoRef | null, part?: Rect): Promise<PhotoRef | null> {
    const clean = this.#photos.clean;
    if (!clean) return null;
    const more = { ...(psf ? { psf: psf.id } : {}), ...(part ? { part } : {}) };
    return (await this.api.call('pair.recipe', { clean: clean.id, recipe, ...more })).degraded;
  }

  /** Degrades the clean photo by a recipe: from then on it is a pair as if it had been brought along. */
  async degradeByRecipe(recipe: Recipe, psf: PhotoRef | null): Promise<void> {
    await this.#during('degraded', async () => {
      const degraded = await this.byRecipe(recipe, psf);
      if (degraded) await this.#place('degraded', degraded);
    });
  }

  /** Makes a pair of several shots of one still scene; asks for them. */
  async pickBurst(): Promise<void> {
    await this.#during('both', async () => {
      const shots = (await this.picker.pick(true)).map(({ id }) => id);
      if (shots.length === 0) return;
      if (shots.length === 1) {
        this.problems = { ...none, degraded: say('burst.one') };
        return;
      }
      const { degraded, clean, notes, leftOut } = await this.api.call('pair.burst', { shots, each: true });
      this.region = null;
      this.#photos = { degraded: await this.#known(degraded), clean: await this.#known(clean) };
      this.problems = none;
      this.#becomes({ burst: { notes, ...(leftOut ? { leftOut } : {}) } });
      await this.check();
    });
  }

  /** Prepares the pair as it is to be learned from, and reads off what is wrong with its degraded photo. */
  async showPrepared(): Promise<void> {
    const { degraded, clean } = this.#photos;
    if (!degraded || !clean) return;
    this.showsPrepared = true;
    if (this.prepared) return;
    const counts = this.#prepared.begin();
    const steps = this.prepare;
    await this.#during('both', async () => {
      const pair = await this.api.call('pair.prepare', { degraded: degraded.id, clean: clean.id, steps });
      const read = await this.api.call('pair.degradation', { degraded: pair.degraded.id, clean: pair.clean.id });
      const known = await this.#known(pair.degraded);
      if (counts())
        this.prepared = { ...pair, degraded: known, degradation: read?.text ?? [], curves: read?.curves ?? null };
    });
  }

  /** Draws the sample picture and degrades it: a pair for everyone who has none at hand. */
  async drawSample(size: number, task: MadeTask = 'deblur'): Promise<void> {
    await this.#during('both', async () => {
      const options = DEGRADATIONS[task];
      const answer = await this.api.call('pair.sample', { size, scene: true, task, ...options });
      this.region = null;
      this.#photos = { degraded: await this.#known(answer.degraded), clean: await this.#known(answer.clean) };
      this.problems = none;
      this.#becomes({ made: { task, options }, drawn: true });
      await this.check();
    });
  }

  /** Crops both pictures as the check offered. */
  async align(): Promise<void> {
    const { degraded, clean } = this.#photos;
    if (!degraded || !clean) return;
    await this.#during('both', async () => {
      const answer = await this.api.call('pair.align', { degraded: degraded.id, clean: clean.id });
      this.#photos = { degraded: await this.#known(answer.degraded), clean: await this.#known(answer.clean) };
      this.region = null;
      await this.check();
    });
  }

  chooseTask(task: TaskName): void {
    this.#task = task;
  }

  /** Learns from a part of the clean picture only; null for all of it. */
  setRegion(region: Rect | null): void {
    const clean = this.#photos.clean;
    this.region = region && clean ? rectInside(region, clean.info, LIMITS.pictureSide) : null;
    void this.check();
  }

  async check(): Promise<void> {
    const { degraded, clean } = this.#photos;
    const counts = this.#checks.begin();
    if (!degraded || !clean) return;
    this.checking = true;
    const startedMs = performance.now();
    const question = {
      degraded: degraded.id,
      clean: clean.id,
      ...(this.made ? { task: this.made.task } : {}),
      ...(this.region ? { region: this.region } : {}),
    };
    await attempt(
      async () => {
        const report = await this.api.call('pair.check', question);
        if (counts()) this.report = this.burst ? { ...report, findings: [] } : report;
      },
      (problem) => {
        if (!counts()) return;
        this.report = null;
        this.problems = { ...this.problems, degraded: problem };
      },
    );
    if (!counts()) return;
    this.checking = false;
    this.checkS = (performance.now() - startedMs) / 1000;
  }

  async #known(photo: PhotoRef): Promise<KnownPhoto> {
    return { ...photo, info: await this.api.call('photos.info', { photo: photo.id }) };
  }

  async #place(side: Side, photo: PhotoRef, origin: Origin = {}): Promise<void> {
    const known = await this.#known(photo);
    this.#photos = { ...this.#photos, [side]: known };
    this.problems = { ...this.problems, [side]: '' };
    this.#becomes(origin);
    if (side === 'clean') this.region = null;
    await this.check();
  }

  /** Another pair: how it came to be (nothing is known of one brought along); what was found of the one before goes. */
  #becomes({ made = null, burst = null, drawn = false }: Origin = {}): void {
    this.made = made;
    this.burst = burst;
    this.drawn = drawn;
    this.#task = null;
    this.asIs = [];
    this.#checks.drop();
    this.#forgetPrepared();
    this.report = null;
    this.checking = false;
  }

  #forgetPrepared(): void {
    this.#prepared.drop();
    this.prepared = null;
    this.showsPrepared = false;
  }

  async #during(side: Side | 'both', work: () => Promise<void>): Promise<void> {
    if (this.busy !== null) return;
    this.#running = this.#run(side, work);
    await this.#running;
  }

  async #run(side: Side | 'both', work: () => Promise<void>): Promise<void> {
    this.busy = side;
    const shownAt: Side = side === 'both' ? 'degraded' : side;
    this.problems = { ...this.problems, [shownAt]: '' };
    await attempt(work, (problem) => (this.problems = { ...this.problems, [shownAt]: problem }));
    this.busy = null;
  }
}
