import { tf } from '../tf';

/**
 * The recurrent cell of paper Sec. 2.1 as matrix products, forward and backward through time.
 * z_t = ReLU(W_zyᵀ y_t + W_zzᵀ z_{t-1} + b), z_0 = 0; x_t = W_xzᵀ z_t.
 *
 * All weights live in one matrix θ of [units + inputs + outputs, units], rows stacked as
 *   W_zz [units] · W_zy, b and zero rows [inputs] · W_xzᵀ [outputs],
 * so that an optimizer step is a handful of operations on one tensor. The bias is the row that meets the constant 1
 * behind each input row; zero rows round the inner size up to a multiple of 16, which the matrix library prefers.
 */
export interface CellSize {
  /** Lt: rows of a patch, one time step each. */
  steps: number;
  /** Nx: columns of a patch. */
  columns: number;
  units: number;
  /** Values restored at each time step: Nx for patch2patch, 1 for patch2pixel. */
  outputs: number;
}

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
  both: tf.Tensor2D; // the two stacked: one product for [z, y]
  outputTransposed: tf.Tensor2D; // W_xzᵀ
}

export function splitTheta(theta: tf.Tensor2D, size: CellSize): CellWeights {
  const { units, outputs } = size;
  const inputs = inputWidth(size.columns);
  return {
    recurrent: tf.slice(theta, [0, 0], [units, units]),
    input: tf.slice(theta, [units, 0], [inputs, units]),
    both: tf.slice(theta, [0, 0], [units + inputs, units]),
    outputTransposed: tf.slice(theta, [units + inputs, 0], [outputs, units]),
  };
}

/** The activations z_1…z_Lt, each [batch, units], and what went in, [z_{t-1}, y_t], for t ≥ 2. */
function unroll(weights: CellWeights, rows: tf.Tensor2D[]) {
  const activations: tf.Tensor2D[] = [tf.relu(tf.matMul(rows[0]!, weights.input))];
  const joined: tf.Tensor2D[] = [];
  for (const row of rows.slice(1)) {
    const input = tf.concat([activations.at(-1)!, row], 1);
    joined.push(input);
    activations.push(tf.relu(tf.matMul(input, weights.both)));
  }
  return { activations, joined };
}

/** Restores patches: y [Lt, batch, inputs] → x̂ [Lt, batch, outputs]; `lastOnly`: only x̂_Lt, [1, batch, outputs]. */
export function forward(theta: tf.Tensor2D, patches: tf.Tensor3D, size: CellSize, lastOnly = false): tf.Tensor3D {
  return tf.tidy(() => {
    const weights = splitTheta(theta, size);
    const { activations } = unroll(weights, tf.unstack(patches) as tf.Tensor2D[]);
    const kept = lastOnly ? activations.slice(-1) : activations;
    const output = tf.matMul(tf.concat(kept, 0), weights.outputTransposed, false, true);
    return tf.reshape(output, [kept.length, patches.shape[1], size.outputs]);
  });
}

export interface Gradient extends tf.NamedTensorMap {
  /** x̂ − x, [Lt·batch, outputs]. */
  error: tf.Tensor2D;
  /** The loss's gradient, shaped as θ. */
  gradient: tf.Tensor2D;
}

/**
 * Back-propagation through time by hand: two small products a time step, and one product for the weight gradients of
 * all steps together, where a tape would make one for each. `slope` turns the error into the loss's derivative.
 */
export function backward(
  theta: tf.Tensor2D,
  patches: tf.Tensor3D,
  target: tf.Tensor2D,
  size: CellSize,
  slope: (error: tf.Tensor2D) => tf.Tensor2D,
): Gradient {
  return tf.tidy(() => {
    const { units, steps } = size;
    const inputs = inputWidth(size.columns);
    const weights = splitTheta(theta, size);
    const rows = tf.unstack(patches) as tf.Tensor2D[];
    const { activations, joined } = unroll(weights, rows);
    const stacked = tf.concat(activations, 0);
    const error: tf.Tensor2D = tf.sub(tf.matMul(stacked, weights.outputTransposed, false, true), target);
    const outputSlope = slope(error);

    const fromOutput: tf.Tensor2D[] = tf.split(tf.matMul(outputSlope, weights.outputTransposed), steps);
    const deltas = new Array<tf.Tensor2D>(steps);
    for (let t = steps - 1; t >= 0; t--) {
      const later = deltas[t + 1];
      const own: tf.Tensor2D = fromOutput[t]!;
      const arriving = later ? tf.add<tf.Tensor2D>(tf.matMul(later, weights.recurrent, false, true), own) : own;
      // z is never negative, so its sign is ReLU's derivative.
      deltas[t] = tf.mul(arriving, tf.sign(activations[t]!));
    }

    const first: tf.Tensor2D = tf.matMul(rows[0]!, deltas[0]!, true, false);
    const outputGradient: tf.Tensor2D = tf.matMul(outputSlope, stacked, true, false);
    if (steps === 1) {
      return { error, gradient: joinRows([tf.zeros<tf.Rank.R2>([units, units]), first, outputGradient]) };
    }
    const later: tf.Tensor2D = tf.matMul(tf.concat(joined, 0), tf.concat(deltas.slice(1), 0), true, false);
    const recurrentGradient = tf.slice(later, [0, 0], [units, units]);
    const inputGradient = tf.add<tf.Tensor2D>(tf.slice(later, [units, 0], [inputs, units]), first);
    return { error, gradient: joinRows([recurrentGradient, inputGradient, outputGradient]) };
  });
}

function joinRows(parts: tf.Tensor2D[]): tf.Tensor2D {
  return tf.concat(parts, 0);
}

/** Multiplications and additions of one patch through the cell, forward. z_0 = 0 spares the first recurrent product. */
export function forwardFlops(size: CellSize): number {
  const { steps, columns, units, outputs } = size;
  return 2 * units * ((steps - 1) * units + steps * (columns + 1) + steps * outputs);
}
