import type { NamedArray } from '@contract/named-array';
import type { Random } from '../random';
import type { PatchBatch } from '../patches/sampler';
import type { MatrixStack } from '../optim/muon';
import { tf } from '../tf';

/** Turns errors x̂ − x into the derivative of a loss with respect to x̂, of the same shape. */
export type LossGradient = (error: tf.Tensor) => tf.Tensor;

/**
 * A network that restores patches, as the learner sees it: its weights are one tensor θ, so that an optimizer step is a
 * handful of operations.
 */
export interface Generator {
  readonly thetaShape: number[];
  /** The matrices of its hidden layers, as they lie in θ. */
  readonly hidden: MatrixStack;
  initialTheta(random: Random): Float32Array;
  /** θ of a model's own tensors: its faithful end where it has two. Throws an Error where they do not fit. */
  thetaOf(tensors: NamedArray[]): Float32Array;
  /** A batch of patches; with the whole clean patches where a discriminator is to see them. */
  draw(random: Random, withClean: boolean): PatchBatch;
  /** The errors x̂ − x of a batch, unweighted, and the gradient with respect to θ of the loss that is given by its own gradient. */
  backward(theta: tf.Tensor, batch: PatchBatch, lossGradient: LossGradient): { error: tf.Tensor; gradient: tf.Tensor };
  /** Errors weighted by how much they count: what the pixel loss is taken of, and once more its gradient. */
  counted(values: tf.Tensor): tf.Tensor;
  /**
   * What a convolutional discriminator is shown of a batch, [pictures, side, side, 1]: values as people get to see them, whole.
   * `positionError` weighs overlapping patches. To be called within `tf.tidy`; has a gradient.
   */
  asPictures(values: tf.Tensor, positionError: Float64Array): tf.Tensor4D;
  /** How many times as fast as this network a convolutional discriminator learns. */
  readonly discriminatorRate: number;
  /** Texture is to be so many times as strong as the clean picture's: a network makes less of it than it is asked for. */
  readonly strengthGain: number;
  /** The crisp end lies so many times as far from the faithful one as stage 2 went, without a self-ensemble and with one. */
  readonly reach: { alone: number; ensemble: number };
  /** Pixels of a patch that a discriminator of patches sees. */
  readonly discriminatedPixels: number;
  /** The values of a batch laid out as the clean patches are, as one row a patch: [patches, discriminatedPixels]. */
  asPatches(values: tf.Tensor): tf.Tensor2D;
  /** The inverse of `asPatches`. */
  fromPatches(patches: tf.Tensor2D): tf.Tensor;
  /** The mean squared error of each position of a patch; null where positions are not told apart. */
  errorByPosition(errors: Float32Array): Float64Array | null;
  /** Positions of a patch that are told apart; 0 for none. */
  readonly positions: number;
  /** The network's own weights as a model file holds them. */
  networkTensors(theta: Float32Array): NamedArray[];
}
