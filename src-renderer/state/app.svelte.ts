import { CRISPEST } from '@contract/restore-options';
import { hasCrispDial } from '@contract/model-spec';
import type { ModelSummary } from '@contract/model-card';
import { formatOfName, type PhotoRef } from '@contract/photo';
import type { KeptSession } from '@contract/session';
import type { Api } from '../../src-preload/api';
import { droppedFiles } from '../lib/dropped-files';
import { lendGraphics } from '../lib/lend-graphics';
import { text } from '../lib/strings';
import { CompareState } from './compare/compare.svelte';
import type { Shown } from './compare/comparison';
import { keepSession, takeUpSession } from './kept-session.svelte';
import { FirstRun } from './first-run.svelte';
import { isActive, JobsState } from './jobs.svelte';
import { LabState } from './lab.svelte';
import { LayoutState } from './layout.svelte';
import { LibraryState } from './library.svelte';
import { PairState } from './pair.svelte';
import { PhotoPicker, type Handed } from './photo-picker.svelte';
import { RestoreState } from './restore/restore.svelte';
import { SelfTestState } from './self-test.svelte';
import { SessionState } from './session.svelte';
import { SettingsState } from './settings.svelte';
import { ShortcutsState } from './shortcuts.svelte';
import { TrainingState } from './train/training.svelte';

/** All of the page's state, one class a subject, and the few steps that join two subjects. */
export class AppState {
  readonly api: Api;
  readonly session: SessionState;
  readonly settings: SettingsState;
  readonly layout = new LayoutState();
  readonly shortcuts: ShortcutsState;
  readonly picker: PhotoPicker;
  readonly jobs: JobsState;
  readonly pair: PairState;
  readonly training: TrainingState;
  readonly library: LibraryState;
  readonly lab: LabState;
  readonly compare: CompareState;
  readonly restore: RestoreState;
  readonly firstRun: FirstRun;
  readonly selfTest: SelfTestState;

  /** False until it is known in which view the user was. */
  knowsView = $state(false);

  constructor(api: Api) {
    this.api = api;
    this.session = new SessionState(api);
    this.settings = new SettingsState(api, this.session);
    this.shortcuts = new ShortcutsState(this.session, this.settings, this.layout);
    this.picker = new PhotoPicker(api, this.session);
    this.jobs = new JobsState(api, this.session);
    this.pair = new PairState(api, this.picker);
    this.training = new TrainingState(api, this.session, this.jobs, this.pair);
    this.library = new LibraryState(api, this.session, this.picker);
    this.lab = new LabState(api, this.session, this.jobs, this.pair);
    this.compare = new CompareState(api, text);
    this.restore = new RestoreState(api, this.jobs, this.library, this.picker, this.compare);
    this.selfTest = new SelfTestState(api, this.session);
    const compare = (degraded: PhotoRef, clean: PhotoRef, model: ModelSummary) =>
      this.compareModels(degraded, clean, [model]);
    this.firstRun = new FirstRun({
      api,
      session: this.session,
      jobs: this.jobs,
      pair: this.pair,
      training: this.training,
      compare,
    });
  }

  /** Starts listening, and takes up what is running already. */
  async start(): Promise<void> {
    this.session.start();
    lendGraphics(this.api, (name) => (this.session.graphics = name));
    this.training.start(({ degraded, clean }, models) => void this.compareModels(degraded, clean, models));
    this.jobs.onChange((job) => {
      if (job.kind === 'train' && isActive(job) && this.training.run.job === null)
        void this.training.run.follow(job.id);
    });
    this.api.on('shell.asked', ({ what }) => {
      if (what === 'open') void this.takeOpened();
      else this.startSelfTest();
    });
    // First: with it come jobs of the last time.
    const kept = await this.#readSession();
    await Promise.all([this.#startSettings(), this.jobs.start(), this.library.start(), this.lab.start()]).catch(
      (error: unknown) => {
        this.session.fail(error);
      },
    );
    if (kept) await takeUpSession(this, kept).catch(() => undefined);
    // Where it could not be read, what is kept there is not replaced.
    if (kept !== undefined) keepSession(this);
    // Only a shell that the system can ask has something waiting.
    if (this.session.app?.shell === 'electron') await this.takeOpened();
    if (this.session.app?.selfTest === true) this.startSelfTest();
  }

  /** What was kept, null where nothing was, undefined where that is not known. The view of before is shown with it. */
  async #readSession(): Promise<KeptSession | null | undefined> {
    const { view } = this.session;
    const kept = await this.api.call('session.read', {}).catch(() => undefined);
    // Who has gone elsewhere meanwhile stays there.
    if (kept && this.session.view === view) this.session.show(kept.session.view);
    this.knowsView = true;
    return kept;
  }

  /** Photos and models that the system asked to be opened: photos into Restore, models into the library. */
  async takeOpened(): Promise<void> {
    await this.session.attempt(async () => {
      const { photos, models } = await this.api.call('app.opened', {});
      for (const model of models) await this.library.importPicked(model);
      if (models.length > 0) this.session.show('library');
      if (photos.length === 0) return;
      this.session.show('restore');
      await this.restore.list.add(photos);
    });
  }

  startSelfTest(): void {
    this.session.show('settings');
    void this.selfTest.run();
  }

  /** What the user set as usual is what restoring starts from. */
  async #startSettings(): Promise<void> {
    await this.settings.start();
    const { format, onConflict, naming, quality } = this.settings.all;
    this.restore.form.change({ format, onConflict, naming, ...(quality === null ? {} : { quality }) });
  }

  /** From the pair to its training: what was shown of an older one is left, what runs is not. */
  toTraining(): void {
    if (!this.training.running) this.training.run.leave();
    this.session.show('train');
  }

  async resume(checkpoint: string): Promise<void> {
    const job = await this.jobs.resume(checkpoint);
    if (job === null) return;
    await this.training.run.follow(job);
    this.session.show('train');
  }

  /** Restores the pair's own degraded photo with a new model and opens Compare. */
  async comparePair(model: ModelSummary): Promise<void> {
    const { degraded, clean } = this.pair;
    if (degraded && clean) await this.compareModels(degraded, clean, [model]);
  }

  /**
   * Restores a pair's degraded photo with each model and opens Compare with all of them; the second pair, on which they are
   * only measured, is the next photo there.
   */
  async compareModels(degraded: PhotoRef, clean: PhotoRef, models: readonly ModelSummary[]): Promise<void> {
    const { second } = this.pair;
    const pairs = [{ degraded, clean }, ...(second && this.pair.degraded?.id === degraded.id ? [second] : [])];
    if (models.length > 1) this.compare.display.mode = 'grid';
    this.session.show('compare');
    for (const pair of pairs) {
      this.compare.knowClean(pair.degraded, pair.clean);
      // Beside each other, each is to show what it is for: a GAN its crisp end.
      for (const model of models) await this.preview(pair.degraded, model, models.length > 1 ? CRISPEST : undefined);
    }
    if (pairs.length > 1) this.compare.show(degraded.id);
  }

  /** Two models beside each other: on the photo that is compared, that of the pair, or one that is asked for. */
  async compareTwo(first: ModelSummary, second: ModelSummary): Promise<void> {
    await this.session.attempt(async () => {
      const { comparison } = this.compare;
      const known = comparison ? { id: comparison.source, name: comparison.name } : this.pair.degraded;
      const photo = known ?? (await this.picker.pick(false))[0];
      if (!photo) return;
      if (this.pair.clean && photo.id === this.pair.degraded?.id) this.compare.knowClean(photo, this.pair.clean);
      this.compare.display.mode = 'grid';
      this.session.show('compare');
      for (const model of [first, second]) await this.preview(photo, model);
    });
  }

  /** Shows in Compare what a model makes of a photo; `crisp` absent: as set in Restore. */
  async preview(photo: PhotoRef, model: ModelSummary, crisp = this.restore.form.settings.crisp ?? 0): Promise<void> {
    const { settings } = model.card;
    const dial = hasCrispDial(settings) ? crisp : null;
    await this.compare.preview(photo, { label: model.name, model: model.id, crisp: dial, scale: settings.scale });
  }

  /** Saves the result on the right as it is seen, in the folder of results; the notice says where. */
  async savePicture(source: PhotoRef, shown: Shown): Promise<void> {
    const model = this.library.models.find(({ id }) => id === shown.model);
    if (!model) return;
    const { strength } = this.compare.display.strength < 100 ? this.compare.display : { strength: 100 };
    await this.session.attempt(async () => {
      const how = {
        strength,
        again: true,
        onConflict: 'rename',
        ...(shown.crisp === null ? {} : { crisp: shown.crisp }),
      } as const;
      const { name, folder } = await this.restore.save(source, model, how);
      this.session.tell('good', text.compare.saved(name, folder));
    });
  }

  /** A picture of the same scene that another program made. */
  async addOutside(source: PhotoRef): Promise<void> {
    await this.session.attempt(async () => {
      const [picture] = await this.picker.pick(false);
      if (picture) await this.compare.addResult(source, picture, { label: picture.name, model: null, crisp: null });
    });
  }

  /** Brings photos into Compare: each is restored with the models that are compared there, or with the chosen one. */
  async comparePhotos(photos: readonly PhotoRef[]): Promise<void> {
    const compared = this.compare.comparison?.results.map(({ model }) => model) ?? [];
    const known = this.library.models.filter(({ id }) => compared.includes(id));
    const models = known.length > 0 ? known : this.restore.form.model ? [this.restore.form.model] : [];
    for (const photo of photos) {
      for (const model of models) await this.preview(photo, model);
    }
  }

  /** Photos chosen for Compare. */
  async pickForCompare(): Promise<void> {
    await this.session.attempt(async () => {
      await this.#compareEach(await this.picker.pickEach());
    });
  }

  /** Compares what was handed over, and says of each of the others why not. */
  async #compareEach(handed: readonly Handed[]): Promise<void> {
    for (const one of handed) if ('refused' in one) this.session.tell('failure', one.refused);
    await this.comparePhotos(handed.flatMap((one) => ('photo' in one ? [one.photo] : [])));
  }

  /** Photos dropped on Compare. */
  async compareDropped(transfer: DataTransfer | null): Promise<void> {
    const { files } = await droppedFiles(transfer, (name) => formatOfName(name) !== null);
    await this.session.attempt(async () => {
      await this.#compareEach(await this.picker.handOverEach(files));
    });
  }

  /** Shows a result in Compare at another place of its model's dial, restoring the photo once more where needed. */
  async setCrisp(source: PhotoRef, shown: Shown, crisp: number): Promise<void> {
    const model = this.library.models.find(({ id }) => id === shown.model);
    if (model && shown.crisp !== null) await this.preview(source, model, crisp);
  }

  /** Photos and folders of photos dropped on Restore. */
  async restoreDropped(transfer: DataTransfer | null): Promise<void> {
    const { files, folders, leftOut } = await droppedFiles(transfer, (name) => formatOfName(name) !== null);
    if (leftOut > 0) this.session.tell('caution', text.restore.leftOut(leftOut));
    await this.restore.list.take(files, folders);
  }

  /** Train with the settings of a model, on the pair that is open or the next one. */
  trainAlike(model: ModelSummary): void {
    this.training.takeSettings(model.card.settings);
    this.session.show(this.pair.degraded && this.pair.clean ? 'train' : 'pair');
    this.session.tell('good', text.library.settingsTaken(model.name));
  }

  /** Lets a model learn on with the pair that is open or the next one, for as many epochs as are chosen. */
  learnOn(model: ModelSummary): void {
    this.trainAlike(model);
    this.training.form.continues = { id: model.id, name: model.name };
    this.training.form.name = model.name;
  }

  /** Opens Restore with a model chosen. */
  restoreWith(model: ModelSummary): void {
    this.restore.useModel(model.id);
    this.session.show('restore');
  }
}
