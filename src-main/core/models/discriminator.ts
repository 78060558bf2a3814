import type { NamedArray } from '@contract/named-array';
import type { Random } from '../random';
import { tf } from '../tf';
import { Adam } from '../optim/adam';
import { readState, writeState } from '../optim/named-arrays';
import { MIDDLE_GREY } from '../patches/extract';

/** Hidden units of the first of the two layers. */
const HIDDEN = 128;
/** The leaky ReLU's derivative below zero. */
const LEAK = 0.2;
const CLIP_NORM = 1;

/**
 * Paper Sec. 4: a classifier of whole patches with two fully connected layers, D(x) = w₂ᵀ LeakyReLU(W₁ᵀ x + b₁), a logit.
 * Its loss is the sigmoid cross entropy (Goodfellow et al., arXiv 1406.2661, with the non-saturating generator loss of
 * their Sec. 3): L_D = mean softplus(−D(x)) + mean softplus(D(x̂)); L_ADV = mean softplus(−D(x̂)).
 *
 * All weights are one matrix θ of [pixels + 2, HIDDEN]: W₁, b₁, w₂ᵀ. Patches are [patches, pixels], values in [0,1].
 */
export class Discriminator {
  #theta: tf.Tensor2D;
  readonly #adam: Adam<tf.Tensor2D>;
  readonly #pixels: number;

  constructor(pixels: number, random: Random, state?: NamedArray[]) {
    this.#pixels = pixels;
    const from = state && readState(state);
    this.#theta = tf.keep(tf.tensor2d(from?.theta ?? initialTheta(pixels, random), [pixels + 2, HIDDEN]));
    this.#adam = new Adam(this.#theta, from);
  }

  /** One Adam step on clean and restored patches; L_D before it. */
  trainStep(clean: tf.Tensor2D, restored: tf.Tensor2D, rate: number): number {
    const count = clean.shape[0];
    const { loss, gradient } = tf.tidy(() => {
      const patches: tf.Tensor2D = tf.concat([clean, restored], 0);
      const layers = this.#forward(patches);
      // Clean patches are to have a large logit, restored ones a small one: the sign turns both into softplus(−s·D).
      const sign = tf.concat([tf.ones([count, 1]), tf.fill([count, 1], -1)], 0);
      const signed = tf.mul(layers.logits, sign);
      const logitGradient: tf.Tensor2D = tf.mul(tf.neg(tf.sigmoid(tf.neg(signed))), tf.div(sign, count));
      const total: tf.Scalar = tf.div(tf.sum(tf.softplus(tf.neg(signed))), count);
      return { loss: total, gradient: this.#weightGradient(patches, layers, logitGradient) };
    });
    const next = tf.keep(this.#adam.step(this.#theta, gradient, rate, CLIP_NORM));
    this.#theta.dispose();
    this.#theta = next;
    const value = loss.dataSync<'float32'>()[0]!;
    tf.dispose([loss, gradient]);
    return value;
  }

  /** L_ADV of restored patches and its gradient, shaped as they are. To be called within `tf.tidy`. */
  generatorLoss(restored: tf.Tensor2D): { loss: tf.Scalar; gradient: tf.Tensor2D } {
    const count = restored.shape[0];
    const layers = this.#forward(restored);
    const logitGradient: tf.Tensor2D = tf.div(tf.neg(tf.sigmoid(tf.neg(layers.logits))), count);
    const delta = this.#hiddenGradient(layers, logitGradient);
    return {
      loss: tf.mean(tf.softplus(tf.neg(layers.logits))),
      gradient: tf.matMul(delta, this.#rows(0, this.#pixels), false, true),
    };
  }

  state(): NamedArray[] {
    const theta = this.#theta.dataSync<'float32'>().slice();
    return writeState(this.#theta.shape, { theta, ...this.#adam.state() });
  }

  dispose(): void {
    this.#adam.dispose();
    this.#theta.dispose();
  }

  #rows(first: number, count: number): tf.Tensor2D {
    return tf.slice(this.#theta, [first, 0], [count, HIDDEN]);
  }

  #forward(patches: tf.Tensor2D) {
    const centred: tf.Tensor2D = tf.sub(patches, MIDDLE_GREY);
    const hidden: tf.Tensor2D = tf.add(tf.matMul(centred, this.#rows(0, this.#pixels)), this.#rows(this.#pixels, 1));
    const active: tf.Tensor2D = tf.leakyRelu(hidden, LEAK);
    return { centred, active, logits: tf.matMul(active, this.#rows(this.#pixels + 1, 1), false, true) };
  }

  /** The loss's gradient before the leaky ReLU, [patches, HIDDEN], from that of the logits. */
  #hiddenGradient({ active }: { active: tf.Tensor2D }, logitGradient: tf.Tensor2D): tf.Tensor2D {
    // 1 above zero and LEAK below, from the sign: (1 + LEAK)/2 + sign·(1 − LEAK)/2.
    const leak = tf.add(tf.mul(tf.sign(active), (1 - LEAK) / 2), (1 + LEAK) / 2);
    return tf.mul(tf.matMul(logitGradient, this.#rows(this.#pixels + 1, 1)), leak);
  }

  #weightGradient(
    patches: tf.Tensor2D,
    layers: { centred: tf.Tensor2D; active: tf.Tensor2D },
    logitGradient: tf.Tensor2D,
  ): tf.Tensor2D {
    const delta = this.#hiddenGradient(layers, logitGradient);
    const ones = tf.ones<tf.Rank.R2>([1, patches.shape[0]]);
    return tf.concat(
      [
        tf.matMul(layers.centred, delta, true, false),
        tf.matMul(ones, delta),
        tf.matMul(logitGradient, layers.active, true, false),
      ],
      0,
    );
  }
}

/** Normal values for leaky ReLU (He et al.) in W₁, 1/√HIDDEN in w₂, zero biases. */
function initialTheta(pixels: number, random: Random): Float32Array {
  const deviation = Math.sqrt(2 / (1 + LEAK ** 2) / pixels);
  return Float32Array.from({ length: (pixels + 2) * HIDDEN }, (_, index) => {
    const row = Math.floor(index / HIDDEN);
    if (row === pixels) return 0;
    return random.normal() * (row < pixels ? deviation : Math.sqrt(1 / HIDDEN));
  });
}
