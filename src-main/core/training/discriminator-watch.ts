import type { NamedArray } from '@contract/named-array';
import type { StepLosses } from '../models/method';

/** Steps of stage 2 that are looked at together. */
const WINDOW = 100;
/**
 * A discriminator whose loss is below this is never in doubt: of the dense one (two cross entropies, 2·ln 2 ≈ 1.39 when it
 * guesses), and of the convolutional one (two hinge losses, 2 when it guesses).
 */
const SURE_BELOW = { dense: 0.05, convolutional: 0.5 } as const;
/**
 * The restorations are being given up for the discriminator's sake when their pixel loss has grown so much. Against the
 * convolutional one it grows in any case, and from the first steps on.
 */
const WORSE_BY = { dense: 2, convolutional: 0 } as const;

/**
 * Tells when the discriminator has won: over the last 100 steps it was never in doubt, and meanwhile, for a dense one, the
 * pixel loss has doubled against the first 100 steps of stage 2. There either alone is harmless: a sure discriminator with a
 * small λ changes little, and the pixel loss moves a little by itself.
 */
export class DiscriminatorWatch {
  readonly #recent: Pick<StepLosses, 'pixel' | 'discriminator'>[];
  #firstPixel: number | null;

  /** `from` are the arrays of a watch that it goes on for. */
  constructor(
    private readonly kind: keyof typeof SURE_BELOW = 'dense',
    from: readonly NamedArray[] = [],
  ) {
    const numbers = (name: string) => [...(from.find((array) => array.name === name)?.data ?? [])];
    const discriminator = numbers('discriminator');
    this.#recent = numbers('pixel').map((pixel, at) => ({ pixel, discriminator: discriminator[at]! }));
    this.#firstPixel = numbers('first')[0] ?? null;
  }

  /** Takes in the losses of one step; true once the discriminator has won. */
  add(losses: StepLosses): boolean {
    if (losses.discriminator === null) return false;
    this.#recent.push(losses);
    if (this.#recent.length < WINDOW) return false;
    const pixel = mean(this.#recent, ({ pixel }) => pixel);
    const discriminator = mean(this.#recent, ({ discriminator }) => discriminator ?? 0);
    this.#firstPixel ??= pixel;
    this.#recent.shift();
    return discriminator < SURE_BELOW[this.kind] && pixel > WORSE_BY[this.kind] * this.#firstPixel;
  }

  /** As a checkpoint holds it. */
  arrays(): NamedArray[] {
    const array = (name: string, numbers: number[]): NamedArray[] =>
      numbers.length === 0 ? [] : [{ name, shape: [numbers.length], dtype: 'F64', data: Float64Array.from(numbers) }];
    return [
      ...array(
        'pixel',
        this.#recent.map(({ pixel }) => pixel),
      ),
      ...array(
        'discriminator',
        this.#recent.map(({ discriminator }) => discriminator ?? 0),
      ),
      ...array('first', this.#firstPixel === null ? [] : [this.#firstPixel]),
    ];
  }
}

function mean<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0) / values.length;
}
