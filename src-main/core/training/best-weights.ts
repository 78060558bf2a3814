import type { NamedArray } from '@contract/named-array';
import { CRISPEST } from '@contract/restore-options';
import { isCrisp } from '../models/crisp';
import { prefixed, unprefixed } from '../optim/named-arrays';
import type { Checkpoint } from './types';

const PREFIX = 'best.';
/** A crisp end that lies farther below the faithful one on the held-out squares is not kept. */
const MOST_GIVEN_UP_DB = 2;
/** So near to the linear filter lies only a network that has died: nothing is added to what the filter makes. */
const DEAD_DB = 0.005;

/** The weights that a training is to end with, as far as it knows. */
export class BestWeights {
  /** What was measured last, in dB; null without held-out squares. */
  latestPsnr: number | null = null;
  #best: { psnr: number | null; weights: NamedArray[] } | null = null;

  constructor(
    private readonly evaluator: { modelPsnr(weights: NamedArray[], crisp?: number): Promise<number | null> },
    from?: Checkpoint,
  ) {
    const weights = unprefixed(from?.tensors ?? [], PREFIX);
    if (from && weights.length > 0) this.#best = { psnr: from.meta.bestPsnr, weights };
  }

  get psnr(): number | null {
    return this.#best?.psnr ?? null;
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
    const psnr = await this.evaluator.modelPsnr(weights, CRISPEST);
    this.latestPsnr = psnr;
    const crisp = weights.filter(isCrisp);
    if (this.#best && crisp.length > 0) {
      // A crisp end that has gone astray is not worth having: the one before it stays.
      if (psnr !== null && this.psnr !== null && psnr < this.psnr - MOST_GIVEN_UP_DB) return;
      if (psnr !== null && linearPsnr !== null && Math.abs(psnr - linearPsnr) < DEAD_DB) {
        this.forgetCrisp();
        return;
      }
      const faithful = this.#best.weights.filter((tensor) => !isCrisp(tensor));
      this.#best = { psnr: this.#best.psnr, weights: [...faithful, ...crisp] };
      return;
    }
    const better = psnr !== null && (this.psnr === null || psnr > this.psnr);
    if (better || inStage2) this.#best = { psnr, weights };
  }

  /** Keeps these where none were kept before. */
  fallBackTo(weights: NamedArray[]): void {
    this.#best ??= { psnr: null, weights };
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
