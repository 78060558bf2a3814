import type { StepLosses } from '../models/method';

/** Steps of stage 2 that are looked at together. */
const WINDOW = 100;
/** A discriminator whose loss (two cross entropies, 2·ln 2 ≈ 1.39 when it guesses) is below this is never in doubt. */
const SURE_BELOW = 0.05;
/** The restorations are being given up for the discriminator's sake when their pixel loss has grown so much. */
const WORSE_BY = 2;

/**
 * Tells when the discriminator has won: over the last 100 steps it was never in doubt, and meanwhile the pixel loss has
 * doubled against the first 100 steps of stage 2. Either alone is harmless: a sure discriminator with a small λ changes
 * little, and the pixel loss moves a little by itself.
 */
export class DiscriminatorWatch {
  readonly #recent: StepLosses[] = [];
  #firstPixel: number | null = null;

  /** Takes in the losses of one step; true once the discriminator has won. */
  add(losses: StepLosses): boolean {
    if (losses.discriminator === null) return false;
    this.#recent.push(losses);
    if (this.#recent.length < WINDOW) return false;
    const pixel = mean(this.#recent, ({ pixel }) => pixel);
    const discriminator = mean(this.#recent, ({ discriminator }) => discriminator ?? 0);
    this.#firstPixel ??= pixel;
    this.#recent.shift();
    return discriminator < SURE_BELOW && pixel > WORSE_BY * this.#firstPixel;
  }
}

function mean<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0) / values.length;
}
