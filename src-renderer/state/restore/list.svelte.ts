import { countedKinds } from '@contract/batch';
import type { PhotoInfo, PhotoRef } from '@contract/photo';
import { toFailure } from '@contract/result';
import { say, inTurn, type Sentence } from '@contract/sentence';
import type { Said } from '@contract/said';
import { SvelteSet } from 'svelte/reactivity';
import type { Api } from '../../../src-preload/api';
import { atMost } from '../../lib/at-most';
import { text } from '../../lib/strings';
import { attempt } from '../attempt';
import type { Handed, PhotoPicker } from '../photo-picker.svelte';

/** Of files that are refused together, as many are named. */
const MOST_NAMED = 5;
/** Headers read at the same time. */
const READ_TOGETHER = 4;

/** A photo of the list. Of long lists, headers are read when they come into view. */
export interface RestoreItem extends PhotoRef {
  /** Its name below the folder it was found in. */
  relative: string;
  /** Where it lay in a folder that was dropped. */
  folder?: string;
  info: PhotoInfo | null;
}

/** The photos to restore. */
export class RestoreList {
  photos = $state.raw<RestoreItem[]>([]);
  problem = $state.raw<Said>('');
  readonly #readInfo: (photo: string) => Promise<void>;

  constructor(
    private readonly api: Api,
    private readonly picker: PhotoPicker,
  ) {
    this.#readInfo = atMost(READ_TOGETHER, (photo: string) => this.#putInfo(photo));
  }

  async pick(): Promise<void> {
    await this.#attempt(async () => this.#addEach(await this.picker.pickEach()));
  }

  async browse(): Promise<void> {
    await this.#attempt(async () => this.add(await this.picker.browsePhotos()));
  }

  /** Adds the photos of a folder, and of its folders. */
  async pickPhotoFolder(): Promise<void> {
    await this.#attempt(async () => {
      const folder = await this.picker.pickFolder();
      if (folder) await this.addInputs([folder.id]);
    });
  }

  /** Adds what is found behind photos and folders. */
  async addInputs(inputs: string[]): Promise<void> {
    const { photos, unread, system, problems } = await this.api.call('restore.scan', { inputs, recursive: true });
    this.append(photos);
    const told = [
      { kinds: countedKinds(unread), word: text.restore.unread },
      { kinds: countedKinds(system), word: text.restore.system },
    ].flatMap(({ kinds, word }) => (kinds === '' ? [] : [say('plain', { text: word(kinds) })]));
    const left = [...told, ...problems];
    if (left.length > 0) this.problem = inTurn(left);
  }

  /** Adds photos that were found; headers are read when they are seen. */
  append(photos: readonly Omit<RestoreItem, 'info'>[]): void {
    this.#append(photos.map(({ id, name, relative }) => ({ id, name, relative, info: null })));
  }

  /** Takes files that were dropped or pasted; `folders` says where each lay below the dropped folder. */
  async take(files: readonly File[], folders: readonly string[] = []): Promise<void> {
    await this.#addEach(await this.picker.handOverEach(files), folders);
  }

  /** Adds photos to the list; each that cannot be read is named and left out. */
  async add(photos: readonly PhotoRef[], folder = ''): Promise<void> {
    await this.#addEach(
      photos.map((photo) => ({ photo })),
      photos.map(() => folder),
    );
  }

  /** Adds what was handed over, and names what was refused of it. */
  async #addEach(handed: readonly Handed[], folders: readonly string[] = []): Promise<void> {
    this.problem = '';
    const refused: Sentence[] = [];
    for (const [index, one] of handed.entries()) {
      const said = 'refused' in one ? one.refused : await this.#addOne(one.photo, folders[index] ?? '');
      if (said) refused.push(said);
    }
    if (refused.length > 0) this.problem = inTurn(refused.slice(0, MOST_NAMED));
  }

  /** Returns why a photo cannot be read. */
  async #addOne(photo: PhotoRef, folder: string): Promise<Sentence | null> {
    if (this.photos.some((one) => one.id === photo.id)) return null;
    try {
      const info = await this.api.call('photos.info', { photo: photo.id });
      const place = folder === '' ? { relative: photo.name } : { relative: `${folder}/${photo.name}`, folder };
      this.#append([{ ...photo, ...place, info }]);
      return null;
    } catch (error) {
      return toFailure(error).sentence;
    }
  }

  /** The list of before; headers are read when they are seen. */
  takeUp(photos: readonly Omit<RestoreItem, 'info'>[]): void {
    this.#append(
      photos.map((photo) => {
        // Results of photos in folders go into such folders again.
        const folder = photo.folder ?? photo.relative.split('/').slice(0, -1).join('/');
        return { ...photo, ...(folder === '' ? {} : { folder }), info: null };
      }),
    );
  }

  /** Reads a photo's header, when it comes into view. */
  readHeader(photo: RestoreItem): void {
    if (photo.info === null) void this.#readInfo(photo.id);
  }

  /** Puts those of which this is true before the others. */
  bringForward(isFirst: (photo: string) => boolean): void {
    this.photos = [...this.photos.filter(({ id }) => isFirst(id)), ...this.photos.filter(({ id }) => !isFirst(id))];
  }

  drop(id: string): void {
    this.photos = this.photos.filter((photo) => photo.id !== id);
  }

  clear(): void {
    this.photos = [];
  }

  /** Where dropped photos lay: their folders are mirrored. */
  foldersOf(photos: readonly string[]): { folders?: Record<string, string> } {
    const wanted = new SvelteSet(photos);
    const placed = this.photos.flatMap(({ id, folder }) =>
      folder !== undefined && wanted.has(id) ? [[id, folder]] : [],
    );
    return placed.length === 0 ? {} : { folders: Object.fromEntries(placed) as Record<string, string> };
  }

  #append(photos: readonly RestoreItem[]): void {
    const known = new SvelteSet(this.photos.map(({ id }) => id));
    const added = photos.filter(({ id }) => known.size < known.add(id).size);
    this.photos = [...this.photos, ...added];
  }

  async #putInfo(photo: string): Promise<void> {
    // A photo that cannot be read keeps its place: restoring it will say why.
    const info = await this.api.call('photos.info', { photo }).catch(() => null);
    if (info) this.photos = this.photos.map((one) => (one.id === photo ? { ...one, info } : one));
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    this.problem = '';
    await attempt(work, (problem) => (this.problem = problem));
  }
}
