import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { tf } from '../tf';
import { pixelLosses } from '../losses/pixel';
import { cropPlane, type Plane } from '../patches/plane';
import { drawBatch, type Sampling } from '../patches/sampler';
import { Adam } from '../training/adam';
import { correlate, filterSpec, START_FILTER_SIDE } from './linear';
import { hasIngredient, type Learner, type LearnerInput, type TrainingPlanes } from './method';
import { backward, inputWidth, type CellSize } from './rnn-cell';
import { cellSize, centreColumn, initialTheta, overlapSpec, unpackTheta } from './rnn-weights';

const CLIP_NORM = 1;
/** Every so many steps the averaged weights and the error of each patch position take in the current ones. */
const AVERAGE_EVERY = 4;
const AVERAGE_DECAY = 0.995;
/** Positions count with the inverse of their mean squared error to this power: e⁻⁴ in terms of the error itself. */
const OVERLAP_POWER = 2;

/** Trains the recurrent cell with Adam on patches drawn from the pair, by hand-written back-propagation through time. */
export class RnnLearner implements Learner {
  readonly #input: LearnerInput;
  readonly #size: CellSize;
  readonly #sampling: Sampling;
  readonly #pairs: { degraded: Plane; target: Plane }[];
  readonly #adam: Adam<tf.Tensor2D>;
  #theta: tf.Tensor2D;
  #previous: tf.Tensor2D;
  #average: tf.Tensor2D | null;
  #positionError: Float64Array;
  #steps: number;

  constructor(input: LearnerInput) {
    const { settings, state } = input;
    this.#input = input;
    this.#size = cellSize(settings);
    this.#sampling = samplingOf(settings, this.#size);
    this.#pairs = input.planes.map((pair) => targetsOf(pair, input));
    const from = state ? readState(state) : null;
    const theta = from?.theta ?? initialTheta(this.#size, input.random, this.#sampling.residual);
    const { units } = this.#size;
    const tensor = (data: Float32Array) => tf.keep(tf.tensor2d(data, [data.length / units, units]));
    this.#theta = tensor(theta);
    this.#previous = tf.keep(tf.clone(this.#theta));
    this.#average = hasIngredient(settings, 'weight-average') ? tensor(from?.average ?? theta) : null;
    this.#adam = new Adam(this.#theta, from ?? undefined);
    this.#positionError = from?.positionError ?? new Float64Array(this.#size.steps * this.#size.outputs);
    this.#steps = from?.steps ?? 0;
  }

  step(rate: number): number {
    const { settings, random } = this.#input;
    const { steps, columns, outputs } = this.#size;
    const drawn = drawBatch(this.#pairs, settings.batch, this.#sampling, random);
    const loss = pixelLosses[settings.loss];
    const { gradient, error } = tf.tidy(() => {
      const patches = tf.tensor3d(drawn.degraded, [steps, settings.batch, inputWidth(columns)]);
      const target = tf.tensor2d(drawn.target, [steps * settings.batch, outputs]);
      return backward(this.#theta, patches, target, this.#size, (e) => loss.slope(e));
    });
    const errors = error.dataSync<'float32'>();
    error.dispose();
    const value = loss.value(errors);
    if (!Number.isFinite(value)) {
      // No step from here: `rewind` goes back to the weights before these.
      gradient.dispose();
      return value;
    }
    if (this.#steps % AVERAGE_EVERY === 0) this.#takeAverages(errors);
    const next = tf.keep(this.#adam.step(this.#theta, gradient, rate, CLIP_NORM));
    gradient.dispose();
    this.#previous.dispose();
    this.#previous = this.#theta;
    this.#theta = next;
    this.#steps += 1;
    return value;
  }

  /** Running means that forget their beginnings: the weight of the past grows up to AVERAGE_DECAY. */
  #takeAverages(errors: Float32Array): void {
    const taken = this.#steps / AVERAGE_EVERY;
    const keep = Math.min(AVERAGE_DECAY, taken / (taken + 9));
    const byPosition = meanSquares(errors, this.#size);
    for (let index = 0; index < byPosition.length; index++) {
      this.#positionError[index] = keep * this.#positionError[index]! + (1 - keep) * byPosition[index]!;
    }
    if (!this.#average) return;
    const average = this.#average;
    this.#average = tf.keep(tf.tidy(() => tf.add(average, tf.mul(tf.sub(this.#theta, average), 1 - keep))));
    average.dispose();
  }

  weights(): NamedArray[] {
    const { settings, linearFilter } = this.#input;
    const theta = (this.#average ?? this.#theta).dataSync<'float32'>();
    const tensors = unpackTheta(theta, this.#size);
    if (hasIngredient(settings, 'weighted-overlap') && settings.mode === 'patch2patch') {
      tensors.push({ ...overlapSpec(settings), data: overlapWeights(this.#positionError) });
    }
    if (hasIngredient(settings, 'linear-start')) tensors.push({ ...filterSpec(START_FILTER_SIDE), data: linearFilter });
    return tensors;
  }

  state(): NamedArray[] {
    const { units } = this.#size;
    const matrix = (name: string, data: Float32Array): NamedArray => ({
      name,
      shape: [data.length / units, units],
      dtype: 'F32',
      data,
    });
    const copy = (tensor: tf.Tensor) => tensor.dataSync<'float32'>().slice();
    const adam = this.#adam.state();
    return [
      matrix('theta', copy(this.#theta)),
      ...(this.#average ? [matrix('average', copy(this.#average))] : []),
      matrix('adam.first', adam.first),
      matrix('adam.second', adam.second),
      { name: 'position.error', shape: [this.#positionError.length], dtype: 'F64', data: this.#positionError.slice() },
      { name: 'steps', shape: [1], dtype: 'U32', data: Uint32Array.of(this.#steps) },
    ];
  }

  rewind(): void {
    this.#theta.dispose();
    this.#theta = tf.keep(tf.clone(this.#previous));
    // An average that took in a broken step is replaced as a whole.
    this.#average?.dispose();
    this.#average = this.#average ? tf.keep(tf.clone(this.#previous)) : null;
  }

  dispose(): void {
    this.#adam.dispose();
    tf.dispose([this.#theta, this.#previous, ...(this.#average ? [this.#average] : [])]);
  }
}

function samplingOf(settings: TrainSettings, size: CellSize): Sampling {
  return {
    shape: {
      rows: size.steps,
      columns: size.columns,
      rowStride: inputWidth(size.columns),
      firstTarget: settings.mode === 'patch2patch' ? 0 : centreColumn(size.columns),
      targetColumns: size.outputs,
    },
    flips: hasIngredient(settings, 'flips'),
    residual: hasIngredient(settings, 'linear-start'),
  };
}

/** What the cell learns: the clean picture, or what the linear filter leaves to be done, where that filter fits. */
function targetsOf({ degraded, clean }: TrainingPlanes, { settings, linearFilter }: LearnerInput) {
  if (!hasIngredient(settings, 'linear-start')) return { degraded, target: clean };
  const radius = (START_FILTER_SIDE - 1) / 2;
  const start = correlate(degraded, linearFilter, START_FILTER_SIDE);
  const inner = (plane: Plane) => cropPlane(plane, radius, radius, start.width, start.height);
  const target = inner(clean);
  for (let index = 0; index < target.data.length; index++) target.data[index]! -= start.data[index]!;
  return { degraded: inner(degraded), target };
}

/** The mean squared error of each patch position, [steps · outputs], of errors [steps, batch, outputs]. */
function meanSquares(errors: Float32Array, { steps, outputs }: CellSize): Float64Array {
  const means = new Float64Array(steps * outputs);
  const rowLength = errors.length / steps;
  for (let index = 0; index < errors.length; index++) {
    const position = Math.floor(index / rowLength) * outputs + (index % outputs);
    means[position]! += errors[index]! ** 2 / (rowLength / outputs);
  }
  return means;
}

/** [rows, columns] weights from mean squared errors, scaled to a mean of 1. */
export function overlapWeights(meanSquaredError: Float64Array): Float32Array {
  const weights = Array.from(meanSquaredError, (error) => Math.max(error, 1e-12) ** -OVERLAP_POWER);
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return Float32Array.from(weights, (weight) => weight / mean);
}

function readState(state: NamedArray[]) {
  const find = (name: string) => state.find((array) => array.name === name)?.data;
  const need = <T>(name: string, type: new (...parameters: never[]) => T): T => {
    const data = find(name);
    if (!(data instanceof type)) throw new Error(`checkpoint lacks ${name}`);
    return data;
  };
  const average = find('average');
  return {
    theta: need('theta', Float32Array),
    average: average instanceof Float32Array ? average : undefined,
    first: need('adam.first', Float32Array),
    second: need('adam.second', Float32Array),
    positionError: need('position.error', Float64Array),
    steps: need('steps', Uint32Array)[0]!,
  };
}
