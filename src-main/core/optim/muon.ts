import { tf } from '../tf';

/** Matrices [rows, columns] of one shape that lie one after the other in θ. */
export interface MatrixStack {
  /** Where the first begins in θ. */
  start: number;
  count: number;
  rows: number;
  columns: number;
}

const MOMENTUM = 0.95;
/** The published coefficients of a quintic iteration whose fixed region is around 1: fast rather than exact. */
const [A, B, C] = [3.4445, -4.775, 2.0315] as const;
const ITERATIONS = 5;
/** Root mean square of a step's entries for a learning rate of 1: four times Adam's (docs/tuning.md). */
const STEP_SIZE = 0.8;

/**
 * Muon (Jordan et al. 2024): a step of the momentum, made orthogonal, so that every direction of a matrix learns as fast. For the
 * hidden layers' matrices; what comes first and last in a network is better left to Adam.
 */
export class Muon {
  readonly #stack: MatrixStack;
  #momentum: tf.Tensor;

  /** The momentum starts at zero or where a checkpoint left it. */
  constructor(stack: MatrixStack, momentum?: Float32Array) {
    this.#stack = stack;
    const shape = [stack.count, stack.rows, stack.columns];
    this.#momentum = tf.keep(momentum ? tf.tensor(momentum, shape) : tf.zeros(shape));
  }

  /** `next`, what another optimizer made of θ, with the stack's part replaced by a step of its own from `theta`: a new tensor. */
  step(theta: tf.Tensor, next: tf.Tensor, gradient: tf.Tensor, rate: number): tf.Tensor {
    const { start, count, rows, columns } = this.#stack;
    const length = count * rows * columns;
    const part = (of: tf.Tensor, from: number, size: number) => tf.slice(tf.reshape(of, [of.size]), [from], [size]);
    const own = (of: tf.Tensor) => tf.reshape(part(of, start, length), [count, rows, columns]);
    const [stepped, momentum] = tf.tidy(() => {
      const current = own(gradient);
      const moved = tf.add(tf.mul(this.#momentum, MOMENTUM), current);
      const direction = orthogonalised(tf.add(current, tf.mul(moved, MOMENTUM)));
      const scale = STEP_SIZE * Math.sqrt(Math.max(rows, columns)) * rate;
      const taken = tf.sub(own(theta), tf.mul(direction, scale));
      const end = start + length;
      const parts = [part(next, 0, start), tf.reshape(taken, [length]), part(next, end, next.size - end)];
      return [tf.reshape(tf.concat(parts), next.shape), moved] as const;
    });
    this.#momentum.dispose();
    this.#momentum = tf.keep(momentum);
    return stepped;
  }

  /** The momentum, for a checkpoint. */
  state(): Float32Array {
    return this.#momentum.dataSync<'float32'>().slice();
  }

  dispose(): void {
    this.#momentum.dispose();
  }
}

/** Matrices [count, rows, columns] with all their singular values brought near 1 by Newton–Schulz iterations. */
export function orthogonalised(matrices: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [, rows, columns] = matrices.shape as [number, number, number];
    const norm = tf.sqrt(tf.sum(tf.square(matrices), [1, 2], true));
    let x = tf.div(matrices, tf.add(norm, 1e-12));
    const wide = columns > rows;
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      // The smaller of the two Gram matrices.
      const gram = tf.matMul(x, x, !wide, wide);
      const polynomial = tf.add(tf.mul(gram, B), tf.mul(tf.matMul(gram, gram), C));
      const turned = wide ? tf.matMul(polynomial, x) : tf.matMul(x, polynomial);
      x = tf.add(tf.mul(x, A), turned);
    }
    return x;
  });
}
