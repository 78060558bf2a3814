import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { tf } from '../tf';
import type { MatrixStack } from '../optim/muon';
import { MIDDLE_GREY } from '../patches/extract';
import { GRID_CUT } from '../patches/grid';
import { drawBatch, type PatchBatch, type SampledPlanes, type Sampling } from '../patches/sampler';
import { depthToPlanes, depthToSpace, planesToDepth, spaceToDepth, type BlockLayout } from '../patches/space-to-depth';
import type { Random } from '../random';
import type { Generator, LossGradient } from './generator';
import { type LearnerInput } from './method';
import { errorsByPosition } from './overlap';
import { targetsOf } from './residual-targets';
import { layerTensors, packTheta } from './unet-weights';
import { gradientOf, hiddenLayers, levelsOf, splitTheta, thetaLength, withBias } from './unet-layers';
import {
  baselineOf,
  blockOf,
  layerShapes,
  planesTogether,
  sizeOf,
  type UnetSize,
  unetSize,
} from '@contract/model-tensors';

/** Side of the patches that the discriminator sees of a crop: those of the paper. */
const DISCRIMINATED_SIDE = 16;
/** Blocks at the border of a crop whose errors do not count: they see too much of the zeros around it. */
const BLIND = 4;

/** The share of crops that are drawn from pictures degraded like the pair, where there are such; the rest is the pair's. */
const ALIKE_SHARE = 0.75;

/** A faster discriminator drives its ReLUs dead within an epoch. */
const DISCRIMINATOR_RATE = 1;
const STRENGTH_GAIN = 1.25;
/** As with the RNN. */
const REACH = { alone: 1.1, ensemble: 1.4 };

/** The U-Net on patches or crops drawn from the pair; values lie [rows, batch, columns]. */
export class UnetGenerator implements Generator {
  readonly thetaShape: number[];
  readonly hidden: MatrixStack;
  readonly positions: number;
  readonly discriminatedPixels: number;
  readonly discriminatorRate = DISCRIMINATOR_RATE;
  readonly strengthGain = STRENGTH_GAIN;
  readonly reach = REACH;
  readonly #input: LearnerInput;
  readonly #size: UnetSize;
  /** Planes of a crop, one after the other in a batch. */
  readonly #together: number;
  /** How a batch is cut for the network, and for the discriminator. */
  readonly #blocks: BlockLayout;
  readonly #patches: BlockLayout;
  readonly #sampling: Sampling;
  readonly #pairs: SampledPlanes[];
  /** Pixels at a crop's border that do not count. */
  readonly #blind: number;
  readonly #counted: Float32Array | null;

  constructor(input: LearnerInput) {
    const { settings } = input;
    const { patch, batch, mode } = settings;
    this.#input = input;
    this.#size = unetSize(settings);
    const block = blockOf(settings);
    this.#together = planesTogether(settings);
    this.#blocks = { rows: patch, columns: patch, batch: batch * this.#together, block };
    this.#patches = { ...this.#blocks, block: mode === 'picture' ? DISCRIMINATED_SIDE : patch };
    this.#sampling = samplingOf(settings, block, input.symmetries);
    this.#pairs = targetsOf(input);
    this.#blind = mode === 'picture' ? block * blindBlocks(patch / block) : 0;
    this.#counted = mode === 'picture' ? innerWeights(patch, this.#blind) : null;
    this.thetaShape = [thetaLength(this.#size)];
    this.hidden = hiddenLayers(this.#size);
    this.positions = mode === 'picture' ? 0 : patch * patch;
    this.discriminatedPixels = this.#patches.block ** 2;
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

  thetaOf(tensors: NamedArray[]): Float32Array {
    return packTheta(tensors, this.#size);
  }

  draw(random: Random, withClean: boolean): PatchBatch {
    const { alike, settings, linearFilter } = this.#input;
    const { patch, batch } = settings;
    const side = patch + (baselineOf(settings) === 'linear' ? 2 * GRID_CUT : 0);
    const drawn = alike?.draw(random, Math.round(ALIKE_SHARE * batch), side) ?? [];
    const targets = drawn.map((planes) => targetsOf({ planes, settings, linearFilter }));
    return drawBatch(this.#pairs, batch * this.#together, this.#sampling, random, withClean, targets);
  }

  backward(theta: tf.Tensor, { degraded, target }: PatchBatch, lossGradient: LossGradient) {
    const input = withBias(planesToDepth(spaceToDepth(tf.tensor(degraded), this.#blocks), this.#together));
    const weights = splitTheta(theta, this.#size);
    const levels = levelsOf(weights, input, 'same');
    const wanted = spaceToDepth(tf.tensor(target), this.#blocks);
    const error = depthToSpace(tf.sub(depthToPlanes(levels.at(-1)!, this.#together), wanted), this.#blocks);
    const outputGradient = planesToDepth(spaceToDepth(lossGradient(error), this.#blocks), this.#together);
    return { error, gradient: gradientOf(weights, input, levels, outputGradient) };
  }

  counted(values: tf.Tensor): tf.Tensor {
    if (!this.#counted) return values;
    const { rows, columns } = this.#blocks;
    return tf.mul(values, tf.tensor3d(this.#counted, [rows, 1, columns]));
  }

  /** Crops without their border, which is not learned from. */
  asPictures(values: tf.Tensor): tf.Tensor4D {
    const { rows, batch, columns } = this.#blocks;
    const pictures = tf.transpose(tf.reshape(values, [rows, batch, columns]), [1, 0, 2]);
    const side = rows - 2 * this.#blind;
    const inner = tf.slice(pictures, [0, this.#blind, this.#blind], [batch, side, side]);
    return tf.reshape(inner, [batch, side, side, 1]);
  }

  asPatches(values: tf.Tensor): tf.Tensor2D {
    return tf.reshape(spaceToDepth(values, this.#patches), [-1, this.discriminatedPixels]);
  }

  fromPatches(patches: tf.Tensor2D): tf.Tensor {
    return depthToSpace(patches, this.#patches);
  }

  errorByPosition(errors: Float32Array): Float64Array | null {
    return this.positions === 0 ? null : errorsByPosition(errors, this.#blocks);
  }

  networkTensors(theta: Float32Array) {
    return layerTensors(theta, this.#size);
  }
}

const blindBlocks = (blocks: number) => Math.min(BLIND, Math.floor((blocks - 1) / 4));

/** Weights [side, side] with a mean square of 1: none near the border of a crop. */
function innerWeights(side: number, blind: number): Float32Array {
  const within = (at: number) => at >= blind && at < side - blind;
  // The mean of the squared errors, and not of the errors, is to stay what it is.
  const weight = side / (side - 2 * blind);
  return Float32Array.from({ length: side * side }, (_, index) =>
    within(Math.floor(index / side)) && within(index % side) ? weight : 0,
  );
}

function samplingOf(settings: TrainSettings, block: number, symmetries: readonly number[]): Sampling {
  const { patch, mode } = settings;
  return {
    shape: { rows: patch, columns: patch, rowStride: patch, firstTarget: 0, targetColumns: patch },
    symmetries,
    residual: baselineOf(settings) !== 'none',
    centre: mode === 'picture' ? MIDDLE_GREY : 'mean',
    grid: block,
    together: planesTogether(settings) > 1,
  };
}
