import type { NamedArray } from '@contract/named-array';
import { strengthLoss } from '../losses/strength';
import type { PatchBatch } from '../patches/sampler';
import type { Random } from '../random';
import { tf } from '../tf';
import { Discriminator } from './discriminator';
import type { Generator } from './generator';
import type { StepLosses } from './method';
import { PatchDiscriminator } from './patch-discriminator';

type AdversarialLosses = Omit<StepLosses, 'pixel'>;

/** What stage 1 has of it. */
export const NO_ADVERSARY: AdversarialLosses = { adversarial: null, discriminator: null };

/** The strength of texture counts so many times as much as the discriminator's judgement. */
const STRENGTH = 5;

/** The discriminator's part in a step of the generator. */
export interface Adversary {
  /**
   * First the discriminator learns from these restorations, then it judges them: both losses, and the gradient of L_ADV with
   * respect to the errors x̂ − x. To be called within `tf.tidy`.
   */
  meet(
    error: tf.Tensor,
    batch: PatchBatch,
    rate: number,
    positionError: Float64Array,
  ): AdversarialLosses & { gradient: tf.Tensor };
  state(): NamedArray[];
  dispose(): void;
}

/** The paper's: whole patches, two fully connected layers. */
export class PatchAdversary implements Adversary {
  readonly #generator: Generator;
  readonly #discriminator: Discriminator;

  constructor(generator: Generator, random: Random, state?: NamedArray[]) {
    this.#generator = generator;
    this.#discriminator = new Discriminator(generator.discriminatedPixels, random, state);
  }

  meet(error: tf.Tensor, batch: PatchBatch, rate: number) {
    const clean = tf.tensor(batch.clean!, error.shape);
    const patches = this.#generator.asPatches(clean);
    const restored = this.#generator.asPatches(tf.add(clean, error));
    const discriminator = this.#discriminator.trainStep(patches, restored, rate);
    const { loss, gradient } = this.#discriminator.generatorLoss(restored);
    const adversarial = loss.dataSync<'float32'>()[0]!;
    return { adversarial, discriminator, gradient: this.#generator.fromPatches(gradient) };
  }

  state(): NamedArray[] {
    return this.#discriminator.state();
  }

  dispose(): void {
    this.#discriminator.dispose();
  }
}

/** A convolutional one that sees what people will see: pictures whose overlaps are averaged, without blind borders. */
export class PictureAdversary implements Adversary {
  readonly #generator: Generator;
  readonly #discriminator: PatchDiscriminator;

  constructor(generator: Generator, random: Random, state?: NamedArray[]) {
    this.#generator = generator;
    this.#discriminator = new PatchDiscriminator(random, generator.discriminatorRate, state);
  }

  meet(error: tf.Tensor, batch: PatchBatch, rate: number, positionError: Float64Array) {
    const seen = (values: tf.Tensor) => this.#generator.asPictures(values, positionError);
    const clean = seen(tf.tensor(batch.clean!, error.shape));
    const restored = (from: tf.Tensor): tf.Tensor4D => tf.add(clean, seen(from));
    const pictures = restored(error);
    const discriminator = this.#discriminator.trainStep(clean, pictures, rate);
    const { value, grad } = tf.valueAndGrad((of: tf.Tensor4D) => this.#discriminator.generatorLoss(of))(pictures);
    const { strengthGain } = this.#generator;
    const texture = tf.grad((of: tf.Tensor) => strengthLoss(of as tf.Tensor4D, clean, strengthGain))(pictures);
    const gradient = tf.grad(restored)(error, tf.add(grad, tf.mul(texture, STRENGTH)));
    return { adversarial: value.dataSync<'float32'>()[0]!, discriminator, gradient };
  }

  state(): NamedArray[] {
    return this.#discriminator.state();
  }

  dispose(): void {
    this.#discriminator.dispose();
  }
}
