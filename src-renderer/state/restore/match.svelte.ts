import type { ModelSummary } from '@contract/model-card';
import type { PhotoFit } from '@contract/photo';
import { SvelteMap } from 'svelte/reactivity';
import type { Api } from '../../../src-preload/api';

/** After so many photos of a long list, those that differ come first already. */
const FIRST_FITTED = 100;
const FITTED_TOGETHER = 4;

interface FitParts {
  api: Api;
  /** Nothing is looked at while photos are being restored: their report says it too. */
  isBusy: () => boolean;
  /** What differs so far. */
  onFar: (isFar: (photo: string) => boolean) => void;
}

/** How near photos are to what a model learned from. */
export class FitState {
  readonly #parts: FitParts;
  readonly #fits = new SvelteMap<string, PhotoFit>();
  #looked = $state<number | null>(null);
  #round = 0;

  constructor(parts: FitParts) {
    this.#parts = parts;
  }

  /** How many photos were looked at; null where that is not going on. */
  get looked() {
    return this.#looked;
  }

  of(photo: string): PhotoFit | undefined {
    return this.#fits.get(photo);
  }

  clear(): void {
    this.#round += 1;
    this.#looked = null;
    this.#fits.clear();
  }

  /** Looks at all of these, a few at a time, until others are asked for. */
  async refresh(model: ModelSummary | null, ids: readonly string[]): Promise<void> {
    const { api, isBusy, onFar } = this.#parts;
    // What was found of a list that is being restored stays.
    if (isBusy()) return;
    this.clear();
    const round = this.#round;
    if (!model) return;
    for (let at = 0; at < ids.length && !isBusy(); at += FITTED_TOGETHER) {
      const photos = ids.slice(at, at + FITTED_TOGETHER);
      const fits = await api.call('restore.fit', { model: model.id, photos }).catch(() => null);
      if (round !== this.#round) return;
      if (fits === null) break;
      for (const fit of fits) this.#fits.set(fit.photo, fit);
      this.#looked = this.#fits.size;
      if (this.#fits.size === FIRST_FITTED) onFar((photo) => this.#isFar(photo));
    }
    this.#looked = null;
    if (!isBusy()) onFar((photo) => this.#isFar(photo));
  }

  #isFar(photo: string): boolean {
    return this.#fits.get(photo)?.level === 'far';
  }
}
