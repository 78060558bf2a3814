import type { TrainSettings } from '@contract/model-spec';
import { tf } from '../tf';
import { drawBatch, type PatchBatch, type SampledPlanes, type Sampling } from '../patches/sampler';
import { fromSquares, meanSquares, toSquares, type SquareCut } from '../patches/space-to-depth';
import type { Random } from '../random';
import type { Generator, Slope } from './generator';
import type { LearnerInput } from './method';
import { overlapTensors } from './overlap';
import { startOf, startTensors, targetsOf } from './residual-targets';
import { cellOf, layerTensors, MIDDLE_GREY, unetSize } from './unet-weights';
import { layerShapes, runLayers, sizeOf, splitTheta, thetaLength, type UnetSize } from './unet-layers';

/** Side of the squares that the discriminator sees of a crop: the patches of the paper. */
export const SQUARE = 16;
/** Cells at the border of a crop whose errors do not count: they see too much of the zeros around it. */
const BLIND = 4;

/** The U-Net on patches or crops drawn from the pair; values lie [rows, batch, columns]. */
export class UnetGenerator implements Generator {
  readonly thetaShape: number[];
  readonly positions: number;
  readonly discriminatedPixels: number;
  readonly #input: LearnerInput;
  readonly #size: UnetSize;
  readonly #cell: number;
  readonly #cut: SquareCut;
  readonly #sampling: Sampling;
  readonly #pairs: SampledPlanes[];
  readonly #counted: Float32Array | null;

  constructor(input: LearnerInput) {
    const { settings } = input;
    const { patch, batch, mode } = settings;
    this.#input = input;
    this.#size = unetSize(settings);
    this.#cell = cellOf(settings);
    this.#cut = { rows: patch, columns: patch, batch, side: mode === 'picture' ? SQUARE : patch };
    this.#sampling = samplingOf(settings, this.#cell, input.symmetries);
    this.#pairs = targetsOf(input);
    this.#counted = mode === 'picture' ? innerCells(patch / this.#cell) : null;
    this.thetaShape = [thetaLength(this.#size)];
    this.positions = mode === 'picture' ? 0 : patch * patch;
    this.discriminatedPixels = this.#cut.side ** 2;
  }

  /** Normal values for ReLU (He et al.), smaller where skip connections add up; the output begins near nothing. */
  initialTheta(random: Random): Float32Array {
    const shapes = layerShapes(this.#size);
    const layers = shapes.map((shape, layer) => {
      const deviation = layer === shapes.length - 1 ? 1e-3 : 0.7 * Math.sqrt(2 / sizeOf(shape.slice(0, 3)));
      return Float32Array.from({ length: sizeOf(shape) }, () => deviation * random.normal());
    });
    return Float32Array.from(layers.flatMap((layer) => [...layer]));
  }

  draw(random: Random, withClean: boolean): PatchBatch {
    return drawBatch(this.#pairs, this.#input.settings.batch, this.#sampling, random, withClean);
  }

  backward(theta: tf.Tensor, { degraded, target }: PatchBatch, slope: Slope) {
    const { rows, batch, columns } = this.#cut;
    const cells = this.#toCells(tf.tensor(degraded, [rows, batch, columns]));
    const wanted = this.#toCells(tf.tensor(target, [rows, batch, columns]));
    const input: tf.Tensor4D = tf.concat([cells, tf.onesLike(tf.slice(cells, 0, [-1, -1, -1, 1]))], 3);
    let error: tf.Tensor | null = null;
    // The loss enters by its slope alone: backwards it passes on what `slope` says of the errors.
    const lossOf = tf.customGrad((output, save) => {
      const errors = this.#fromCells(this.#count(tf.sub(output as tf.Tensor4D, wanted)));
      error = tf.keep(errors);
      (save as tf.GradSaveFunc)([this.#count(this.#toCells(slope(errors)))]);
      return { value: tf.scalar(0), gradFunc: (_: tf.Tensor, saved: tf.Tensor[]) => saved[0]! };
    });
    const gradient = tf.grad((weights: tf.Tensor) => lossOf(runLayers(splitTheta(weights, this.#size), input, 'same')))(
      theta,
    );
    return { error: error!, gradient };
  }

  asPatches(values: tf.Tensor): tf.Tensor2D {
    return toSquares(values, this.#cut);
  }

  fromPatches(patches: tf.Tensor2D): tf.Tensor {
    const { rows, batch, columns } = this.#cut;
    return fromSquares(patches, this.#cut, [rows, batch, columns]);
  }

  errorByPosition(errors: Float32Array): Float64Array | null {
    return this.positions === 0 ? null : meanSquares(errors, this.#cut);
  }

  tensors(theta: Float32Array, positionError: Float64Array) {
    const { settings } = this.#input;
    return [
      ...layerTensors(theta, this.#size),
      ...overlapTensors(settings, positionError),
      ...startTensors(this.#input),
    ];
  }

  /** [rows, batch, columns] → [batch, rows / cell, columns / cell, cell²]. */
  #toCells(values: tf.Tensor): tf.Tensor4D {
    const { rows, batch, columns } = this.#cut;
    const cell = this.#cell;
    const split = tf.reshape(values, [rows / cell, cell, batch, columns / cell, cell]);
    return tf.reshape(tf.transpose(split, [2, 0, 3, 1, 4]), [batch, rows / cell, columns / cell, cell * cell]);
  }

  #fromCells(cells: tf.Tensor4D): tf.Tensor {
    const { rows, batch, columns } = this.#cut;
    const cell = this.#cell;
    const split = tf.reshape(cells, [batch, rows / cell, columns / cell, cell, cell]);
    return tf.reshape(tf.transpose(split, [1, 3, 0, 2, 4]), [rows, batch, columns]);
  }

  #count(error: tf.Tensor4D): tf.Tensor4D {
    if (!this.#counted) return error;
    const side = error.shape[1];
    return tf.mul(error, tf.tensor4d(this.#counted, [1, side, side, 1]));
  }
}

/** Weights [side, side] with a mean of 1: none for cells near the border of a crop. */
function innerCells(side: number): Float32Array {
  const blind = Math.min(BLIND, Math.floor((side - 1) / 4));
  const inner = (side - 2 * blind) / side;
  const within = (at: number) => at >= blind && at < side - blind;
  // The mean of the squared errors, and not of the errors, is to stay what it is.
  const weight = 1 / inner;
  return Float32Array.from({ length: side * side }, (_, index) =>
    within(Math.floor(index / side)) && within(index % side) ? weight : 0,
  );
}

function samplingOf(settings: TrainSettings, cell: number, symmetries: readonly number[]): Sampling {
  const { patch, mode } = settings;
  return {
    shape: { rows: patch, columns: patch, rowStride: patch, firstTarget: 0, targetColumns: patch },
    symmetries,
    residual: startOf(settings) !== 'none',
    centre: mode === 'picture' ? MIDDLE_GREY : 'mean',
    grid: cell,
  };
}
