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

  constructor(private readonly compare: { readonly comparisons: readonly Comparison[] }) {}

  get count() {
    return this.#trials.length;
  }

  open(): void {
    this.isOpen = true;
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
    const photos = this.compare.comparisons.map(photoOf);
    return planBlindTest({ photos, trials: TRIALS, crop: this.#crop, seed });
  }
}

const labelsOf = (trials: readonly Trial[]): string[] => [
  ...new Set(trials.flatMap(({ left, right }) => [left.label, right.label])),
];

/** The results compete; a single one competes with its original, when that is as large. */
function photoOf({ name, degraded, results }: Comparison): BlindTestPhoto {
  const [first] = results;
  const { width, height } = first ?? degraded;
  const rivals = results.length === 1 ? [...results, degraded] : results;
  const equal = rivals.filter((one: Shown) => sameSize(one, { width, height }));
  return { name, width, height, versions: Object.fromEntries(equal.map(({ label, id }) => [label, id])) };
}
