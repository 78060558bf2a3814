import type { HistoryPoint } from '@contract/model-card';
import type { StepLosses } from '../models/method';

type Means = Pick<HistoryPoint, 'loss' | 'adversarialLoss' | 'discriminatorLoss'>;

/** The mean losses of the steps since the last point of the curve. */
export class LossMeans {
  #sums = { pixel: 0, adversarial: 0, discriminator: 0 };
  #steps = 0;
  #adversarialSteps = 0;

  add({ pixel, adversarial, discriminator }: StepLosses): void {
    this.#sums.pixel += pixel;
    this.#steps += 1;
    if (adversarial === null || discriminator === null) return;
    this.#sums.adversarial += adversarial;
    this.#sums.discriminator += discriminator;
    this.#adversarialSteps += 1;
  }

  /** Null before the first step. */
  means(): Means | null {
    if (this.#steps === 0) return null;
    const against = (sum: number) => (this.#adversarialSteps === 0 ? null : sum / this.#adversarialSteps);
    return {
      loss: this.#sums.pixel / this.#steps,
      adversarialLoss: against(this.#sums.adversarial),
      discriminatorLoss: against(this.#sums.discriminator),
    };
  }

  reset(): void {
    this.#sums = { pixel: 0, adversarial: 0, discriminator: 0 };
    this.#steps = 0;
    this.#adversarialSteps = 0;
  }
}
