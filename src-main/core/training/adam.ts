import { tf } from '../tf';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** Adam (Kingma & Ba, arXiv 1412.6980, algorithm 1) on one tensor, with the gradient clipped by its norm first. */
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

  /** The parameters one step on, a new tensor. Norms above `clipNorm` are scaled down to it. */
  step(parameters: T, gradient: T, rate: number, clipNorm: number): T {
    this.#steps += 1;
    const first = 1 - BETA_1 ** this.#steps;
    const second = 1 - BETA_2 ** this.#steps;
    const [next, m, v] = tf.tidy(() => {
      const clipped = tf.mul(gradient, tf.minimum(1, tf.div(clipNorm, tf.add(tf.norm(gradient), EPSILON))));
      const m = tf.add(tf.mul(this.#first, BETA_1), tf.mul(clipped, 1 - BETA_1));
      const v = tf.add(tf.mul(this.#second, BETA_2), tf.mul(tf.square(clipped), 1 - BETA_2));
      // ε is scaled so that both bias corrections fold into one number.
      const scale = Math.sqrt(second);
      const update = tf.div(tf.mul(m, (rate * scale) / first), tf.add(tf.sqrt(v), EPSILON * scale));
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
