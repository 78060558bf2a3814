import { NO_REMARK, type Remark } from '@contract/judgement';
import type { ModelSummary, ModelDetails } from '@contract/model-card';
import type { PhotoRef } from '@contract/photo';
import type { Sentence } from '@contract/sentence';
import type { Api } from '../../src-preload/api';
import type { PhotoPicker } from './photo-picker.svelte';
import type { SessionState } from './session.svelte';
import { text } from '../lib/strings';

/** The trained models that are kept. */
export class LibraryState {
  /** Newest first. */
  models = $state.raw<ModelSummary[]>([]);
  /** What is wrong with files of the library that cannot be used. */
  problems = $state.raw<Sentence[]>([]);
  /** Removed, and kept for a week. */
  removed = $state.raw<ModelSummary[]>([]);
  /** Stars and notes of the user's own, by the model's id. */
  remarks = $state.raw<Record<string, Remark>>({});
  details = $state.raw<Record<string, ModelDetails>>({});
  #selected = $state<string | null>(null);
  loaded = $state(false);
  /** The model file that can be dragged out, and in a browser the address of its bytes. */
  #dragged: { model: string; file: Promise<PhotoRef>; url: string } | null = null;

  constructor(
    private readonly api: Api,
    private readonly session: SessionState,
    private readonly picker: PhotoPicker,
  ) {}

  get selected(): ModelSummary | null {
    return this.models.find((model) => model.id === this.#selected) ?? null;
  }

  async start(): Promise<void> {
    this.api.on('models.changed', () => void this.refresh());
    await this.refresh();
  }

  select(id: string | null): void {
    this.#selected = id;
  }

  async refresh(): Promise<void> {
    await this.session.attempt(async () => {
      const models = await this.api.call('models.list', {});
      this.models = models.toSorted((a, b) => b.card.createdAt.localeCompare(a.card.createdAt));
      this.problems = await this.api.call('models.problems', {});
      this.removed = await this.api.call('models.removed', {});
      this.loaded = true;
      this.remarks = await this.api.call('models.remarks', {});
    });
  }

  /** Reads a model's stored crop and curve once. */
  async load(id: string): Promise<void> {
    if (this.details[id]) return;
    await this.session.attempt(async () => {
      const details = await this.api.call('models.show', { model: id });
      this.details = { ...this.details, [id]: details };
    });
  }

  remarkOf(id: string): Remark {
    return this.remarks[id] ?? NO_REMARK;
  }

  async remark(id: string, change: Partial<Remark>): Promise<void> {
    const remark = { ...this.remarkOf(id), ...change };
    this.remarks = { ...this.remarks, [id]: remark };
    await this.session.attempt(() => this.api.call('models.remark', { model: id, remark }));
  }

  async rename(id: string, name: string): Promise<void> {
    await this.session.attempt(async () => {
      const renamed = await this.api.call('models.rename', { model: id, name });
      // The name is part of the file, so a renamed model may have another id. What is shown is asked for by its id: the old
      // one goes only when nothing shows it any more.
      await this.refresh();
      if (this.#selected === id) this.#selected = renamed.id;
      this.details = Object.fromEntries(Object.entries(this.details).filter(([key]) => key !== id));
    });
  }

  /** Removes a model; the notice that says so offers to undo it. */
  async remove(id: string): Promise<void> {
    await this.session.attempt(async () => {
      const name = this.models.find((model) => model.id === id)?.name ?? '';
      const model = await this.api.call('models.discard', { model: id });
      if (this.#selected === id) this.#selected = null;
      await this.refresh();
      const run = () => void this.bringBack(model);
      this.session.tell('good', text.library.removed(name), { label: text.library.undo, run });
    });
  }

  async bringBack(model: string): Promise<void> {
    await this.session.attempt(async () => {
      const back = await this.api.call('models.bringBack', { model });
      await this.refresh();
      this.#selected = back.id;
    });
  }

  /** Takes model files that were dropped; a refused one is named and keeps none of the others out. */
  async take(files: readonly File[]): Promise<void> {
    for (const file of files) {
      await this.session.attempt(async () => {
        const [handed] = await this.picker.handOver([file]);
        if (handed) await this.importPicked(handed);
      });
    }
  }

  async importFile(): Promise<void> {
    await this.session.attempt(async () => {
      const file = await this.picker.pickModel();
      if (file) await this.importPicked(file);
    });
  }

  /** Takes a model file that is known by its id, and shows it. */
  async importPicked(file: PhotoRef): Promise<void> {
    const model = await this.api.call('models.import', { file: file.id });
    await this.refresh();
    this.#selected = model.id;
    this.session.tell('good', text.library.imported(model.name));
  }

  async exportTo(id: string): Promise<void> {
    await this.session.attempt(async () => {
      const folder = await this.picker.pickFolder();
      if (!folder) return;
      const { savedAs } = await this.api.call('models.export', { model: id, folder: folder.id });
      this.session.tell('good', text.library.exported(savedAs));
    });
  }

  /** Readies a model's file, since a drag begins with the data at hand. */
  async readyDrag(model: ModelSummary): Promise<void> {
    if (this.#dragged?.model === model.id) return;
    if (this.#dragged?.url) URL.revokeObjectURL(this.#dragged.url);
    const dragged = { model: model.id, file: this.api.call('models.file', { model: model.id }), url: '' };
    this.#dragged = dragged;
    await this.session.attempt(async () => {
      const file = await dragged.file;
      if (this.api.download) dragged.url = URL.createObjectURL(await this.api.download(file));
    });
  }

  /** The model leaves the page as a file: the system's own drag in Electron, the browser's download elsewhere. */
  drag(event: DragEvent, model: ModelSummary): void {
    const dragged = this.#dragged?.model === model.id ? this.#dragged : null;
    const toSystem = this.api.dragOut !== undefined;
    if (toSystem || !dragged?.url) event.preventDefault();
    if (!dragged) return;
    if (toSystem) {
      void this.session.attempt(async () => {
        await this.api.dragOut?.(await dragged.file);
      });
    } else event.dataTransfer?.setData('DownloadURL', `application/octet-stream:${fileName(model)}:${dragged.url}`);
  }
}

/** The browser cuts at colons. */
const fileName = ({ name }: ModelSummary): string => `${name.replaceAll(/[^\p{L}\p{N} _.-]/gu, '_')}.onepair`;
