import type { UnsavedResult } from '@contract/job';
import type { PhotoRef } from '@contract/photo';
import type { Said } from '@contract/said';
import type { Api } from '../../../src-preload/api';
import { paneCount, sceneOf } from './compare-scene';
import { paneBounds } from './panes';
import { attempt } from '../attempt';
import { visiblePart, type Size } from '../../lib/viewport';
import { CompareDisplay } from './display.svelte';
import { UncertaintyState } from './uncertainty.svelte';
import { BlindTestState } from './blind-test.svelte';
import { keyOf, named, pictureOf, picturesOf, type Comparison, type Labels, type Shown } from './comparison';
import { Likeness, type Alike } from './likeness.svelte';
import { Previews, type Wanted } from './previews.svelte';
import { StageView } from './stage-view.svelte';

/** Who made a picture; one that was made to be looked at is `unsaved`. */
type Made = Pick<Shown, 'label' | 'model' | 'crisp' | 'unsaved'>;
/** A model as Compare asks it: `scale` times as large is what it makes. */
export interface PreviewModel extends Pick<Shown, 'label' | 'crisp'> {
  model: string;
  scale: number;
}

const photo = (label: string): Made => ({ label, model: null, crisp: null });
const madeKey = (source: string, { model, crisp }: Pick<Shown, 'model' | 'crisp'>) =>
  `${source} ${model ?? ''} ${crisp ?? ''}`;

/** Results kept side by side: one for each of the keys 1–4. */
const MOST_RESULTS = 4;

/** Photos and their restored versions under one zoom and one divider. */
export class CompareState {
  comparisons = $state.raw<Comparison[]>([]);
  current = $state(0);
  #left = $state('degraded');
  #right = $state('');
  #stage = $state.raw<Size>({ width: 1, height: 1 });
  readonly uncertainty: UncertaintyState;
  readonly blindTest: BlindTestState;
  readonly #previews: Previews;
  readonly likeness: Likeness;
  readonly display = new CompareDisplay();
  /** True until the photo that was asked for stands on the stage. */
  waiting = $state(false);
  problem = $state.raw<Said>('');
  readonly #cleanOf: Record<string, PhotoRef> = {};
  /** Every result of this session by photo, model and crispness. */
  readonly #made: Record<string, { source: PhotoRef; result: PhotoRef; made: Made }> = {};
  #lastPreview = 0;
  /** Settled when the newest result is in its place. */
  #lastAdded = Promise.resolve();
  /** Named anew wherever it is shown: the language may change. */
  readonly comparison: Comparison | null = $derived.by(() => {
    const comparison = this.comparisons[this.current];
    return comparison ? named(comparison, this.labels) : null;
  });
  readonly left: Shown | null = $derived(this.comparison && pictureOf(this.comparison, this.#left, 'degraded'));
  readonly right: Shown | null = $derived(this.comparison && pictureOf(this.comparison, this.#right, 'restored'));

  /** All that can be shown of this photo: degraded, clean, results. */
  readonly pictures: Shown[] = $derived(this.comparison ? picturesOf(this.comparison) : []);
  readonly gridPictures: Shown[] = $derived.by(() => {
    const shown = this.pictures.filter((picture) => !this.display.isHidden(picture.label));
    return shown.length > 0 ? shown : this.pictures;
  });
  /** The largest picture rules: a small degraded photo is shown as large as its restored version. */
  readonly picture: Size = $derived.by(() =>
    this.pictures.reduce<Size>((largest, one) => (one.width > largest.width ? one : largest), { width: 1, height: 1 }),
  );
  readonly panes = $derived.by(() =>
    paneBounds(paneCount(this.display.mode, this.gridPictures.length), this.#stage, this.picture),
  );
  readonly scene = $derived.by(() => {
    const { comparison, left, right, display } = this;
    if (!comparison || !left || !right) return [];
    const { mode, split, strength, gain, held } = display;
    const { degraded } = comparison;
    const grid = this.gridPictures;
    return sceneOf({
      mode,
      left,
      right,
      grid,
      degraded,
      split,
      strength,
      gain,
      held,
      uncertainty: this.uncertainty.shown,
    });
  });

  /** Each two of the results in sight that differ too little to be seen. */
  readonly alike: Alike[] = $derived.by(() => {
    const { left, right, display } = this;
    const shown =
      display.mode === 'grid' ? this.gridPictures : left && right && left.key !== right.key ? [left, right] : [];
    const results = shown.filter(({ role }) => role === 'restored');
    return results.flatMap((a, at) => results.slice(at + 1).flatMap((b) => this.likeness.of(a, b) ?? []));
  });

  /** Photos that come back from an earlier session, in their order there. */
  keptOrder: readonly string[] = [];

  readonly view = new StageView(
    () => this.picture,
    () => this.panes[0] ?? this.#stage,
  );

  constructor(
    private readonly api: Api,
    private readonly labels: Labels,
  ) {
    this.uncertainty = new UncertaintyState(api, this);
    this.blindTest = new BlindTestState(this);
    this.#previews = new Previews(api, this);
    this.likeness = new Likeness(api);
  }

  /** What is still to be restored: what stands on the right first, then the other results of this photo, then others. */
  get wanted(): Wanted[] {
    const { comparison, right } = this;
    const before = (source: string, key: string) => (source !== comparison?.source ? 2 : key === right?.key ? 0 : 1);
    return this.comparisons
      .flatMap(({ source, results }) =>
        results.flatMap(({ key, model, crisp, pending }) =>
          pending === true && model !== null ? [{ key, source, model, crisp }] : [],
        ),
      )
      .toSorted((a, b) => before(a.source, a.key) - before(b.source, b.key));
  }

  /** The whole stage in device pixels. */
  get stage() {
    return this.#stage;
  }
  set stage(stage: Size) {
    this.#stage = { width: Math.max(1, Math.round(stage.width)), height: Math.max(1, Math.round(stage.height)) };
  }

  fail(problem: Said): void {
    this.waiting = false;
    this.problem = problem;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    await attempt(work, (problem) => {
      this.fail(problem);
    });
  }

  /** Remembers which clean photo belongs to a degraded one, so that results can be measured. */
  knowClean(degraded: PhotoRef, clean: PhotoRef): void {
    this.#cleanOf[degraded.id] = clean;
  }

  /** Restores a photo to be looked at: its place is there at once, the visible part follows, then the whole. */
  async preview(source: PhotoRef, by: PreviewModel, opens = true): Promise<void> {
    this.problem = '';
    const known = this.#made[madeKey(source.id, by)];
    if (known) return this.addResult(known.source, known.result, known.made, opens);
    this.waiting = true;
    const key = `preview ${++this.#lastPreview}`;
    const added = this.#lastAdded.then(() => this.#expect(source, key, by));
    this.#lastAdded = added.catch(() => undefined);
    await this.#attempt(async () => {
      await added;
      if (opens) this.show(source.id, key);
      this.waiting = false;
      this.#previews.next();
    });
  }

  async #expect(source: PhotoRef, key: string, { scale, ...made }: PreviewModel): Promise<void> {
    const comparison = this.comparisons.find((one) => one.source === source.id) ?? (await this.#readPhoto(source));
    const { width, height } = comparison.degraded;
    const size = { width: width * scale, height: height * scale };
    const role = 'restored';
    this.#put(
      withResult(comparison, { ...size, ...made, id: key, key, role, fileName: '', score: null, pending: true }),
    );
  }

  /** The whole of a result is there. */
  async settle(key: string, { picture, rect: { width, height } }: UnsavedResult): Promise<void> {
    const comparison = this.comparisons.find(({ results }) => results.some((one) => one.key === key));
    const waiting = comparison?.results.find((one) => one.key === key);
    if (!comparison || !waiting) return;
    const { label, model, crisp } = waiting;
    const made = { label, model, crisp, unsaved: true };
    const source = { id: comparison.source, name: comparison.name };
    this.#made[madeKey(source.id, made)] = { source, result: picture, made };
    const there = { width, height, id: picture.id, fileName: picture.name, pending: false, part: null, unsaved: true };
    this.#change(key, there);
    await this.#score(source.id).catch(() => undefined);
  }

  showPart(key: string, { picture, rect }: UnsavedResult): void {
    this.#change(key, { part: { id: picture.id, rect } });
  }

  /** A result that cannot be had goes, with the reason. */
  drop(key: string, problem: Said): void {
    this.comparisons = this.comparisons
      .map((one) => ({ ...one, results: one.results.filter((result) => result.key !== key) }))
      .filter(({ results }) => results.length > 0);
    this.current = Math.max(0, Math.min(this.current, this.comparisons.length - 1));
    this.fail(problem);
  }

  /** Asks for the parts that the stage shows of the results that are still to come. */
  previewParts(): void {
    const { view, panes, stage } = this;
    void this.#previews.askParts(({ source, key }) => {
      const result = source === this.comparison?.source && this.comparison.results.find((one) => one.key === key);
      return result ? visiblePart(view.bounds, panes[0] ?? stage, result) : null;
    });
  }

  #change(key: string, change: Partial<Shown>): void {
    this.comparisons = this.comparisons.map((one) =>
      one.results.some((result) => result.key === key)
        ? { ...one, results: one.results.map((result) => (result.key === key ? { ...result, ...change } : result)) }
        : one,
    );
  }

  /**
   * A new result of a photo: shown at once on the right, where it `opens`; scale and position stay. Photos stand in their
   * kept order, then in that of the calls.
   */
  async addResult(source: PhotoRef, result: PhotoRef, made: Made, opens = true): Promise<void> {
    const added = this.#lastAdded.then(() => this.#add(source, result, made));
    this.#lastAdded = added.catch(() => undefined);
    await this.#attempt(async () => {
      await added;
      if (opens) this.show(source.id, result.id);
      this.waiting = false;
      await this.#score(source.id);
    });
  }

  async #add(source: PhotoRef, result: PhotoRef, made: Made): Promise<void> {
    const shown = await this.#read(result, 'restored', made);
    this.#made[madeKey(source.id, made)] = { source, result, made };
    const known = this.comparisons.find((one) => one.source === source.id);
    const comparison = known ?? (await this.#readPhoto(source));
    this.#put(withResult(comparison, shown));
  }

  async #readPhoto(source: PhotoRef): Promise<Comparison> {
    const clean = this.#cleanOf[source.id];
    return {
      source: source.id,
      name: source.name,
      degraded: await this.#read(source, 'degraded', photo(this.labels.degraded)),
      clean: clean ? await this.#read(clean, 'clean', photo(this.labels.clean)) : null,
      results: [],
    };
  }

  /** Takes a clean photo for the comparison shown, and measures against it. */
  async setClean(clean: PhotoRef): Promise<void> {
    const comparison = this.comparison;
    if (!comparison) return;
    this.problem = '';
    const forget = (one: Shown): Shown => ({ ...one, score: null });
    const work = async () => {
      const shown = await this.#read(clean, 'clean', photo(this.labels.clean));
      const [degraded, results] = [forget(comparison.degraded), comparison.results.map(forget)];
      this.#put({ ...comparison, clean: shown, degraded, results });
      await this.#score(comparison.source);
    };
    await attempt(work, (problem) => (this.problem = problem));
  }

  /** Opens a photo's comparison, with one of its results on the right. */
  show(source: string, result?: string): void {
    const index = this.comparisons.findIndex((one) => one.source === source);
    if (index >= 0) this.current = index;
    if (result !== undefined) this.#right = result;
  }

  step(direction: 1 | -1): void {
    const count = this.comparisons.length;
    if (count >= 2) this.#stepTo((this.current + direction + count) % count);
  }

  /** Another photo, with the same models where they are. */
  stepTo(source: string): void {
    const at = this.comparisons.findIndex((one) => one.source === source);
    if (at >= 0) this.#stepTo(at);
  }

  #stepTo(at: number): void {
    const { left, right } = this;
    this.current = at;
    // The same models on the next photo, where they are.
    const same = (shown: Shown | null) => this.comparison?.results.find((one) => one.label === shown?.label);
    this.#left = same(left)?.key ?? this.#left;
    this.#right = same(right)?.key ?? this.#right;
    this.#previews.next();
  }

  /** Puts a picture on a side by its key: 'degraded', 'clean' or a result's id. */
  put(side: 'left' | 'right', key: string): void {
    if (side === 'left') this.#left = key;
    else this.#right = key;
  }

  /** Puts one of the results (from 1) on a side. */
  choose(number: number, side: 'left' | 'right' = 'right'): void {
    const result = this.comparison?.results[number - 1];
    if (result) this.put(side, result.key);
  }

  swap(): void {
    const { left, right } = this;
    if (!left || !right) return;
    this.#left = keyOf(right);
    this.#right = keyOf(left);
  }

  #put(comparison: Comparison): void {
    const known = this.comparisons.some((one) => one.source === comparison.source);
    if (known) {
      this.comparisons = this.comparisons.map((one) => (one.source === comparison.source ? comparison : one));
      return;
    }
    const stays = this.comparison?.source;
    const placeOf = ({ source }: Comparison) => this.keptOrder.indexOf(source) + 1 || Infinity;
    this.comparisons = [...this.comparisons, comparison].toSorted((a, b) => placeOf(a) - placeOf(b) || 0);
    if (stays !== undefined) this.show(stays);
  }

  async #read(of: PhotoRef, role: Shown['role'], made: Made): Promise<Shown> {
    const { width, height } = await this.api.call('photos.info', { photo: of.id });
    return { id: of.id, key: of.id, width, height, role, fileName: of.name, ...made, score: null };
  }

  async #score(source: string): Promise<void> {
    const comparison = this.comparisons.find((one) => one.source === source);
    if (!comparison?.clean) return;
    const clean = comparison.clean.id;
    for (const picture of [comparison.degraded, ...comparison.results]) {
      if (picture.score || picture.pending === true) continue;
      // A small degraded picture of super resolution cannot be measured against its large clean one.
      if (picture.width < comparison.clean.width / 1.5) continue;
      const score = await this.api.call('compare.score', { restored: picture.id, clean });
      const now = this.comparisons.find((one) => one.source === source);
      if (now?.clean?.id !== clean) return;
      const scored = (one: Shown): Shown => (one.id === picture.id ? { ...one, score } : one);
      this.#put({ ...now, degraded: scored(now.degraded), results: now.results.map(scored) });
    }
  }
}

/** With one more result; an older one of the same model, or from the same file, gives way. */
const withResult = (comparison: Comparison, shown: Shown): Comparison => ({
  ...comparison,
  results: [...comparison.results.filter((one) => one.label !== shown.label && one.key !== shown.key), shown].slice(
    -MOST_RESULTS,
  ),
});
