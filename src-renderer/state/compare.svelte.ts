import type { PhotoRef, Score } from '@contract/photo';
import { toFailure } from '@contract/result';
import type { Api } from '../../src-preload/api';
import type { DrawnPhoto } from '../lib/draw-photo';
import { StageView } from './stage-view.svelte';

/** One picture that can be put on either side of the divider. */
export interface Shown extends DrawnPhoto {
  role: 'degraded' | 'restored' | 'clean';
  label: string;
  fileName: string;
  /** Against the clean photo; null while unknown. */
  score: Score | null;
}

/** A photo with what became of it. */
export interface Comparison {
  source: string;
  name: string;
  degraded: Shown;
  clean: Shown | null;
  results: Shown[];
}

/** Results kept side by side: one for each of the keys 1–4. */
export const MOST_RESULTS = 4;

/** Photos and their restored versions under one zoom and one divider. */
export class CompareState {
  readonly #api: Api;
  #comparisons = $state.raw<Comparison[]>([]);
  #current = $state(0);
  #left = $state('degraded');
  #right = $state('');
  #split = $state(0.5);
  #waiting = $state(false);
  #problem = $state('');
  readonly #cleanOf: Record<string, PhotoRef> = {};
  #degradedLabel: string;
  #cleanLabel: string;

  readonly comparison: Comparison | null = $derived(this.#comparisons[this.#current] ?? null);
  readonly left: Shown | null = $derived(this.comparison && pictureOf(this.comparison, this.#left, 'degraded'));
  readonly right: Shown | null = $derived(this.comparison && pictureOf(this.comparison, this.#right, 'restored'));

  /** The larger picture rules: a small degraded photo is shown as large as its restored version. */
  readonly view = new StageView(() => {
    const { left, right } = this;
    if (!left || !right) return left ?? right ?? { width: 1, height: 1 };
    return left.width > right.width ? left : right;
  });

  constructor(api: Api, labels: { degraded: string; clean: string }) {
    this.#api = api;
    this.#degradedLabel = labels.degraded;
    this.#cleanLabel = labels.clean;
  }

  get comparisons() {
    return this.#comparisons;
  }
  get current() {
    return this.#current;
  }
  get split() {
    return this.#split;
  }
  set split(split: number) {
    this.#split = split;
  }
  /** True from a restore started for this view until its first result is here. */
  get waiting() {
    return this.#waiting;
  }
  get problem() {
    return this.#problem;
  }

  expect(): void {
    this.#waiting = true;
    this.#problem = '';
  }

  fail(message: string): void {
    this.#waiting = false;
    this.#problem = message;
  }

  /** Remembers which clean photo belongs to a degraded one, so that results can be measured. */
  knowClean(degraded: PhotoRef, clean: PhotoRef): void {
    this.#cleanOf[degraded.id] = clean;
  }

  /** A new result of a photo: shown at once on the right; scale and position stay. */
  async addResult(source: PhotoRef, result: PhotoRef, label: string): Promise<void> {
    try {
      const shown = await this.#read(result, 'restored', label);
      let comparison = this.#comparisons.find((one) => one.source === source.id);
      if (!comparison) {
        const clean = this.#cleanOf[source.id];
        comparison = {
          source: source.id,
          name: source.name,
          degraded: await this.#read(source, 'degraded', this.#degradedLabel),
          clean: clean ? await this.#read(clean, 'clean', this.#cleanLabel) : null,
          results: [],
        };
      }
      const results = [...comparison.results.filter((one) => one.label !== label), shown].slice(-MOST_RESULTS);
      this.#put({ ...comparison, results });
      this.show(source.id, result.id);
      this.#waiting = false;
      await this.#score(source.id);
    } catch (error) {
      this.fail(toFailure(error).message);
    }
  }

  /** Takes a clean photo for the comparison shown, and measures against it. */
  async setClean(clean: PhotoRef): Promise<void> {
    const comparison = this.comparison;
    if (!comparison) return;
    this.#problem = '';
    try {
      const shown = await this.#read(clean, 'clean', this.#cleanLabel);
      const forget = (one: Shown): Shown => ({ ...one, score: null });
      this.#put({
        ...comparison,
        clean: shown,
        degraded: forget(comparison.degraded),
        results: comparison.results.map(forget),
      });
      await this.#score(comparison.source);
    } catch (error) {
      this.#problem = toFailure(error).message;
    }
  }

  /** Opens a photo's comparison, with one of its results on the right. */
  show(source: string, result?: string): void {
    const index = this.#comparisons.findIndex((one) => one.source === source);
    if (index >= 0) this.#current = index;
    if (result !== undefined) this.#right = result;
  }

  step(direction: 1 | -1): void {
    const count = this.#comparisons.length;
    if (count < 2) return;
    const label = this.right?.label;
    this.#current = (this.#current + direction + count) % count;
    // The same model on the next photo, where there is one.
    const same = this.comparison?.results.find((one) => one.label === label);
    if (same) this.#right = same.id;
  }

  /** Puts a picture on a side by its key: 'degraded', 'clean' or a result's id. */
  put(side: 'left' | 'right', key: string): void {
    if (side === 'left') this.#left = key;
    else this.#right = key;
  }

  choose(number: number): void {
    const result = this.comparison?.results[number - 1];
    if (result) this.#right = result.id;
  }

  #put(comparison: Comparison): void {
    const known = this.#comparisons.some((one) => one.source === comparison.source);
    this.#comparisons = known
      ? this.#comparisons.map((one) => (one.source === comparison.source ? comparison : one))
      : [...this.#comparisons, comparison];
  }

  async #read(photo: PhotoRef, role: Shown['role'], label: string): Promise<Shown> {
    const { width, height } = await this.#api.call('photos.info', { photo: photo.id });
    return { id: photo.id, width, height, role, label, fileName: photo.name, score: null };
  }

  async #score(source: string): Promise<void> {
    const comparison = this.#comparisons.find((one) => one.source === source);
    if (!comparison?.clean) return;
    const clean = comparison.clean.id;
    for (const picture of [comparison.degraded, ...comparison.results]) {
      if (picture.score) continue;
      // A small degraded picture of super resolution cannot be measured against its large clean one.
      if (picture.width < comparison.clean.width / 1.5) continue;
      const score = await this.#api.call('compare.score', { restored: picture.id, clean });
      const now = this.#comparisons.find((one) => one.source === source);
      if (now?.clean?.id !== clean) return;
      const scored = (one: Shown): Shown => (one.id === picture.id ? { ...one, score } : one);
      this.#put({ ...now, degraded: scored(now.degraded), results: now.results.map(scored) });
    }
  }
}

function pictureOf(comparison: Comparison, key: string, otherwise: 'degraded' | 'restored'): Shown | null {
  if (key === 'degraded') return comparison.degraded;
  if (key === 'clean' && comparison.clean) return comparison.clean;
  const result = comparison.results.find((one) => one.id === key);
  if (result) return result;
  return otherwise === 'degraded' ? comparison.degraded : (comparison.results.at(-1) ?? null);
}
