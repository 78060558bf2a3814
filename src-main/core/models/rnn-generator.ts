import type { TrainSettings } from '@contract/model-spec';
import { tf } from '../tf';
import { drawBatch, type PatchBatch, type SampledPlanes, type Sampling } from '../patches/sampler';
import { depthToSpace, spaceToDepth, type BlockLayout } from '../patches/space-to-depth';
import type { Random } from '../random';
import type { Generator, LossGradient } from './generator';
import type { LearnerInput } from './method';
import { errorsByPosition, overlapTensors } from './overlap';
import { backward, inputWidth, thetaRows } from './rnn-cell';
import { centreColumn, initialTheta, unpackTheta } from './rnn-weights';
import { baselineTensors, targetsOf } from './residual-targets';
import { baselineOf, type CellSize, cellSize } from './specs';

/** The recurrent cell on patches drawn from the pair; values lie [steps · batch, outputs], time-major. */
export class RnnGenerator implements Generator {
  readonly thetaShape: number[];
  readonly positions: number;
  readonly discriminatedPixels: number;
  readonly #input: LearnerInput;
  readonly #size: CellSize;
  readonly #sampling: Sampling;
  readonly #pairs: SampledPlanes[];
  readonly #layout: BlockLayout;

  constructor(input: LearnerInput) {
    this.#input = input;
    this.#size = cellSize(input.settings);
    this.#sampling = samplingOf(input.settings, this.#size, input.symmetries);
    this.#pairs = targetsOf(input);
    this.thetaShape = [thetaRows(this.#size), this.#size.units];
    this.positions = this.#size.steps * this.#size.outputs;
    this.discriminatedPixels = this.positions;
    const { steps, outputs } = this.#size;
    this.#layout = { rows: steps, batch: input.settings.batch, columns: outputs, block: outputs };
  }

  initialTheta(random: Random): Float32Array {
    return initialTheta(this.#size, random, this.#sampling.residual);
  }

  draw(random: Random, withClean: boolean): PatchBatch {
    return drawBatch(this.#pairs, this.#input.settings.batch, this.#sampling, random, withClean);
  }

  backward(theta: tf.Tensor, { degraded, target }: PatchBatch, lossGradient: LossGradient) {
    const { steps, columns, outputs } = this.#size;
    const { batch } = this.#input.settings;
    const patches = tf.tensor3d(degraded, [steps, batch, inputWidth(columns)]);
    const targets = tf.tensor2d(target, [steps * batch, outputs]);
    return backward(theta as tf.Tensor2D, patches, targets, this.#size, (error) => lossGradient(error) as tf.Tensor2D);
  }

  asPatches(values: tf.Tensor): tf.Tensor2D {
    return tf.reshape(spaceToDepth(values, this.#layout), [-1, this.discriminatedPixels]);
  }

  fromPatches(patches: tf.Tensor2D): tf.Tensor {
    const { rows, batch, columns } = this.#layout;
    return tf.reshape(depthToSpace(patches, this.#layout), [rows * batch, columns]);
  }

  errorByPosition(errors: Float32Array): Float64Array {
    return errorsByPosition(errors, this.#layout);
  }

  tensors(theta: Float32Array, positionError: Float64Array) {
    const { settings } = this.#input;
    return [
      ...unpackTheta(theta, this.#size),
      ...overlapTensors(settings, positionError),
      ...baselineTensors(this.#input),
    ];
  }
}

function samplingOf(settings: TrainSettings, size: CellSize, symmetries: readonly number[]): Sampling {
  return {
    shape: {
      rows: size.steps,
      columns: size.columns,
      rowStride: inputWidth(size.columns),
      firstTarget: settings.mode === 'patch2patch' ? 0 : centreColumn(size.columns),
      targetColumns: size.outputs,
    },
    symmetries,
    residual: baselineOf(settings) !== 'none',
    centre: 'mean',
    grid: 1,
  };
}
