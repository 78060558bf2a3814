import type { NamedArray } from '@contract/named-array';
import { CRISPEST } from '@contract/restore-options';
import { isCrisp } from '../models/crisp';
import { prefixed, unprefixed } from '../optim/named-arrays';
import type { Scores } from './evaluator';
import type { Checkpoint } from './types';

const PREFIX = 'best.';
/** A crisp end that lies farther below the faithful one on the held-out squares is not kept. */
const MOST_GIVEN_UP_DB = 2;
/** So near to the linear filter lies only a network that has died: nothing is added to what the filter makes. */
const DEAD_DB = 0.005;

/** The weights that a training is to end with, as far as it knows. */
export class BestWeights {
  /** What was measured last. */
  latest: Scores = { psnr: null };
  #best: { scores: Scores; weights: NamedArray[] } | null = null;

  constructor(
    private readonly evaluator: { modelScores(weights: NamedArray[], crisp?: number): Promise<Scores> },
    from?: Checkpoint,
  ) {
    const weights = unprefixed(from?.tensors ?? [], PREFIX);
    if (from && weights.length > 0) this.#best = { scores: { psnr: from.meta.bestPsnr }, weights };
  }

  get scores(): Scores {
    return this.#best?.scores ?? { psnr: null };
  }

  get psnr(): number | null {
    return this.scores.psnr;
  }

  /** Null while none were kept. */
  get weights(): NamedArray[] | null {
    return this.#best?.weights ?? null;
  }

  /**
   * Measures the held-out squares; keeps the weights when no earlier ones were better. In stage 2 the last ones are kept
   * while the discriminator has not won: they are not trained for PSNR alone. They are then the crisp end of a model with
   * both ends, and the best of stage 1 stay its faithful one.
   */
  async measure(weights: NamedArray[], inStage2: boolean, linearPsnr: number | null = null): Promise<void> {
    const measured = await this.evaluator.modelScores(weights, CRISPEST);
    const { psnr } = measured;
    const crisp = weights.filter(isCrisp);
    this.latest = crisp.length === 0 ? measured : { psnr };
    if (this.#best && crisp.length > 0) {
      // A crisp end that has gone astray is not worth having: the one before it stays.
      if (psnr !== null && this.psnr !== null && psnr < this.psnr - MOST_GIVEN_UP_DB) return;
      if (psnr !== null && linearPsnr !== null && Math.abs(psnr - linearPsnr) < DEAD_DB) {
        this.forgetCrisp();
        return;
      }
      const faithful = this.#best.weights.filter((tensor) => !isCrisp(tensor));
      this.#best = { scores: this.scores, weights: [...faithful, ...crisp] };
      return;
    }
    const better = psnr !== null && (this.psnr === null || psnr > this.psnr);
    if (better || inStage2) this.#best = { scores: this.latest, weights };
  }

  /** Keeps these where none were kept before. */
  fallBackTo(weights: NamedArray[]): void {
    this.#best ??= { scores: { psnr: null }, weights };
  }

  /** Leaves only the faithful end. */
  forgetCrisp(): void {
    if (this.#best) this.#best = { ...this.#best, weights: this.#best.weights.filter((tensor) => !isCrisp(tensor)) };
  }

  /** As a checkpoint holds them. */
  arrays(): NamedArray[] {
    return prefixed(this.weights ?? [], PREFIX);
  }
}
