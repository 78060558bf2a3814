import type { NamedArray } from '@contract/named-array';
import { Adam } from '../optim/adam';
import { readState, writeState } from '../optim/named-arrays';
import type { Random } from '../random';
import { tf } from '../tf';

/** Pixels are read in cells of so many each way: two convolutions then see 10 px at full detail, three see 14. */
const CELL = 2;
const SIDE = 3;
/** Feature maps in and out of each layer; the last gives a logit for every place, of the 14×14 px around it. */
const MAPS = [CELL * CELL, 32, 64, 1] as const;
/** Slope of the leaky ReLU below zero. */
const LEAK = 0.2;
const CLIP_NORM = 1;
/** Pictures count as values around this grey. */
const MIDDLE_GREY = 0.5;
/** Standard deviation of the noise on what it learns from, for values in [0,1]: it is not to judge by the last bits. */
const INSTANCE_NOISE = 0.01;

/** The least side of a picture that it can judge, in pixels. */
export const LEAST_SEEN = CELL * (1 + (MAPS.length - 1) * (SIDE - 1));

interface Layer {
  inputs: number;
  outputs: number;
}

const LAYERS: Layer[] = MAPS.slice(1).map((outputs, layer) => ({ inputs: SIDE * SIDE * MAPS[layer]!, outputs }));
const LENGTHS = LAYERS.flatMap(({ inputs, outputs }) => [inputs * outputs, outputs]);

/**
 * A convolutional discriminator of patches (Isola et al. 2017, arXiv 1611.07004): three 3×3 layers, a logit D for every
 * place of a picture. Its loss is the hinge loss (Lim and Ye 2017, arXiv 1705.02894): L_D = mean relu(1 − D(x)) +
 * mean relu(1 + D(x̂)), 2 where it only guesses, and L_ADV = −mean D(x̂).
 *
 * All weights are one vector θ. Pictures are [pictures, side, side, 1], values in [0,1].
 */
export class PatchDiscriminator {
  #theta: tf.Tensor1D;
  readonly #adam: Adam<tf.Tensor1D>;
  readonly #random: Random;

  /** Learns `rateFactor` times as fast as the generator. */
  constructor(
    random: Random,
    private readonly rateFactor: number,
    state?: NamedArray[],
  ) {
    const from = state && readState(state);
    this.#random = random;
    this.#theta = tf.keep(tf.tensor1d(from?.theta ?? initialTheta(random)));
    this.#adam = new Adam(this.#theta, from);
  }

  /** One Adam step on clean and restored pictures; L_D before it. */
  trainStep(clean: tf.Tensor4D, restored: tf.Tensor4D, rate: number): number {
    const { value, grad } = tf.tidy(() => {
      const pictures: tf.Tensor4D = tf.concat([this.#noisy(clean), this.#noisy(restored)], 0);
      return tf.valueAndGrad((theta: tf.Tensor1D) => {
        const [real, fake] = tf.split(forward(theta, pictures), 2) as [tf.Tensor, tf.Tensor];
        return tf.add<tf.Scalar>(tf.mean(tf.relu(tf.sub(1, real))), tf.mean(tf.relu(tf.add(1, fake))));
      })(this.#theta);
    });
    const next = tf.keep(this.#adam.step(this.#theta, grad, rate * this.rateFactor, CLIP_NORM));
    this.#theta.dispose();
    this.#theta = next;
    const loss = value.dataSync<'float32'>()[0]!;
    tf.dispose([value, grad]);
    return loss;
  }

  /** L_ADV of restored pictures; has a gradient. To be called within `tf.tidy`. */
  generatorLoss(restored: tf.Tensor4D): tf.Scalar {
    return tf.neg(tf.mean(forward(this.#theta, restored)));
  }

  state(): NamedArray[] {
    const theta = this.#theta.dataSync<'float32'>().slice();
    return writeState(this.#theta.shape, { theta, ...this.#adam.state() });
  }

  dispose(): void {
    this.#adam.dispose();
    this.#theta.dispose();
  }

  #noisy(pictures: tf.Tensor4D): tf.Tensor4D {
    const seed = this.#random.integer(1 << 30);
    return tf.add(pictures, tf.randomNormal(pictures.shape, 0, INSTANCE_NOISE, 'float32', seed));
  }
}

function forward(theta: tf.Tensor1D, pictures: tf.Tensor4D): tf.Tensor4D {
  const parts = tf.split(theta, LENGTHS);
  let values = cellsOf(tf.sub(pictures, MIDDLE_GREY));
  for (const [layer, { inputs, outputs }] of LAYERS.entries()) {
    const sum = tf.add<tf.Tensor4D>(
      convolve(values, tf.reshape(parts[2 * layer]!, [inputs, outputs])),
      parts[2 * layer + 1]!,
    );
    values = layer === LAYERS.length - 1 ? sum : tf.leakyRelu(sum, LEAK);
  }
  return values;
}

/** A 3×3 convolution as one matrix product: unlike the built-in one it has a gradient on every runtime. Loses a cell at each border. */
function convolve(values: tf.Tensor4D, filter: tf.Tensor2D): tf.Tensor4D {
  const [count, rows, columns, maps] = values.shape;
  const [height, width] = [rows - SIDE + 1, columns - SIDE + 1];
  const shifted = Array.from({ length: SIDE * SIDE }, (_, place) =>
    tf.slice(values, [0, Math.floor(place / SIDE), place % SIDE, 0], [count, height, width, maps]),
  );
  const rowsOfPlaces: tf.Tensor2D = tf.reshape(tf.concat(shifted, 3), [count * height * width, SIDE * SIDE * maps]);
  return tf.reshape(tf.matMul(rowsOfPlaces, filter), [count, height, width, filter.shape[1]]);
}

/** [n, side, side, 1] → [n, side / CELL, side / CELL, CELL²]; an odd row and column are left out. */
function cellsOf(pictures: tf.Tensor4D): tf.Tensor4D {
  const [count, side] = pictures.shape;
  const cells = Math.floor(side / CELL);
  const even = tf.slice(pictures, [0, 0, 0, 0], [count, cells * CELL, cells * CELL, 1]);
  const split = tf.reshape(even, [count * cells, CELL, cells, CELL]);
  return tf.reshape(tf.transpose(split, [0, 2, 1, 3]), [count, cells, cells, CELL * CELL]);
}

/** Normal values for leaky ReLU (He et al.), zero biases. */
function initialTheta(random: Random): Float32Array {
  const layers = LAYERS.map(({ inputs, outputs }) => {
    const deviation = Math.sqrt(2 / (1 + LEAK ** 2) / inputs);
    const weights = Array.from({ length: inputs * outputs }, () => deviation * random.normal());
    return [...weights, ...new Array<number>(outputs).fill(0)];
  });
  return Float32Array.from(layers.flat());
}
