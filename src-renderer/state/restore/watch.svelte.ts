import { createArrivals, isNothingYet, WATCHED_EVERY_MS } from '@contract/arrivals';
import type { ListedPhoto } from '@contract/batch';
import type { FolderRef } from '@contract/photo';
import { toFailure } from '@contract/result';
import type { Said } from '@contract/said';
import type { Api } from '../../../src-preload/api';
import { attempt } from '../attempt';
import type { PhotoPicker } from '../photo-picker.svelte';

/** A folder whose photos are restored as they come in, by the same rules as `onepair watch`. */
export class WatchState {
  folder = $state.raw<FolderRef | null>(null);
  /** Whether it goes on when the app is started again. */
  keeps = $state(false);
  problem = $state.raw<Said>('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: Api,
    private readonly picker: PhotoPicker,
    /** Called after each scan, with what has come. */
    private readonly take: (arrived: ListedPhoto[]) => void,
  ) {}

  async pick(): Promise<void> {
    this.problem = '';
    await attempt(
      async () => {
        const folder = await this.picker.pickFolder();
        if (folder) this.begin(folder);
      },
      (problem) => (this.problem = problem),
    );
  }

  begin(folder: FolderRef): void {
    this.end();
    this.folder = folder;
    const arrivals = createArrivals();
    const goOn = () => {
      this.#timer = setTimeout(() => {
        void this.#scan(folder).then((photos) => {
          if (this.folder !== folder) return;
          const arrived = new Set(arrivals.of(photos));
          this.take(photos.filter(({ id }) => arrived.has(id)));
          goOn();
        });
      }, WATCHED_EVERY_MS);
    };
    goOn();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.folder = null;
    this.keeps = false;
    this.problem = '';
  }

  async #scan({ id }: FolderRef): Promise<ListedPhoto[]> {
    try {
      const { photos, problems } = await this.api.call('restore.scan', { inputs: [id], recursive: false });
      this.problem = problems[0] ?? '';
      return photos;
    } catch (error) {
      const failure = toFailure(error);
      this.problem = isNothingYet(failure) ? '' : failure.sentence;
      return [];
    }
  }
}
