import type { MatrixStack } from '../optim/muon';
import { tf } from '../tf';
import { CONTRACTING, LAYERS, layerShapes, sizeOf, type UnetSize } from '@contract/model-tensors';

export function thetaLength(size: UnetSize): number {
  return layerShapes(size).reduce((sum, shape) => sum + sizeOf(shape), 0);
}

/** All layers but the first and the last: they have one shape, [rows · columns · inputs, outputs]. */
export function hiddenLayers(size: UnetSize): MatrixStack {
  const [first, hidden] = layerShapes(size).map(sizeOf) as [number, number];
  return { start: first, count: LAYERS - 2, rows: hidden / size.width, columns: size.width };
}

/** The layers' weights from θ, one after the other. */
export function splitTheta(theta: tf.Tensor, size: UnetSize): tf.Tensor4D[] {
  const shapes = layerShapes(size);
  const parts = tf.split(theta, shapes.map(sizeOf));
  return parts.map((part, layer) => tf.reshape(part, shapes[layer]!));
}

/** Values [batch, rows, columns, channels] with a constant 1 behind them, for the bias. */
export function withBias(values: tf.Tensor4D): tf.Tensor4D {
  return tf.concat([values, tf.onesLike(tf.slice(values, 0, [-1, -1, -1, 1]))], 3);
}

/**
 * [batch, rows, columns, inputs] → [batch, rows, columns, outputs]. Padding `same` takes zeros around; `valid` takes
 * CONTEXT blocks of the input on each side.
 */
export function runLayers(weights: tf.Tensor4D[], input: tf.Tensor4D, padding: 'same' | 'valid'): tf.Tensor4D {
  return levelsOf(weights, input, padding).at(-1)!;
}

/** What each layer makes, the last one's without ReLU. The expanding ones are added to what the contracting ones made. */
export function levelsOf(weights: tf.Tensor4D[], input: tf.Tensor4D, padding: 'same' | 'valid'): tf.Tensor4D[] {
  const levels: tf.Tensor4D[] = [];
  for (const [layer, weight] of weights.entries()) {
    const sum = tf.conv2d(levels.at(-1) ?? input, weight, 1, padding);
    const skipped = skippedTo(layer);
    const added = skipped === null ? sum : tf.add<tf.Tensor4D>(sum, middleOf(levels[skipped]!, sum));
    levels.push(layer === LAYERS - 1 ? sum : tf.relu(added));
  }
  return levels;
}

/** The contracting layer whose result is added to an expanding layer's; null for the other layers. */
const skippedTo = (layer: number): number | null =>
  layer > CONTRACTING && layer < LAYERS - 1 ? LAYERS - 2 - layer : null;

/**
 * The gradient with respect to θ, from `levelsOf` with padding `same` and the gradient with respect to the last level. By hand:
 * what a discriminator asks for is known only after the forward pass, and its own gradients cannot be taken within others.
 */
export function gradientOf(
  weights: tf.Tensor4D[],
  input: tf.Tensor4D,
  levels: tf.Tensor4D[],
  outputGradient: tf.Tensor4D,
): tf.Tensor1D {
  const filters: tf.Tensor1D[] = [];
  const skips = new Map<number, tf.Tensor4D>();
  let gradient = outputGradient;
  for (let layer = LAYERS - 1; layer >= 0; layer--) {
    // The derivative of ReLU is the sign of what it gave.
    if (layer < LAYERS - 1) gradient = tf.mul(gradient, tf.sign(levels[layer]!));
    const skipped = skippedTo(layer);
    if (skipped !== null) skips.set(skipped, gradient);
    const weight = weights[layer]!;
    const from = layer === 0 ? input : levels[layer - 1]!;
    filters.unshift(tf.reshape(filterGradient(from, gradient, weight.shape), [weight.size]));
    if (layer === 0) break;
    const back = tf.conv2dTranspose(gradient, weight, from.shape, 1, 'same');
    const added = skips.get(layer - 1);
    gradient = added ? tf.add(back, added) : back;
  }
  return tf.concat(filters);
}

/** Of a 3×3 convolution with padding `same`. */
function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, filterShape: tf.Tensor4D['shape']): tf.Tensor {
  const attributes = { strides: 1, pad: 'same', dataFormat: 'NHWC', filterShape };
  return tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attributes);
}

/** The part of a larger level that lies around the middle of `like`. */
function middleOf(level: tf.Tensor4D, like: tf.Tensor4D): tf.Tensor4D {
  const inset = (level.shape[1] - like.shape[1]) / 2;
  if (inset === 0) return level;
  return tf.slice(level, [0, inset, inset, 0], [like.shape[0], like.shape[1], like.shape[2], level.shape[3]]);
}

/** Multiplications and additions of one block, forward. */
export function flopsPerBlock(size: UnetSize): number {
  return 2 * thetaLength(size);
}
