import { AppError } from '@contract/result';
import { patchSize, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { say } from '@contract/sentence';
import type { MatrixStack } from '../optim/muon';
import { tf } from '../tf';
import { drawBatch, type PatchBatch, type SampledPlanes, type Sampling } from '../patches/sampler';
import { rowsToSteps } from '../patches/step-rows';
import { bitsOf } from '../patches/symmetry';
import type { Random } from '../random';
import type { Generator, LossGradient } from './generator';
import { type LearnerInput } from './method';
import { uniformWeights } from '../patches/assemble';
import { OverlapFold } from '../patches/overlap-fold';
import { errorsByPosition, overlapTensors } from './overlap';
import { LEAST_SEEN } from './patch-discriminator';
import { backward, inputWidth, thetaRows } from './rnn-cell';
import { centreColumn, initialTheta, packTheta, unpackTheta } from './rnn-weights';
import { targetsOf } from './residual-targets';
import { baselineOf, type CellSize, cellSize } from '@contract/model-tensors';

/** Where the discriminator is convolutional, a batch of stage 2 is so many squares of overlapping patches. */
const SQUARES = 16;
/** Patches across such a square, at least: what they add up to is then about twice as large as a patch. */
const ACROSS = 8;

/** A discriminator as slow as the RNN left smooth areas rougher, and one ten times slower was not felt. */
const DISCRIMINATOR_RATE = 3;
const STRENGTH_GAIN = 1.5;
/**
 * Beyond what stage 2 found: as much detail for less than by a longer stage 2, up to about 1.2 dB. A self-ensemble averages
 * some of it away (docs/tuning.md).
 */
const REACH = { alone: 1.07, ensemble: 1.4 };

/** Patches of one step of stage 2. */
export function stage2Patches({ discriminator, batch, patch }: TrainSettings): number {
  return discriminator === 'convolutional' ? SQUARES * squareOf(patch).across ** 2 : batch;
}

/** The squares of patches of stage 2: patches lie a third of their side apart, and the discriminator has enough to see. */
function squareOf(patch: number): { across: number; stride: number } {
  const stride = Math.max(1, Math.round(patch / 3));
  return { across: Math.max(ACROSS, Math.ceil((LEAST_SEEN + patch) / stride) - 1), stride };
}

/** The recurrent cell on patches drawn from the pair; values lie [steps · batch, outputs], time-major. */
export class RnnGenerator implements Generator {
  readonly thetaShape: number[];
  /** W_zz. */
  readonly hidden: MatrixStack;
  readonly positions: number;
  readonly discriminatedPixels: number;
  readonly discriminatorRate = DISCRIMINATOR_RATE;
  readonly strengthGain = STRENGTH_GAIN;
  readonly reach = REACH;
  readonly #input: LearnerInput;
  readonly #size: CellSize;
  readonly #sampling: Sampling;
  readonly #pairs: SampledPlanes[];
  #fold: OverlapFold | null = null;

  constructor(input: LearnerInput) {
    this.#input = input;
    this.#size = cellSize(input.settings);
    this.#sampling = samplingOf(input.settings, this.#size, input.symmetries);
    this.#pairs = targetsOf(input);
    this.thetaShape = [thetaRows(this.#size), this.#size.units];
    this.hidden = { start: 0, count: 1, rows: this.#size.units, columns: this.#size.units };
    this.positions = this.#size.steps * this.#size.outputs;
    this.discriminatedPixels = this.positions;
    // Said before stage 1, not after it.
    if (input.settings.stageEpochs[1] > 0) this.#requireRoom();
  }

  initialTheta(random: Random): Float32Array {
    return initialTheta(this.#size, random, this.#sampling.residual);
  }

  thetaOf(tensors: NamedArray[]): Float32Array {
    return packTheta(tensors, this.#size);
  }

  draw(random: Random, withClean: boolean): PatchBatch {
    const { settings } = this.#input;
    if (!withClean || settings.discriminator !== 'convolutional')
      return this.#inSteps(drawBatch(this.#pairs, settings.batch, this.#sampling, random, withClean));
    const block = squareOf(settings.patch);
    return this.#inSteps(
      drawBatch(this.#pairs, stage2Patches(settings), { ...this.#sampling, block }, random, withClean),
    );
  }

  /** The batch as the cell reads it. */
  #inSteps(batch: PatchBatch): PatchBatch {
    const { stepRows, columns } = this.#size;
    if (stepRows === 1) return batch;
    const shape = { ...patchSize(this.#input.settings), stepRows };
    const count = batch.target.length / this.positions;
    return {
      degraded: rowsToSteps(batch.degraded, count, shape, inputWidth(columns)),
      target: rowsToSteps(batch.target, count, shape),
      clean: batch.clean && rowsToSteps(batch.clean, count, shape),
    };
  }

  #requireRoom(): void {
    const { discriminator, patch } = this.#input.settings;
    if (discriminator !== 'convolutional') return;
    const { across, stride } = squareOf(patch);
    const needed = patch + (across - 1) * stride;
    const { width, height } = this.#pairs[0]!.degraded;
    const there = Math.min(width, height);
    if (there < needed) throw new AppError('bad-input', say('training.stage2TooSmall', { needed, there }));
  }

  counted(values: tf.Tensor): tf.Tensor {
    return values;
  }

  asPictures(values: tf.Tensor, positionError: Float64Array): tf.Tensor4D {
    const { settings } = this.#input;
    const [overlap] = overlapTensors(settings, positionError);
    const weights = (overlap?.data as Float32Array | undefined) ?? uniformWeights(settings.patch, settings.patch);
    this.#fold ??= new OverlapFold({ patch: settings.patch, ...squareOf(settings.patch), weights });
    return this.#fold.fold(values);
  }

  backward(theta: tf.Tensor, { degraded, target }: PatchBatch, lossGradient: LossGradient) {
    const { steps, columns, outputs } = this.#size;
    const batch = target.length / (steps * outputs);
    const patches = tf.tensor3d(degraded, [steps, batch, inputWidth(columns)]);
    const targets = tf.tensor2d(target, [steps * batch, outputs]);
    return backward(theta as tf.Tensor2D, patches, targets, this.#size, (error) => lossGradient(error) as tf.Tensor2D);
  }

  asPatches(values: tf.Tensor): tf.Tensor2D {
    const { steps, outputs } = this.#size;
    return tf.reshape(tf.transpose(tf.reshape(values, [steps, -1, outputs]), [1, 0, 2]), [-1, this.positions]);
  }

  fromPatches(patches: tf.Tensor2D): tf.Tensor {
    const { steps, outputs } = this.#size;
    return tf.reshape(tf.transpose(tf.reshape(patches, [-1, steps, outputs]), [1, 0, 2]), [-1, outputs]);
  }

  errorByPosition(errors: Float32Array): Float64Array {
    const { steps, outputs } = this.#size;
    return errorsByPosition(errors, { rows: steps, batch: errors.length / this.positions, columns: outputs });
  }

  networkTensors(theta: Float32Array) {
    return unpackTheta(theta, this.#size);
  }
}

function samplingOf(settings: TrainSettings, size: CellSize, symmetries: readonly number[]): Sampling {
  const { rows, columns } = patchSize(settings);
  const isWhole = settings.mode === 'patch2patch';
  return {
    shape: {
      rows,
      columns,
      rowStride: size.stepRows === 1 ? inputWidth(columns) : columns,
      firstTarget: isWhole ? 0 : centreColumn(columns),
      targetColumns: isWhole ? columns : 1,
    },
    // What is longer than wide has no transpose.
    symmetries: rows === columns ? symmetries : symmetries.filter((turn) => !bitsOf(turn).transpose),
    residual: baselineOf(settings) !== 'none',
    centre: 'mean',
    grid: 1,
  };
}
