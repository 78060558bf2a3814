import { hasIngredient, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { tf } from '../tf';
import { crispLoss, pixelLosses } from '../losses/pixel';
import { Adam } from '../optim/adam';
import { Muon } from '../optim/muon';
import { findArray, needArray, prefixed, readState, unprefixed, writeState } from '../optim/named-arrays';
import { PatchAdversary, PictureAdversary, NO_ADVERSARY, type Adversary } from './adversary';
import { crispTensors } from './crisp';
import type { Generator, LossGradient } from './generator';
import { overlapTensors } from './overlap';
import { baselineTensors } from './residual-targets';
import { type Learner, type LearnerInput, type Phase, type StepLosses } from './method';

const CLIP_NORM = 1;
/** Every so many steps the averaged weights and the error of each patch position take in the current ones. */
const AVERAGE_EVERY = 4;
const AVERAGE_DECAY = 0.995;
const DISCRIMINATOR = 'discriminator.';
const MUON = 'muon.momentum';
const momentumArray = (data: Float32Array): NamedArray => ({ name: MUON, shape: [data.length], dtype: 'F32', data });

/** Overlapping patches before a convolutional discriminator: measured for these alone (docs/tuning.md). */
const addedUp = ({ discriminator, mode }: TrainSettings) => discriminator === 'convolutional' && mode === 'patch2patch';

/** The pixel loss beside a discriminator. */
const beside = (settings: TrainSettings) => (addedUp(settings) ? crispLoss : pixelLosses.l2);

/** There the discriminator learns at the peak rate throughout: falling with the generator's it could not tell any more. */
const rateAgainst = (settings: TrainSettings, rate: number) =>
  addedUp(settings) ? (settings.stage2Rate ?? settings.rate) : rate;

/**
 * Trains a generator with Adam: stage 1 on the pixel loss alone, stage 2 (paper Sec. 4, 'Incremental GAN') on
 * L_G = L_MSE + λ·L_ADV from the weights of stage 1, one step of the discriminator before each of its own.
 */
export class GeneratorLearner implements Learner {
  readonly #input: LearnerInput;
  readonly #generator: Generator;
  #adam: Adam<tf.Tensor>;
  /** Of the hidden layers in stage 1, where the settings have it. */
  #muon: Muon | null;
  #theta: tf.Tensor;
  #previous: tf.Tensor;
  #average: tf.Tensor | null;
  #positionError: Float64Array;
  /** Steps of the current stage. */
  #steps: number;
  #discriminator: Adversary | null = null;
  /** The weights that stage 1 ended with, where they are to be kept beside those of stage 2. */
  #faithful: Float32Array | null = null;

  constructor(input: LearnerInput, generator: Generator) {
    const { settings, state, begin } = input;
    this.#input = input;
    this.#generator = generator;
    const from = state && readState(state);
    const theta = from?.theta ?? (begin ? generator.thetaOf(begin) : generator.initialTheta(input.random));
    const tensor = (data: Float32Array) => tf.keep(tf.tensor(data, generator.thetaShape));
    this.#theta = tensor(theta);
    this.#previous = tf.keep(tf.clone(this.#theta));
    this.#average = hasIngredient(settings, 'weight-average')
      ? tensor((state && findArray(state, 'average', 'F32')) ?? theta)
      : null;
    this.#adam = new Adam(this.#theta, from);
    this.#positionError = state ? needArray(state, 'position.error', 'F64') : new Float64Array(generator.positions);
    this.#steps = from?.steps ?? 0;
    const discriminator = state ? unprefixed(state, DISCRIMINATOR) : [];
    if (discriminator.length > 0) this.#discriminator = this.#adversary(discriminator);
    this.#muon =
      hasIngredient(settings, 'muon') && !this.#discriminator
        ? new Muon(generator.hidden, state && needArray(state, MUON, 'F32'))
        : null;
    const faithful = state && findArray(state, 'faithful', 'F32');
    if (faithful) this.#faithful = faithful;
  }

  step(rate: number, phase: Phase): StepLosses {
    if (phase === 2) this.#discriminator ??= this.#startStage2();
    const { settings, random } = this.#input;
    const batch = this.#generator.draw(random, phase === 2);
    // Stage 2 replaces the loss of stage 1 by the mean squared error.
    const loss = phase === 1 ? pixelLosses[settings.loss] : beside(settings);
    let against = NO_ADVERSARY;
    const lossGradient: LossGradient = (error) => {
      const own = this.#generator.counted(loss.gradient(this.#generator.counted(error)));
      if (!this.#discriminator) return own;
      const { gradient: asked, ...adversarial } = this.#discriminator.meet(
        error,
        batch,
        rateAgainst(settings, rate),
        this.#positionError,
      );
      against = adversarial;
      return tf.add(own, tf.mul(asked, settings.lambda));
    };
    const { gradient, error } = tf.tidy(() => {
      const step = this.#generator.backward(this.#theta, batch, lossGradient);
      const counted = this.#generator.counted(step.error);
      if (counted !== step.error) step.error.dispose();
      return { gradient: step.gradient, error: counted };
    });
    const errors = error.dataSync<'float32'>();
    error.dispose();
    const losses = { pixel: loss.value(errors), ...against };
    if (!Object.values(losses).every((value) => value === null || Number.isFinite(value))) {
      // No step from here: `rewind` goes back to the weights before these.
      gradient.dispose();
      return { ...losses, pixel: NaN };
    }
    if (this.#steps % AVERAGE_EVERY === 0) this.#takeAverages(errors, phase);
    const next = tf.keep(this.#stepped(gradient, rate));
    gradient.dispose();
    this.#previous.dispose();
    this.#previous = this.#theta;
    this.#theta = next;
    this.#steps += 1;
    return losses;
  }

  #stepped(gradient: tf.Tensor, rate: number): tf.Tensor {
    const byAdam = this.#adam.step(this.#theta, gradient, rate, CLIP_NORM);
    if (!this.#muon) return byAdam;
    const next = this.#muon.step(this.#theta, byAdam, gradient, rate);
    byAdam.dispose();
    return next;
  }

  /** From the (averaged) weights of stage 1, with a discriminator that knows nothing yet. */
  #startStage2(): Adversary {
    if (this.#average) {
      this.#theta.dispose();
      this.#theta = tf.keep(tf.clone(this.#average));
    }
    this.#adam.dispose();
    this.#adam = new Adam(this.#theta);
    this.#muon?.dispose();
    this.#muon = null;
    this.#steps = 0;
    if (hasIngredient(this.#input.settings, 'crisp-dial')) this.#faithful = this.#theta.dataSync<'float32'>().slice();
    return this.#adversary();
  }

  #adversary(state?: NamedArray[]): Adversary {
    const kind = this.#input.settings.discriminator === 'convolutional' ? PictureAdversary : PatchAdversary;
    return new kind(this.#generator, this.#input.random, state);
  }

  /** Running means that forget their beginnings: the weight of the past grows up to AVERAGE_DECAY. */
  #takeAverages(errors: Float32Array, phase: Phase): void {
    const taken = this.#steps / AVERAGE_EVERY;
    const keep = Math.min(AVERAGE_DECAY, taken / (taken + 9));
    // A convolutional discriminator judges overlaps as stage 1 weighed them: they stay as they are.
    const weighed = phase === 2 && this.#input.settings.discriminator === 'convolutional';
    const byPosition = weighed ? null : this.#generator.errorByPosition(errors);
    byPosition?.forEach((error, index) => {
      this.#positionError[index] = keep * this.#positionError[index]! + (1 - keep) * error;
    });
    if (!this.#average) return;
    const average = this.#average;
    this.#average = tf.keep(tf.tidy(() => tf.add(average, tf.mul(tf.sub(this.#theta, average), 1 - keep))));
    average.dispose();
  }

  weights(): NamedArray[] {
    const theta = (this.#average ?? this.#theta).dataSync<'float32'>();
    const { settings } = this.#input;
    const faithful = [
      ...this.#generator.networkTensors(this.#faithful ?? theta),
      ...overlapTensors(settings, this.#positionError),
      ...baselineTensors(this.#input),
    ];
    if (!this.#faithful) return faithful;
    const { alone, ensemble } = this.#generator.reach;
    const reach = hasIngredient(settings, 'self-ensemble') ? ensemble : alone;
    const crisp = this.#faithful.map((start, index) => start + reach * (theta[index]! - start));
    return [...faithful, ...crispTensors(this.#generator.networkTensors(crisp))];
  }

  state(): NamedArray[] {
    const shape = this.#generator.thetaShape;
    const array = (name: string, data: Float32Array): NamedArray => ({ name, shape, dtype: 'F32', data });
    const copy = (tensor: tf.Tensor) => tensor.dataSync<'float32'>().slice();
    return [
      ...writeState(shape, { theta: copy(this.#theta), ...this.#adam.state(), steps: this.#steps }),
      ...(this.#average ? [array('average', copy(this.#average))] : []),
      ...(this.#faithful ? [array('faithful', this.#faithful)] : []),
      ...(this.#muon ? [momentumArray(this.#muon.state())] : []),
      { name: 'position.error', shape: [this.#positionError.length], dtype: 'F64', data: this.#positionError.slice() },
      ...prefixed(this.#discriminator?.state() ?? [], DISCRIMINATOR),
    ];
  }

  rewind(): void {
    this.#theta.dispose();
    this.#theta = tf.keep(tf.clone(this.#previous));
    // An average that took in a broken step is replaced as a whole.
    this.#average?.dispose();
    this.#average = this.#average ? tf.keep(tf.clone(this.#previous)) : null;
  }

  dispose(): void {
    this.#adam.dispose();
    this.#muon?.dispose();
    this.#discriminator?.dispose();
    tf.dispose([this.#theta, this.#previous, ...(this.#average ? [this.#average] : [])]);
  }
}
