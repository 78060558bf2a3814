import type { FolderRef } from '@contract/channels';
import {
  RESTORE_DEFAULTS,
  type JobSnapshot,
  type RestoredPhoto,
  type RestoreEstimate,
  type RestoreSettings,
} from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import type { PhotoRef } from '@contract/photo';
import { toFailure } from '@contract/result';
import type { Api } from '../../src-preload/api';
import { text } from '../lib/strings';
import type { CompareState } from './compare.svelte';
import { isActive, type JobsState } from './jobs.svelte';
import type { LibraryState } from './library.svelte';
import type { KnownPhoto } from './pair.svelte';
import type { PhotoPicker } from './photo-picker.svelte';

/** Photos to restore, with which model and how, and what became of each. */
export class RestoreState {
  readonly #api: Api;
  readonly #jobs: JobsState;
  readonly #library: LibraryState;
  readonly #picker: PhotoPicker;
  readonly #compare: CompareState;
  #photos = $state.raw<KnownPhoto[]>([]);
  #modelId = $state<string | null>(null);
  #settings = $state.raw<RestoreSettings>(RESTORE_DEFAULTS);
  #folder = $state.raw<FolderRef | null>(null);
  #estimate = $state.raw<RestoreEstimate | null>(null);
  #problem = $state('');
  #busy = $state(false);
  #jobId = $state<string | null>(null);
  readonly #modelOfJob: Record<string, string> = {};
  readonly #taken: string[] = [];
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
    jobs.onChange((job) => {
      this.#collect(job);
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

  /** What became of a photo in the job shown, if anything yet. */
  resultOf(photo: string): RestoredPhoto | undefined {
    return this.job?.restored?.find((one) => one.source.id === photo);
  }

  useModel(id: string): void {
    this.#modelId = id;
    this.#jobId = null;
  }

  change(settings: Partial<RestoreSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
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

  async browse(): Promise<void> {
    await this.#attempt(async () => this.add(await this.#picker.browsePhotos(true)));
  }

  async take(files: readonly File[]): Promise<void> {
    // One refused file must not keep the others out.
    const taken = await Promise.allSettled(files.map((file) => this.#picker.handOver([file])));
    for (const one of taken) {
      if (one.status === 'fulfilled') await this.add(one.value);
      else this.#problem = toFailure(one.reason).message;
    }
  }

  /** Adds photos to the list; a photo that cannot be read is named and left out. */
  async add(photos: readonly PhotoRef[]): Promise<void> {
    this.#problem = '';
    for (const photo of photos) {
      if (this.#photos.some((one) => one.id === photo.id)) continue;
      try {
        const info = await this.#api.call('photos.info', { photo: photo.id });
        this.#photos = [...this.#photos, { ...photo, info }];
      } catch (error) {
        this.#problem = toFailure(error).message;
      }
    }
  }

  drop(id: string): void {
    this.#photos = this.#photos.filter((photo) => photo.id !== id);
  }

  clear(): void {
    this.#photos = [];
    this.#jobId = null;
  }

  /** Asks how long each of these photos would take; nothing is shown where that is not known. */
  async refreshEstimate(
    model: ModelSummary | null,
    photos: readonly KnownPhoto[],
    settings: RestoreSettings,
  ): Promise<void> {
    const round = ++this.#round;
    if (!model || photos.length === 0) {
      this.#estimate = null;
      return;
    }
    const estimate = await this.#api
      .call('restore.estimate', { model: model.id, photos: photos.map((photo) => photo.id), settings })
      .catch(() => null);
    if (round === this.#round) this.#estimate = estimate;
  }

  async begin(): Promise<void> {
    if (!this.model || this.running) return;
    await this.restore(
      this.#photos.map((photo) => photo.id),
      this.model,
    );
  }

  /** Restores photos with a model; their results appear in Compare as they are done. */
  async restore(photos: string[], model: ModelSummary): Promise<void> {
    this.#busy = true;
    await this.#attempt(async () => {
      const { job } = await this.#api.call('restore.start', {
        model: model.id,
        photos,
        ...(this.#folder ? { folder: this.#folder.id } : {}),
        settings: this.#settings,
      });
      this.#modelOfJob[job] = model.name;
      this.#jobId = job;
      const known = this.#jobs.byId(job);
      if (known) this.#collect(known);
    });
    this.#busy = false;
  }

  #collect(job: JobSnapshot): void {
    if (job.kind !== 'restore') return;
    const model = this.#modelOfJob[job.id];
    // A job this page did not start (another window, before a reload) shows in the strip, not here.
    if (model === undefined) return;
    for (const { source, result } of job.restored ?? []) {
      if (!result || this.#taken.includes(result.id)) continue;
      this.#taken.push(result.id);
      void this.#compare.addResult(source, result, model);
    }
    if (!isActive(job) && this.#compare.waiting && !job.restored?.some((one) => one.result)) {
      const failed = job.error ?? job.restored?.find((one) => one.error)?.error;
      this.#compare.fail(failed?.message ?? text.compare.nothingCame);
    }
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.#problem = '';
    await work().catch((error: unknown) => {
      this.#problem = toFailure(error).message;
    });
  }
}
