import type { ModelSummary } from '@contract/model-card';
import type { PhotoGap } from '@contract/photo';
import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../../../src-preload/api';
import { latest } from '../latest';

/** After so many photos of a long list, those that differ come first already. */
const FIRST_CHECKED = 100;
const CHECKED_TOGETHER = 4;
/** What cannot be opened may be on its way to the disk: so many are checked again, after so long, and then ever later. */
const AGAIN_TOGETHER = 20;
const AGAIN_MS = 10_000;
const AGAIN_LATEST_MS = 300_000;

interface DomainGapParts {
  api: Api;
  /** The model of a photo that is restored in its own way. */
  ownModelOf: (photo: string) => string | undefined;
  /** Nothing is checked while photos are being restored: their report says it too. */
  isBusy: () => boolean;
  /** What differs so far. */
  onFar: (isFar: (photo: string) => boolean) => void;
}

/** How near photos are to what their model learned from. */
export class DomainGaps {
  readonly #gaps = new SvelteMap<string, PhotoGap>();
  /** How many photos were checked; null where that is not going on. */
  checked = $state<number | null>(null);
  readonly #lists = latest();
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: DomainGapParts) {}

  of(photo: string): PhotoGap | undefined {
    return this.#gaps.get(photo);
  }

  clear(): void {
    this.#lists.drop();
    clearTimeout(this.#again);
    this.checked = null;
    this.#gaps.clear();
  }

  /** Checks all of these, a few at a time, until others are asked for. */
  async refresh(model: ModelSummary | null, ids: readonly string[]): Promise<void> {
    const { isBusy, onFar } = this.parts;
    // What was found of a list that is being restored stays.
    if (isBusy()) return;
    this.clear();
    const counts = this.#lists.begin();
    if (!model) return;
    for (let at = 0; at < ids.length && !isBusy(); at += CHECKED_TOGETHER) {
      const photos = ids.slice(at, at + CHECKED_TOGETHER);
      const gaps = await this.#ask(model, photos).catch(() => null);
      if (!counts()) return;
      if (gaps === null) break;
      for (const gap of gaps) this.#gaps.set(gap.photo, gap);
      this.checked = this.#gaps.size;
      if (this.#gaps.size === FIRST_CHECKED) onFar((photo) => this.#isFar(photo));
    }
    this.checked = null;
    if (!isBusy()) onFar((photo) => this.#isFar(photo));
    this.#checkAgain(model, counts, AGAIN_MS);
  }

  /** Checks a photo that has another model now. */
  async refreshOne(model: ModelSummary | null, photo: string): Promise<void> {
    if (!model || this.parts.isBusy()) return;
    const [gap] = await this.#ask(model, [photo]).catch(() => []);
    if (gap) this.#gaps.set(photo, gap);
  }

  /** Each photo against the pair of its own model, or of `model`. */
  async #ask(model: ModelSummary, photos: readonly string[]): Promise<PhotoGap[]> {
    const { api, ownModelOf } = this.parts;
    const idOf = (photo: string) => ownModelOf(photo) ?? model.id;
    const gaps: PhotoGap[] = [];
    for (const id of new Set(photos.map(idOf))) {
      const asked = photos.filter((photo) => idOf(photo) === id);
      gaps.push(...(await api.call('restore.domainGap', { model: id, photos: asked })));
    }
    return gaps;
  }

  #checkAgain(model: ModelSummary, counts: () => boolean, waitMs: number): void {
    const broken = [...this.#gaps.values()].filter(({ unreadable }) => unreadable === true);
    if (broken.length === 0) return;
    const { isBusy } = this.parts;
    const check = async () => {
      const photos = broken.slice(0, AGAIN_TOGETHER).map(({ photo }) => photo);
      const gaps = isBusy() ? [] : await this.#ask(model, photos).catch(() => []);
      if (!counts()) return;
      for (const gap of gaps) {
        // Those that were checked come last the next time.
        this.#gaps.delete(gap.photo);
        this.#gaps.set(gap.photo, gap);
      }
      this.#checkAgain(model, counts, Math.min(2 * waitMs, AGAIN_LATEST_MS));
    };
    this.#again = setTimeout(() => void check(), waitMs);
  }

  #isFar(photo: string): boolean {
    return this.#gaps.get(photo)?.level === 'far';
  }
}
