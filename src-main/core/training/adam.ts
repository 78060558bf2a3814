import { tf } from '../tf';
import { valuesOf } from '../values';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma & Ba, arXiv 1412.6980, algorithm 1) on one tensor, with the gradient clipped by its norm first.
 * The moments are kept as plain decayed sums, m/(1 − β₁) and v/(1 − β₂): their factors and both bias corrections fold
 * into one number, so that a step is ten operations.
 */
export class Adam<T extends tf.Tensor> {
  #first: T;
  #second: T;
  #steps: number;

  /** `like` gives the shape; the moments start at zero or where a checkpoint left them. */
  constructor(like: T, from?: { first: Float32Array; second: Float32Array; steps: number }) {
    this.#first = tf.keep(from ? tf.tensor(from.first, like.shape) : tf.zerosLike(like)) as T;
    this.#second = tf.keep(from ? tf.tensor(from.second, like.shape) : tf.zerosLike(like)) as T;
    this.#steps = from?.steps ?? 0;
  }

  /** The parameters one step on, a new tensor. Gradients with a norm above `clipNorm` are scaled down to it. */
  step(parameters: T, gradient: T, rate: number, clipNorm: number): T {
    this.#steps += 1;
    const first = (1 - BETA_1) / (1 - BETA_1 ** this.#steps);
    const second = Math.sqrt((1 - BETA_2) / (1 - BETA_2 ** this.#steps));
    const norm = normOf(gradient);
    const [next, m, v] = tf.tidy(() => {
      const clipped = norm > clipNorm ? tf.mul(gradient, clipNorm / norm) : gradient;
      const m = tf.add(tf.mul(this.#first, BETA_1), clipped);
      const v = tf.add(tf.mul(this.#second, BETA_2), tf.square(clipped));
      const update = tf.div(tf.mul(m, (rate * first) / second), tf.add(tf.sqrt(v), EPSILON / second));
      return [tf.sub(parameters, update), m, v];
    }) as [T, T, T];
    this.dispose();
    this.#first = tf.keep(m);
    this.#second = tf.keep(v);
    return next;
  }

  state(): { first: Float32Array; second: Float32Array; steps: number } {
    return {
      first: this.#first.dataSync<'float32'>().slice(),
      second: this.#second.dataSync<'float32'>().slice(),
      steps: this.#steps,
    };
  }

  dispose(): void {
    tf.dispose([this.#first, this.#second]);
  }
}

/** The Euclidean norm. A product of the flat tensor with itself: many times faster than `tf.norm`. */
function normOf(tensor: tf.Tensor): number {
  const [square] = valuesOf(() =>
    tf.matMul(tf.reshape(tensor, [1, tensor.size]), tf.reshape(tensor, [tensor.size, 1])),
  );
  return Math.sqrt(square!);
}
