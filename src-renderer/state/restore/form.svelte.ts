import type { FolderRef } from '@contract/photo';
import type { RestoreEstimate } from '@contract/job';
import { RESTORE_DEFAULTS, type OwnSettings, type RestoreSettings } from '@contract/restore-options';
import type { ModelSummary } from '@contract/model-card';
import { hasCrispDial } from '@contract/model-spec';
import type { PhotoRef } from '@contract/photo';
import type { Said } from '@contract/said';
import type { Api } from '../../../src-preload/api';
import { attempt } from '../attempt';
import { latest } from '../latest';
import type { LibraryState } from '../library.svelte';
import type { PhotoPicker } from '../photo-picker.svelte';

/** With which model photos are restored, how, and where the results go. */
export class RestoreForm {
  settings = $state.raw<RestoreSettings>(RESTORE_DEFAULTS);
  /** What single photos have of their own, by their id. */
  own = $state.raw<Readonly<Record<string, OwnSettings>>>({});
  folder = $state.raw<FolderRef | null>(null);
  estimate = $state.raw<RestoreEstimate | null>(null);
  problem = $state.raw<Said>('');
  #modelId = $state<string | null>(null);
  readonly #estimates = latest();

  readonly model: ModelSummary | null = $derived.by(
    () => this.library.models.find((model) => model.id === this.#modelId) ?? this.library.models[0] ?? null,
  );

  constructor(
    private readonly api: Api,
    private readonly library: LibraryState,
    private readonly picker: PhotoPicker,
  ) {}

  useModel(id: string): void {
    this.#modelId = id;
  }

  change(settings: Partial<RestoreSettings>): void {
    this.settings = { ...this.settings, ...settings };
  }

  /** The settings as they are for a model: how crisp where it can be (`crisp`, or as chosen), else nothing about it. */
  settingsFor({ card }: ModelSummary, crisp = this.settings.crisp ?? 0): RestoreSettings {
    const settings = { ...this.settings };
    delete settings.crisp;
    return hasCrispDial(card.settings) && crisp > 0 ? { ...settings, crisp } : settings;
  }

  /** Gives a photo a model and settings of its own, changes them, or (null) takes them away. */
  setOwn(photo: string, change: OwnSettings | null): void {
    const others = Object.fromEntries(Object.entries(this.own).filter(([id]) => id !== photo));
    this.own = change === null ? others : { ...others, [photo]: { ...this.own[photo], ...change } };
  }

  /** What of these photos has something of its own. */
  ownOf(photos: readonly string[]): { own?: Record<string, OwnSettings> } {
    const found = photos.flatMap((id) => (this.own[id] === undefined ? [] : [[id, this.own[id]] as const]));
    return found.length === 0 ? {} : { own: Object.fromEntries(found) };
  }

  /** What a photo is restored with: its own, or what all are. */
  meansFor(photo: string): { model: ModelSummary; settings: RestoreSettings } | null {
    const own = this.own[photo];
    const model = this.library.models.find(({ id }) => id === own?.model) ?? this.model;
    if (!model) return null;
    const settings = this.settingsFor(model, own?.crisp ?? (own?.model === undefined ? undefined : 0));
    return { model, settings: { ...settings, strength: own?.strength ?? settings.strength } };
  }

  /** Bits a sample; null: as the photo. */
  setDepth(depth: 8 | 16 | null): void {
    const settings = { ...this.settings };
    if (depth === null) delete settings.depth;
    else settings.depth = depth;
    this.settings = settings;
  }

  async pickFolder(): Promise<void> {
    this.problem = '';
    await attempt(
      async () => (this.folder = (await this.picker.pickFolder()) ?? this.folder),
      (problem) => (this.problem = problem),
    );
  }

  useDefaultFolder(): void {
    this.folder = null;
  }

  /** Asks how long each of these photos would take, and what room; nothing is shown where that is not known. */
  async refreshEstimate(
    model: ModelSummary | null,
    photos: readonly PhotoRef[],
    settings: RestoreSettings,
    folder: FolderRef | null = null,
  ): Promise<void> {
    const counts = this.#estimates.begin();
    if (!model || photos.length === 0) {
      this.estimate = null;
      return;
    }
    const estimate = await this.api
      .call('restore.estimate', {
        model: model.id,
        photos: photos.map((photo) => photo.id),
        settings,
        ...this.ownOf(photos.map(({ id }) => id)),
        ...(folder ? { folder: folder.id } : {}),
      })
      .catch(() => null);
    if (counts()) this.estimate = estimate;
  }
}
