import { tf } from '../tf';

/** Squares of `across`×`across` patches of `patch` pixels that lie `stride` apart, and what each position counts. */
export interface FoldShape {
  patch: number;
  across: number;
  stride: number;
  /** [patch, patch], all > 0. */
  weights: Float32Array;
}

/**
 * Averages overlapping patches into pictures as `addPatches` does, but as TensorFlow operations: it has a gradient.
 * Only pixels that are averaged as often as any in a whole picture are kept.
 */
export class OverlapFold {
  /** Side of the pictures, in pixels. */
  readonly side: number;
  readonly #shape: FoldShape;
  readonly #cut: number;

  constructor(shape: FoldShape) {
    const { patch, across, stride } = shape;
    this.#shape = shape;
    // From here on every patch that would touch a pixel is there.
    this.#cut = patch - stride;
    this.side = (across - 1) * stride + patch - 2 * this.#cut;
  }

  /** Values [patch, squares · across², patch], squares one after the other → [squares, side, side, 1]. To be called within `tf.tidy`. */
  fold(values: tf.Tensor): tf.Tensor4D {
    const { patch, across, weights } = this.#shape;
    const squares = values.size / (across * patch) ** 2;
    const weighted = tf.mul(
      tf.reshape(values, [patch, squares * across * across, patch]),
      tf.tensor3d(weights, [patch, 1, patch]),
    );
    const summed = this.#sum(weighted, squares);
    const ones = tf.tile(tf.tensor3d(weights, [patch, 1, patch]), [1, across * across, 1]);
    return tf.div(summed, this.#sum(ones, 1));
  }

  /** Adds patches up where they lie: a transposed convolution with the identity. */
  #sum(values: tf.Tensor, squares: number): tf.Tensor4D {
    const { patch, across, stride } = this.#shape;
    const positions = patch * patch;
    const split = tf.reshape(values, [patch, squares, across, across, patch]);
    const patches: tf.Tensor4D = tf.reshape(tf.transpose(split, [1, 2, 3, 0, 4]), [squares, across, across, positions]);
    const filter: tf.Tensor4D = tf.reshape(tf.eye(positions), [patch, patch, 1, positions]);
    const whole = (across - 1) * stride + patch;
    const sum = tf.conv2dTranspose(patches, filter, [squares, whole, whole, 1], stride, 'valid');
    return tf.slice(sum, [0, this.#cut, this.#cut, 0], [squares, this.side, this.side, 1]);
  }
}
