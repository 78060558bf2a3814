import { INPUT_FORMATS, PHOTO_EXTENSIONS, type PhotoRef, type FolderRef } from '@contract/photo';
import { toFailure } from '@contract/result';
import type { Sentence } from '@contract/sentence';
import type { Api } from '../../src-preload/api';
import type { SessionState } from './session.svelte';

/** What the server's folder dialog is open for, and who waits for its answer. */
export interface FolderRequest {
  what: 'photos' | 'folder';
  answer(photos: PhotoRef[], folder: FolderRef | null): void;
}

/** What came of a file that was handed over. */
export type Handed = { photo: PhotoRef } | { refused: Sentence };

const PHOTO_TYPES = [...INPUT_FORMATS.map((format) => `image/${format}`), 'image/heif', ...PHOTO_EXTENSIONS].join(',');
const MODEL_TYPES = '.onepair';

/** Photos and folders as this shell can have them: the system's dialogs, the page's own, or the server's folders. */
export class PhotoPicker {
  /** The open request for the server's folder dialog, if any. */
  request = $state.raw<FolderRequest | null>(null);

  constructor(
    private readonly api: Api,
    private readonly session: SessionState,
  ) {}

  /** True where the server's folders can be looked through (no system dialogs). */
  get hasServerFolders(): boolean {
    return this.session.app?.nativeDialogs === false;
  }

  /** Photos chosen in the system's or the browser's own dialog; none when cancelled. */
  async pick(multiple: boolean): Promise<PhotoRef[]> {
    if (this.session.app?.nativeDialogs === true) return this.api.call('photos.pick', { multiple });
    return this.handOver(await chooseFiles(PHOTO_TYPES, multiple));
  }

  /** Photos chosen as `pick` does; one that is refused keeps none of the others out. */
  async pickEach(): Promise<Handed[]> {
    if (this.session.app?.nativeDialogs !== true) return this.handOverEach(await chooseFiles(PHOTO_TYPES, true));
    return (await this.pick(true)).map((photo) => ({ photo }));
  }

  /** A model file chosen for import, or null. */
  async pickModel(): Promise<PhotoRef | null> {
    return (await this.handOver(await chooseFiles(MODEL_TYPES, false)))[0] ?? null;
  }

  /** Hands over files that were dropped, pasted or chosen. Throws the first refusal. */
  handOver(files: readonly File[]): Promise<PhotoRef[]> {
    return Promise.all(files.map((file) => this.api.upload(file)));
  }

  /** Hands over files of which each may be refused. */
  handOverEach(files: readonly File[]): Promise<Handed[]> {
    const handOver = async (file: File): Promise<Handed> => ({ photo: await this.api.upload(file) });
    return Promise.all(
      files.map((file) => handOver(file).catch((error: unknown) => ({ refused: toFailure(error).sentence }))),
    );
  }

  /** Photos from a folder of the computer that the server runs on. */
  browsePhotos(): Promise<PhotoRef[]> {
    return new Promise((resolve) => {
      this.request = { what: 'photos', answer: resolve };
    });
  }

  /** A folder to write to, or null when cancelled. */
  async pickFolder(): Promise<FolderRef | null> {
    if (this.session.app?.nativeDialogs === true) return this.api.call('folders.pick', {});
    return new Promise((resolve) => {
      const answerFolder = (_: PhotoRef[], folder: FolderRef | null) => {
        resolve(folder);
      };
      this.request = { what: 'folder', answer: answerFolder };
    });
  }

  /** Closes the folder dialog with an answer; nothing chosen means cancelled. */
  answer(photos: PhotoRef[], folder: FolderRef | null): void {
    this.request?.answer(photos, folder);
    this.request = null;
  }
}

function chooseFiles(accept: string, multiple: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = multiple;
    input.addEventListener('change', () => {
      resolve([...(input.files ?? [])]);
    });
    input.addEventListener('cancel', () => {
      resolve([]);
    });
    input.click();
  });
}
