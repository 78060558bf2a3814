import type { JobSnapshot } from '@contract/job';
import type { ListedPhoto } from '@contract/batch';
import type { OwnSettings, RestoreSettings } from '@contract/restore-options';
import type { ModelSummary } from '@contract/model-card';
import type { Verdict } from '@contract/judgement';
import type { PhotoRef } from '@contract/photo';
import { AppError, failureOf, fromFailure } from '@contract/result';
import type { Said } from '@contract/said';
import { say } from '@contract/sentence';
import { MOST_WORDS, type RestoreWay, type Session } from '@contract/session';
import type { Api } from '../../../src-preload/api';
import { saveBlob } from '../../lib/save-blob';
import { text } from '../../lib/strings';
import { attempt } from '../attempt';
import type { CompareState } from '../compare/compare.svelte';
import { isActive, type JobsState } from '../jobs.svelte';
import type { LibraryState } from '../library.svelte';
import type { PhotoPicker } from '../photo-picker.svelte';
import { RestoreForm } from './form.svelte';
import { RestoreList, type RestoreItem } from './list.svelte';
import { DomainGaps } from './domain-gaps.svelte';
import { RestoreOutcomes } from './outcomes.svelte';
import { Verdicts } from './verdicts.svelte';
import { WatchState } from './watch.svelte';

/** Restoring: which photos, how, the job that does it, and what became of each. */
export class RestoreState {
  readonly list: RestoreList;
  readonly form: RestoreForm;
  readonly domainGaps: DomainGaps;
  readonly outcomes: RestoreOutcomes;
  readonly verdicts: Verdicts;
  readonly watch: WatchState;
  /** Photos of the watched folder that are to be restored. */
  #arrived: string[] = [];
  #problem = $state.raw<Said>('');
  /** True while the user is asked whether existing files may be replaced. */
  asksToReplace = $state(false);
  #again = false;
  #starting = $state(false);
  way = $state<RestoreWay>('photo');
  #shown = $state<string | null>(null);
  #jobId = $state<string | null>(null);

  readonly job: JobSnapshot | null = $derived.by(() =>
    this.#jobId === null ? null : (this.jobs.byId(this.#jobId) ?? null),
  );
  readonly running: boolean = $derived.by(() => this.#starting || (this.job !== null && isActive(this.job)));
  /** Whether a result of the list can be compared. */
  get compared(): boolean {
    return this.list.photos.some(({ id }) => this.outcomes.of(id)?.result);
  }

  /** Photos that are known to be broken: they are not restored, unless damaged ones are to be. */
  readonly broken: RestoreItem[] = $derived.by(() => this.list.photos.filter((photo) => this.#isBroken(photo)));
  readonly #whole: RestoreItem[] = $derived.by(() => this.list.photos.filter((photo) => !this.#isBroken(photo)));
  /** Photos that the batch shown did not come to; null where there is none, or the next one would do otherwise. */
  readonly #rest: RestoreItem[] | null = $derived.by(() => {
    const means = this.#jobId === null ? undefined : this.outcomes.meansOf(this.#jobId);
    const { model } = this.form;
    if (this.running || !means || means.model.id !== model?.id || this.#begunAs !== this.#asSet) return null;
    const rest = this.#whole.filter(({ id }) => !this.outcomes.of(id));
    return rest.length < this.#whole.length ? rest : null;
  });
  /** Photos with which a batch goes on as it began. */
  readonly left: RestoreItem[] = $derived.by(() => this.#rest ?? []);
  /** Whether nothing is left to do as things are set: another batch would do the same once more. */
  readonly finished: boolean = $derived.by(() => this.#rest?.length === 0);
  /** What is restored next. */
  get next(): RestoreItem[] {
    return this.left.length > 0 ? this.left : this.#whole;
  }
  #isBroken({ id }: RestoreItem): boolean {
    return this.form.settings.damaged !== true && this.domainGaps.of(id)?.unreadable === true;
  }
  /** How the batch shown was begun, and how the next one would be. */
  #begunAs = $state<string | null>(null);
  get #asSet(): string {
    return JSON.stringify([this.form.settings, this.form.own, this.form.folder?.id ?? null]);
  }

  /** The photo that is shown large. */
  readonly shown: RestoreItem | null = $derived.by(
    () => this.list.photos.find(({ id }) => id === this.#shown) ?? this.list.photos[0] ?? null,
  );
  /** The photos that pass the filter. */
  readonly filtered: RestoreItem[] = $derived.by(() =>
    this.verdicts.filter === 'all'
      ? this.list.photos
      : this.list.photos.filter(({ id }) => this.verdicts.passes(this.outcomes.of(id)?.result?.id)),
  );
  /** What failed last, of the list, the form or the job. */
  readonly problem: Said = $derived.by(() => this.#problem || this.list.problem || this.form.problem);

  constructor(
    private readonly api: Api,
    private readonly jobs: JobsState,
    private readonly library: LibraryState,
    picker: PhotoPicker,
    compare: CompareState,
  ) {
    this.list = new RestoreList(api, picker);
    this.form = new RestoreForm(api, library, picker);
    this.domainGaps = new DomainGaps({
      api,
      ownModelOf: (photo) => this.form.own[photo]?.model,
      isBusy: () => this.running,
      // For review, what differs comes first.
      onFar: (isFar) => {
        this.list.bringForward(isFar);
      },
    });
    this.watch = new WatchState(api, picker, (arrived) => void this.#takeArrived(arrived));
    this.verdicts = new Verdicts(api);
    this.outcomes = new RestoreOutcomes(api, compare, this.verdicts);
    jobs.onChange((job) => void this.outcomes.collect(job));
  }

  useModel(id: string): void {
    this.form.useModel(id);
    this.#forgetJob();
  }

  /** Gives a photo a model and settings of its own, or (null) takes them away; it is to be restored again. */
  setOwn(photo: string, change: OwnSettings | null): void {
    const before = this.form.own[photo]?.model;
    this.form.setOwn(photo, change);
    this.outcomes.drop(photo);
    if (this.form.own[photo]?.model !== before) void this.domainGaps.refreshOne(this.form.model, photo);
  }

  /** The job shown, to be kept. */
  get kept(): Session['restore']['job'] {
    const means = this.#jobId === null ? null : this.outcomes.meansOf(this.#jobId);
    if (this.#jobId === null || !means) return null;
    const begun = this.#begunAs === null || this.#begunAs.length > MOST_WORDS ? {} : { begunAs: this.#begunAs };
    return { id: this.#jobId, model: means.model.id, crisp: means.crisp, ...begun };
  }

  /** The job of before, with its summary: it may still run. */
  takeUp({ id, model: made, crisp, begunAs }: NonNullable<Session['restore']['job']>): void {
    const model = this.library.models.find((one) => one.id === made);
    const job = this.jobs.byId(id);
    if (!model || !job) return;
    this.outcomes.expect(id, { model, crisp, own: this.#ownMeans(this.list.photos.map((photo) => photo.id)) }, []);
    this.#begunAs = begunAs ?? null;
    this.#jobId = id;
    void this.outcomes.collect(job);
  }

  show(id: string): void {
    this.#shown = id;
  }

  /** Shows one photo large. */
  showLarge(id: string): void {
    this.#shown = id;
    this.way = 'photo';
  }

  step(direction: 1 | -1): void {
    const at = this.#at(this.shown) + direction;
    this.#showAt(at);
  }

  /** Keeps what the user thinks of a result; where its photo leaves the filter, the next one is shown. */
  async judge(result: string, change: Partial<Verdict>): Promise<void> {
    const shown = this.shown;
    const at = this.#at(shown);
    const judging = this.verdicts.judge(result, change);
    if (at >= 0 && this.#at(shown) < 0) this.#showAt(at);
    await this.#attempt(() => judging);
  }

  #at(photo: RestoreItem | null): number {
    return this.filtered.findIndex(({ id }) => id === photo?.id);
  }

  #showAt(at: number): void {
    const next = this.filtered[Math.min(this.filtered.length - 1, Math.max(0, at))];
    if (next) this.#shown = next.id;
  }

  clear(): void {
    this.list.clear();
    this.domainGaps.clear();
    this.#forgetJob();
  }

  /** Takes a photo first: of what runs, or of the list. */
  async first(id: string): Promise<void> {
    this.list.bringForward((photo) => photo === id);
    const job = this.#jobId;
    if (job !== null && this.running) await this.#attempt(() => this.api.call('restore.order', { job, photos: [id] }));
  }

  /** Starts, after asking once where existing files would be replaced; `again`: also what was restored already. */
  async begin(again = false): Promise<void> {
    if (!this.form.model || this.running) return;
    this.#again = again;
    if (this.form.settings.onConflict === 'overwrite') this.asksToReplace = true;
    else await this.#restoreList();
  }

  /** The user's answer: replace existing files, or not. */
  async answerReplace(replace: boolean): Promise<void> {
    this.asksToReplace = false;
    if (replace) await this.#restoreList();
  }

  async retryFailed(): Promise<void> {
    const { failed } = this.outcomes;
    if (failed.length > 0) await this.#restoreRest(failed);
  }

  /** Restores photos with a model; their results appear in Compare as they are done. */
  async restore(photos: string[], model: ModelSummary, how: Partial<RestoreSettings> = {}): Promise<void> {
    const { folder } = this.form;
    const { crisp, ...others } = how;
    const settings = { ...this.form.settingsFor(model, crisp), ...others };
    this.#starting = true;
    await this.#attempt(async () => {
      const { job } = await this.api.call('restore.start', {
        model: model.id,
        photos,
        ...this.list.foldersOf(photos),
        ...this.form.ownOf(photos),
        ...(folder ? { folder: folder.id } : {}),
        settings,
      });
      this.outcomes.expect(job, { model, crisp: settings.crisp ?? 0, own: this.#ownMeans(photos) }, photos);
      this.#begunAs = this.#asSet;
      this.#jobId = job;
      const known = this.jobs.byId(job);
      if (known) void this.outcomes.collect(known);
    });
    this.#starting = false;
  }

  /** Restores one photo into a new file, whatever the list holds; returns what it is called and where it lies. */
  async save(
    photo: PhotoRef,
    model: ModelSummary,
    how: Partial<RestoreSettings>,
  ): Promise<{ name: string; folder: string }> {
    const { folder } = this.form;
    const settings = { ...this.form.settingsFor(model, how.crisp ?? 0), ...how };
    const place = folder ? { folder: folder.id } : {};
    const { job } = await this.api.call('restore.start', { model: model.id, photos: [photo.id], ...place, settings });
    const { restored, batch, error } = await this.jobs.ended(job);
    const outcome = restored?.[0];
    if (outcome?.result) return { name: outcome.result.name, folder: batch?.folder ?? '' };
    throw fromFailure(
      error ?? outcome?.error ?? failureOf('internal', say('plain', { text: text.compare.nothingCame })),
    );
  }

  /** Opens the report of the job shown, or lets the browser save it. */
  async openReport(): Promise<void> {
    const job = this.#jobId;
    if (job === null) return;
    await this.#attempt(async () => {
      const { file, opened } = await this.api.call('restore.report', { job });
      if (opened) return;
      if (!this.api.download) throw new AppError('unavailable', say('batch.reportClosed'));
      saveBlob(await this.api.download(file), file.name);
    });
  }

  /** Only results make way for others: nobody is asked where names are taken. */
  async #takeArrived(arrived: readonly ListedPhoto[]): Promise<void> {
    this.list.append(arrived);
    this.#arrived.push(...arrived.map(({ id }) => id));
    const { model } = this.form;
    if (this.#arrived.length === 0 || this.running || !model) return;
    await this.restore(this.#arrived.splice(0), model, { again: false });
  }

  async #restoreList(): Promise<void> {
    const ids = this.next.map((photo) => photo.id);
    if (this.left.length > 0) await this.#restoreRest(ids);
    else if (this.form.model && ids.length > 0)
      await this.restore(ids, this.form.model, this.#again ? { again: true } : {});
  }

  /**
   * What a batch has left to do, among the whole list: names are given to a list, and photos that are alone could be given
   * the names of others' results. What is done is skipped.
   */
  async #restoreRest(ids: string[]): Promise<void> {
    const all = new Set([...this.#whole.map(({ id }) => id), ...ids]);
    if (this.form.model) await this.restore([...all], this.form.model, { again: false });
  }

  #ownMeans(photos: readonly string[]): Record<string, { model: ModelSummary; crisp: number }> {
    const means = photos.flatMap((id) => {
      const found = this.form.own[id] === undefined ? null : this.form.meansFor(id);
      return found ? [[id, { model: found.model, crisp: found.settings.crisp ?? 0 }] as const] : [];
    });
    return Object.fromEntries(means);
  }

  #forgetJob(): void {
    this.outcomes.forget();
    this.#jobId = null;
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    this.#problem = '';
    this.list.problem = '';
    this.form.problem = '';
    await attempt(work, (problem) => (this.#problem = problem));
  }
}
