import { unreadKinds } from '@contract/batch';
import {
  RESTORE_DEFAULTS,
  type JobSnapshot,
  type RestoredPhoto,
  type RestoreEstimate,
  type RestoreSettings,
} from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import type { PhotoInfo, PhotoRef, FolderRef } from '@contract/photo';
import { hasCrispDial } from '@contract/model-spec';
import { AppError, toFailure } from '@contract/result';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Api } from '../../../src-preload/api';
import { atMost } from '../../lib/at-most';
import { saveBlob } from '../../lib/save-blob';
import { text } from '../../lib/strings';
import type { CompareState } from '../compare/compare.svelte';
import { FitState } from './match.svelte';
import { isActive, type JobsState } from '../jobs.svelte';
import type { LibraryState } from '../library.svelte';
import type { PhotoPicker } from '../photo-picker.svelte';

/** A photo of the list. Of long lists, headers are read when they come into view. */
export interface RestoreItem extends PhotoRef {
  /** Its name below the folder it was found in. */
  relative: string;
  /** Where it lay in a folder that was dropped. */
  folder?: string;
  info: PhotoInfo | null;
}

/** Photos to restore, with which model and how, and what became of each. */
export class RestoreState {
  readonly #api: Api;
  readonly #jobs: JobsState;
  readonly #library: LibraryState;
  readonly #picker: PhotoPicker;
  readonly #compare: CompareState;
  readonly fits: FitState;
  #photos = $state.raw<RestoreItem[]>([]);
  readonly #outcomes = new SvelteMap<string, RestoredPhoto>();
  #asksToReplace = $state(false);
  #modelId = $state<string | null>(null);
  #settings = $state.raw<RestoreSettings>(RESTORE_DEFAULTS);
  #folder = $state.raw<FolderRef | null>(null);
  #estimate = $state.raw<RestoreEstimate | null>(null);
  #problem = $state('');
  #busy = $state(false);
  #jobId = $state<string | null>(null);
  readonly #modelOfJob: Record<string, { model: ModelSummary; crisp: number }> = {};
  readonly #taken = new SvelteSet<string>();
  readonly #look: (photo: string) => Promise<void>;
  #told = 0;
  #round = 0;

  readonly model: ModelSummary | null = $derived.by(
    () => this.#library.models.find((model) => model.id === this.#modelId) ?? this.#library.models[0] ?? null,
  );
  readonly job: JobSnapshot | null = $derived.by(() =>
    this.#jobId === null ? null : (this.#jobs.byId(this.#jobId) ?? null),
  );
  readonly running: boolean = $derived.by(() => this.#busy || (this.job !== null && isActive(this.job)));

  constructor(api: Api, jobs: JobsState, library: LibraryState, picker: PhotoPicker, compare: CompareState) {
    this.#api = api;
    this.#jobs = jobs;
    this.#library = library;
    this.#picker = picker;
    this.#compare = compare;
    this.fits = new FitState({
      api,
      isBusy: () => this.running,
      // For review, what differs comes first.
      onFar: (isFar) => {
        this.#photos = [...this.#photos.filter(({ id }) => isFar(id)), ...this.#photos.filter(({ id }) => !isFar(id))];
      },
    });
    this.#look = atMost(4, (photo: string) => this.#readInfo(photo));
    jobs.onChange((job) => {
      void this.#collect(job);
    });
  }

  get photos() {
    return this.#photos;
  }
  get settings() {
    return this.#settings;
  }
  get folder() {
    return this.#folder;
  }
  get estimate() {
    return this.#estimate;
  }
  get problem() {
    return this.#problem;
  }
  /** True while the person is asked whether existing files may be replaced. */
  get asksToReplace() {
    return this.#asksToReplace;
  }
  /** The photos of the job shown that failed. */
  get failed(): string[] {
    return [...this.#outcomes.values()].filter(({ error }) => error).map(({ source }) => source.id);
  }

  /** What became of a photo in the job shown, if anything yet. */
  resultOf(photo: string): RestoredPhoto | undefined {
    return this.#outcomes.get(photo);
  }

  useModel(id: string): void {
    this.#modelId = id;
    this.#forgetJob();
  }

  change(settings: Partial<RestoreSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
  }

  /** Bits a sample; null: as the photo. */
  setDepth(depth: 8 | 16 | null): void {
    const settings = { ...this.#settings };
    if (depth === null) delete settings.depth;
    else settings.depth = depth;
    this.#settings = settings;
  }

  async pickFolder(): Promise<void> {
    await this.#attempt(async () => {
      this.#folder = (await this.#picker.pickFolder()) ?? this.#folder;
    });
  }

  useDefaultFolder(): void {
    this.#folder = null;
  }

  async pick(): Promise<void> {
    await this.#attempt(async () => this.add(await this.#picker.pick(true)));
  }

  /** Adds the photos of a folder, and of its folders. */
  async pickPhotoFolder(): Promise<void> {
    await this.#attempt(async () => {
      const folder = await this.#picker.pickFolder();
      if (folder) await this.addInputs([folder.id]);
    });
  }

  /** Adds what is found behind photos and folders. */
  async addInputs(inputs: string[]): Promise<void> {
    const { photos, unread, problems } = await this.#api.call('restore.scan', { inputs, recursive: true });
    this.#append(photos.map(({ id, name, relative }) => ({ id, name, relative, info: null })));
    const kinds = unreadKinds(unread);
    const left = [...(kinds === '' ? [] : [text.restore.unread(kinds)]), ...problems];
    if (left.length > 0) this.#problem = left.join(' ');
  }

  async browse(): Promise<void> {
    await this.#attempt(async () => this.add(await this.#picker.browsePhotos(true)));
  }

  /** Takes files that were dropped or pasted; `folders` says where each lay below the dropped folder. */
  async take(files: readonly File[], folders: readonly string[] = []): Promise<void> {
    // One refused file must not keep the others out.
    const taken = await Promise.allSettled(files.map((file) => this.#picker.handOver([file])));
    for (const [index, one] of taken.entries()) {
      if (one.status === 'fulfilled') await this.add(one.value, folders[index]);
      else this.#problem = toFailure(one.reason).message;
    }
  }

  /** Adds photos to the list; a photo that cannot be read is named and left out. */
  async add(photos: readonly PhotoRef[], folder = ''): Promise<void> {
    this.#problem = '';
    for (const photo of photos) {
      if (this.#photos.some((one) => one.id === photo.id)) continue;
      try {
        const info = await this.#api.call('photos.info', { photo: photo.id });
        const place = folder === '' ? { relative: photo.name } : { relative: `${folder}/${photo.name}`, folder };
        this.#append([{ ...photo, ...place, info }]);
      } catch (error) {
        this.#problem = toFailure(error).message;
      }
    }
  }

  /** Reads a photo's header when it comes into view. */
  look(photo: RestoreItem): void {
    if (photo.info === null) void this.#look(photo.id);
  }

  /** Takes a photo first: of what runs, or of the list. */
  async first(id: string): Promise<void> {
    const chosen = this.#photos.filter((photo) => photo.id === id);
    this.#photos = [...chosen, ...this.#photos.filter((photo) => photo.id !== id)];
    const job = this.#jobId;
    if (job !== null && this.running) await this.#attempt(() => this.#api.call('restore.order', { job, photos: [id] }));
  }

  drop(id: string): void {
    this.#photos = this.#photos.filter((photo) => photo.id !== id);
  }

  clear(): void {
    this.#photos = [];
    this.fits.clear();
    this.#forgetJob();
  }

  /** Asks how long each of these photos would take, and what room; nothing is shown where that is not known. */
  async refreshEstimate(
    model: ModelSummary | null,
    photos: readonly PhotoRef[],
    settings: RestoreSettings,
    folder: FolderRef | null = null,
  ): Promise<void> {
    const round = ++this.#round;
    if (!model || photos.length === 0) {
      this.#estimate = null;
      return;
    }
    const estimate = await this.#api
      .call('restore.estimate', {
        model: model.id,
        photos: photos.map((photo) => photo.id),
        settings,
        ...(folder ? { folder: folder.id } : {}),
      })
      .catch(() => null);
    if (round === this.#round) this.#estimate = estimate;
  }

  /** Starts, after asking once where existing files would be replaced. */
  async begin(): Promise<void> {
    if (!this.model || this.running) return;
    if (this.#settings.onConflict === 'overwrite') this.#asksToReplace = true;
    else await this.#restoreList();
  }

  /** The person's answer: replace existing files, or not. */
  async answerReplace(replace: boolean): Promise<void> {
    this.#asksToReplace = false;
    if (replace) await this.#restoreList();
  }

  async retryFailed(): Promise<void> {
    if (this.model && this.failed.length > 0) await this.restore(this.failed, this.model);
  }

  /** Opens the report of the job shown, or lets the browser save it. */
  async openReport(): Promise<void> {
    const job = this.#jobId;
    if (job === null) return;
    await this.#attempt(async () => {
      const { file, opened } = await this.#api.call('restore.report', { job });
      if (opened) return;
      if (!this.#api.download) throw new AppError('unavailable', text.restore.reportClosed);
      saveBlob(await this.#api.download(file), file.name);
    });
  }

  async #restoreList(): Promise<void> {
    const ids = this.#photos.map((photo) => photo.id);
    if (this.model) await this.restore(ids, this.model);
  }

  /**
   * The settings as they are for a model: how crisp where it can be (`crisp`, or as chosen), else nothing about it.
   */
  settingsFor({ card }: ModelSummary, crisp = this.#settings.crisp ?? 0): RestoreSettings {
    const settings = { ...this.#settings };
    delete settings.crisp;
    return hasCrispDial(card.settings) && crisp > 0 ? { ...settings, crisp } : settings;
  }

  /** Restores photos with a model; their results appear in Compare as they are done. */
  async restore(photos: string[], model: ModelSummary, how: Partial<RestoreSettings> = {}): Promise<void> {
    this.#busy = true;
    const { crisp, ...others } = how;
    const settings = { ...this.settingsFor(model, crisp), ...others };
    await this.#attempt(async () => {
      const { job } = await this.#api.call('restore.start', {
        model: model.id,
        photos,
        ...this.#foldersOf(photos),
        ...(this.#folder ? { folder: this.#folder.id } : {}),
        settings,
      });
      this.#modelOfJob[job] = { model, crisp: settings.crisp ?? 0 };
      this.#forgetJob(photos);
      this.#jobId = job;
      const known = this.#jobs.byId(job);
      if (known) void this.#collect(known);
    });
    this.#busy = false;
  }

  /** Where dropped photos lay: their folders are mirrored. */
  #foldersOf(photos: readonly string[]): { folders?: Record<string, string> } {
    const wanted = new SvelteSet(photos);
    const placed = this.#photos.flatMap(({ id, folder }) =>
      folder !== undefined && wanted.has(id) ? [[id, folder]] : [],
    );
    return placed.length === 0 ? {} : { folders: Object.fromEntries(placed) as Record<string, string> };
  }

  async #collect(job: JobSnapshot): Promise<void> {
    if (job.kind !== 'restore') return;
    const made = this.#modelOfJob[job.id];
    // A job this page did not start (another window, before a reload) shows in the strip, not here.
    if (made === undefined) return;
    this.#take(job.id, made, job.restored ?? []);
    const { restored = 0, skipped = 0, failed = 0 } = job.batch ?? {};
    // A snapshot holds the newest only.
    if (job.id === this.#jobId && restored + skipped + failed > this.#told + (job.restored?.length ?? 0)) {
      const missed = await this.#api.call('restore.outcomes', { job: job.id, from: this.#told }).catch(() => []);
      if (job.id === this.#jobId) this.#told += missed.length;
      this.#take(job.id, made, missed);
    }
    if (!isActive(job) && this.#compare.waiting && !job.restored?.some((one) => one.result)) {
      const failure = job.error ?? job.restored?.find((one) => one.error)?.error;
      this.#compare.fail(failure?.message ?? text.compare.nothingCame);
    }
  }

  #take(
    job: string,
    { model, crisp }: { model: ModelSummary; crisp: number },
    outcomes: readonly RestoredPhoto[],
  ): void {
    if (outcomes.length === 0) return;
    if (job === this.#jobId) for (const one of outcomes) this.#outcomes.set(one.source.id, one);
    for (const { source, result } of outcomes) {
      if (!result || this.#taken.has(result.id)) continue;
      this.#taken.add(result.id);
      const dial = hasCrispDial(model.card.settings) ? crisp : null;
      void this.#compare.addResult(source, result, { label: model.name, model: model.id, crisp: dial });
    }
  }

  /** Forgets what became of these photos, or of all: another job will tell. */
  #forgetJob(photos?: readonly string[]): void {
    for (const id of photos ?? [...this.#outcomes.keys()]) this.#outcomes.delete(id);
    this.#told = 0;
    this.#jobId = null;
  }

  #append(photos: readonly RestoreItem[]): void {
    const known = new SvelteSet(this.#photos.map(({ id }) => id));
    this.#photos = [...this.#photos, ...photos.filter(({ id }) => !known.has(id))];
  }

  async #readInfo(photo: string): Promise<void> {
    // A photo that cannot be read keeps its place: restoring it will say why.
    const info = await this.#api.call('photos.info', { photo }).catch(() => null);
    if (info) this.#photos = this.#photos.map((one) => (one.id === photo ? { ...one, info } : one));
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    this.#problem = '';
    await work().catch((error: unknown) => {
      this.#problem = toFailure(error).message;
    });
  }
}
