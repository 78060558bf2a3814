import { tf } from '../tf';
import { type CellSize } from '@contract/model-tensors';

/**
 * The recurrent cell of paper Sec. 2.1 as matrix products, forward and backward through time.
 * z_t = ReLU(W_zyᵀ y_t + W_zzᵀ z_{t-1} + b), z_0 = 0; x_t = W_xzᵀ z_t.
 *
 * All weights live in one matrix θ of [units + inputs + outputs, units], rows stacked as
 *   W_zz [units] · W_zy, b and zero rows [inputs] · W_xzᵀ [outputs],
 * so that an optimizer step is a handful of operations on one tensor. The bias is the row that meets the constant 1
 * behind each input row; zero rows round the inner size up to a multiple of 16, which the matrix library prefers.
 */

/** Columns, the constant 1 and zeros up to a multiple of 16. */
export function inputWidth(columns: number): number {
  return Math.ceil((columns + 1) / 16) * 16;
}

export function thetaRows(size: CellSize): number {
  return size.units + inputWidth(size.columns) + size.outputs;
}

interface CellWeights {
  recurrent: tf.Tensor2D; // W_zz
  input: tf.Tensor2D; // W_zy and b
  outputTransposed: tf.Tensor2D; // W_xzᵀ
}

function splitTheta(theta: tf.Tensor2D, { units, columns, outputs }: CellSize): CellWeights {
  const inputs = inputWidth(columns);
  return {
    recurrent: tf.slice(theta, [0, 0], [units, units]),
    input: tf.slice(theta, [units, 0], [inputs, units]),
    outputTransposed: tf.slice(theta, [units + inputs, 0], [outputs, units]),
  };
}

/** The activations z_1…z_Lt, each [batch, units], of input rows [Lt·batch, inputs]. W_zyᵀ y + b is one product. */
function unroll(weights: CellWeights, rows: tf.Tensor2D, steps: number): tf.Tensor2D[] {
  const [first, ...later]: tf.Tensor2D[] = tf.split(tf.matMul(rows, weights.input), steps);
  const activations = [tf.relu(first!)];
  for (const input of later) {
    activations.push(tf.relu(tf.add(tf.matMul(activations.at(-1)!, weights.recurrent), input)));
  }
  return activations;
}

/** Restores patches: y [Lt, batch, inputs] → x̂ [Lt, batch, outputs]; `lastOnly`: only x̂_Lt, [1, batch, outputs]. */
export function forward(theta: tf.Tensor2D, patches: tf.Tensor3D, size: CellSize, lastOnly = false): tf.Tensor3D {
  return tf.tidy(() => {
    const weights = splitTheta(theta, size);
    const activations = unroll(weights, asRows(patches), size.steps);
    const kept = lastOnly ? activations.slice(-1) : activations;
    // Not stacked first: copying all activations costs more than products of their own.
    return tf.stack(kept.map((z) => tf.matMul(z, weights.outputTransposed, false, true))) as tf.Tensor3D;
  });
}

/** The activations z_1…z_Lt of patches y [Lt, batch, inputs]: the latent code of paper Sec. 3, [Lt, batch, units]. */
export function activations(theta: tf.Tensor2D, patches: tf.Tensor3D, size: CellSize): tf.Tensor3D {
  return tf.tidy(() => tf.stack(unroll(splitTheta(theta, size), asRows(patches), size.steps)) as tf.Tensor3D);
}

export interface Gradient extends tf.NamedTensorMap {
  /** x̂ − x, [Lt·batch, outputs]. */
  error: tf.Tensor2D;
  /** The loss's gradient, shaped as θ. */
  gradient: tf.Tensor2D;
}

/**
 * Back-propagation through time by hand: two small products a time step, and one product for the weight gradients of
 * all steps together, where a tape would make one for each. `lossGradient` turns the error into the loss's derivative.
 */
export function backward(
  theta: tf.Tensor2D,
  patches: tf.Tensor3D,
  target: tf.Tensor2D,
  size: CellSize,
  lossGradient: (error: tf.Tensor2D) => tf.Tensor2D,
): Gradient {
  return tf.tidy(() => {
    const { units, steps } = size;
    const batch = patches.shape[1];
    const weights = splitTheta(theta, size);
    const rows = asRows(patches);
    const activations = unroll(weights, rows, steps);
    const stacked = joinRows(activations);
    const error: tf.Tensor2D = tf.sub(tf.matMul(stacked, weights.outputTransposed, false, true), target);
    const errorGradient = lossGradient(error);

    const fromOutput: tf.Tensor2D[] = tf.split(tf.matMul(errorGradient, weights.outputTransposed), steps);
    const deltas = new Array<tf.Tensor2D>(steps);
    for (let t = steps - 1; t >= 0; t--) {
      const later = deltas[t + 1];
      const own = fromOutput[t]!;
      const arriving = later ? tf.add<tf.Tensor2D>(tf.matMul(later, weights.recurrent, false, true), own) : own;
      // z is never negative, so its sign is ReLU's derivative.
      deltas[t] = tf.mul(arriving, tf.sign(activations[t]!));
    }

    const stackedDeltas = joinRows(deltas);
    const inputGradient: tf.Tensor2D = tf.matMul(rows, stackedDeltas, true, false);
    const outputGradient: tf.Tensor2D = tf.matMul(errorGradient, stacked, true, false);
    // What z_{t-1} was when each delta but the first arose.
    const before = tf.slice(stacked, [0, 0], [(steps - 1) * batch, units]);
    const after = tf.slice(stackedDeltas, [batch, 0], [(steps - 1) * batch, units]);
    const recurrentGradient: tf.Tensor2D = tf.matMul(before, after, true, false);
    return { error, gradient: joinRows([recurrentGradient, inputGradient, outputGradient]) };
  });
}

/** [Lt, batch, inputs] → [Lt·batch, inputs]. */
function asRows(patches: tf.Tensor3D): tf.Tensor2D {
  const [steps, batch, inputs] = patches.shape;
  return tf.reshape(patches, [steps * batch, inputs]);
}

function joinRows(parts: tf.Tensor2D[]): tf.Tensor2D {
  return tf.concat(parts, 0);
}

/** Multiplications and additions of one patch through the cell, forward. z_0 = 0 spares the first recurrent product. */
export function forwardFlops(size: CellSize): number {
  const { steps, columns, units, outputs } = size;
  return 2 * units * ((steps - 1) * units + steps * (columns + 1) + steps * outputs);
}
