import { SvelteSet } from 'svelte/reactivity';
import { planBlindTest, standingsOf, type Answered, type Choice, type BlindTestPhoto, type Trial } from './blind-test';
import { sameSize } from './compare-scene';
import type { Size } from '../../lib/viewport';
import type { Comparison, Shown } from './comparison';

/** Crops asked about in one blind test. */
const TRIALS = 20;

/** Which of two nameless crops is better, again and again: what the eye prefers when it does not know whose work it sees. */
export class BlindTestState {
  isOpen = $state(false);
  #trials = $state.raw<Trial[]>([]);
  answered = $state.raw<Answered[]>([]);
  #crop: Size = { width: 256, height: 256 };

  /** The question asked now; null before the first and after the last. */
  readonly trial: Trial | null = $derived.by(() => this.#trials[this.answered.length] ?? null);
  readonly standings = $derived.by(() => standingsOf(this.answered, labelsOf(this.#trials)));
  readonly possible: boolean = $derived.by(() => this.#plan(0).length > 0);
  /** Everybody who could take part: all that stand in two pictures of one photo. */
  readonly contestants: string[] = $derived.by(() => [
    ...new SvelteSet(this.compare.comparisons.flatMap((one) => Object.keys(photoOf(one).versions))),
  ]);
  /** Who takes part; null: whoever stands beside the photo that was shown. */
  #chosen = $state.raw<readonly string[] | null>(null);
  readonly chosen: readonly string[] = $derived.by(() => {
    const rivals = this.contestants.filter((label) => this.#chosen?.includes(label) ?? this.#isUsual(label));
    return rivals.length > 1 ? rivals : this.contestants;
  });

  constructor(
    private readonly compare: { readonly comparisons: readonly Comparison[]; readonly comparison: Comparison | null },
  ) {}

  /** The results of the photo shown; a single one meets its original. */
  #isUsual(label: string): boolean {
    const results = this.compare.comparison?.results ?? [];
    return results.length < 2 || results.some((one) => one.label === label);
  }

  /** Lets one take part or not, and asks again; two stay at least. */
  choose(label: string, takesPart: boolean): void {
    const chosen = this.contestants.filter((one) => (one === label ? takesPart : this.chosen.includes(one)));
    if (chosen.length < 2) return;
    this.#chosen = chosen;
    this.answered = [];
    this.#trials = [];
  }

  get count() {
    return this.#trials.length;
  }

  open(): void {
    this.isOpen = true;
    this.#chosen = null;
    this.#trials = [];
    this.answered = [];
  }

  close(): void {
    this.isOpen = false;
  }

  /** Draws the questions. `crop` is what one pane shows, in pixels of the photo; `seed` decides everything. */
  begin(crop: Size, seed: number): void {
    this.#crop = crop;
    this.answered = [];
    this.#trials = this.#plan(seed);
  }

  answer(choice: Choice): void {
    if (this.trial) this.answered = [...this.answered, { ...this.trial, choice }];
  }

  /** Takes the last answer back. */
  back(): void {
    this.answered = this.answered.slice(0, -1);
  }

  /** Ends here with the answers so far. */
  finish(): void {
    this.#trials = this.#trials.slice(0, this.answered.length);
  }

  #plan(seed: number): Trial[] {
    const photos = this.compare.comparisons.map(photoOf).map(({ versions, ...photo }) => ({
      ...photo,
      versions: Object.fromEntries(Object.entries(versions).filter(([label]) => this.chosen.includes(label))),
    }));
    return planBlindTest({ photos, trials: TRIALS, crop: this.#crop, seed });
  }
}

/** What has a result that is there. */
const isThere = ({ pending }: Shown) => pending !== true;

const labelsOf = (trials: readonly Trial[]): string[] => [
  ...new Set(trials.flatMap(({ left, right }) => [left.label, right.label])),
];

/** The results that are there, and the original; what is not as large cannot take part. */
function photoOf({ name, degraded, results }: Comparison): BlindTestPhoto {
  const there = results.filter(isThere);
  const { width, height } = there[0] ?? degraded;
  const rivals = there.length === 0 ? [] : [...there, degraded];
  const equal = rivals.filter((one: Shown) => sameSize(one, { width, height }));
  return { name, width, height, versions: Object.fromEntries(equal.map(({ label, id }) => [label, id])) };
}
