import { tf } from '../tf';
import { valuesOf } from '../values';

export const BETA_1 = 0.9;
export const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * The name under which a runtime may register one operation for a whole step; without it the step is composed of
 * elementwise operations, which read and write the weights a dozen times. Both do the same.
 */
export const ADAM_KERNEL = 'ClippedAdam';

export interface AdamTensors {
  parameters: tf.Tensor;
  first: tf.Tensor;
  second: tf.Tensor;
  gradient: tf.Tensor;
}

/** One step of algorithm 1 in numbers: β₁ᵗ, β₂ᵗ, the rate α, ε scaled by √(1 − β₂ᵗ), and the largest gradient norm. */
export interface AdamStep {
  firstPower: number;
  secondPower: number;
  rate: number;
  epsilon: number;
  clipNorm: number;
}

/** Adam (Kingma & Ba, arXiv 1412.6980, algorithm 1) on one tensor, with the gradient clipped by its norm first. */
export class Adam<T extends tf.Tensor> {
  #first: T;
  #second: T;
  #steps: number;
  readonly #step: typeof composed;

  /** `like` gives the shape; the moments start at zero or where a checkpoint left them. */
  constructor(like: T, from?: { first: Float32Array; second: Float32Array; steps: number }) {
    this.#first = tf.keep(from ? tf.tensor(from.first, like.shape) : tf.zerosLike(like)) as T;
    this.#second = tf.keep(from ? tf.tensor(from.second, like.shape) : tf.zerosLike(like)) as T;
    this.#steps = from?.steps ?? 0;
    const kernels = tf.getKernelsForBackend(tf.getBackend());
    this.#step = kernels.some(({ kernelName }) => kernelName === ADAM_KERNEL) ? inOneOperation : composed;
  }

  /** The parameters one step on, a new tensor. Gradients with a norm above `clipNorm` are scaled down to it. */
  step(parameters: T, gradient: T, rate: number, clipNorm: number): T {
    this.#steps += 1;
    const secondPower = BETA_2 ** this.#steps;
    const epsilon = EPSILON * Math.sqrt(1 - secondPower);
    const step = { firstPower: BETA_1 ** this.#steps, secondPower, rate, epsilon, clipNorm };
    const tensors = { parameters, first: this.#first, second: this.#second, gradient };
    const [next, first, second] = this.#step(tensors, step) as [T, T, T];
    this.dispose();
    this.#first = tf.keep(first);
    this.#second = tf.keep(second);
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

function inOneOperation(tensors: AdamTensors, step: AdamStep): tf.Tensor[] {
  return tf.engine().runKernel(ADAM_KERNEL, { ...tensors }, { ...step });
}

function composed({ parameters, first, second, gradient }: AdamTensors, step: AdamStep): tf.Tensor[] {
  const norm = Math.sqrt(valuesOf(() => tf.sum(tf.square(gradient)))[0]!);
  const rate = (step.rate * Math.sqrt(1 - step.secondPower)) / (1 - step.firstPower);
  return tf.tidy(() => {
    const clipped = norm > step.clipNorm ? tf.mul(gradient, step.clipNorm / norm) : gradient;
    const m = tf.add(tf.mul(first, BETA_1), tf.mul(clipped, 1 - BETA_1));
    const v = tf.add(tf.mul(second, BETA_2), tf.mul(tf.square(clipped), 1 - BETA_2));
    const update = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), step.epsilon));
    return [tf.sub(parameters, update), m, v];
  });
}
