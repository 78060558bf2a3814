import type { TrainSettings } from '@contract/model-spec';
import { say } from '@contract/sentence';
import type { StudyTable } from '@contract/study';
import { Adam } from '../optim/adam';
import { oneCycleRate } from '../optim/schedule';
import { createRandom, type Random } from '../random';
import { tf } from '../tf';
import { valuesOf } from '../values';
import { cellSize, type CellSize } from '@contract/model-tensors';
import { drawPatches, planesOf } from './code-patches';
import type { Lab } from './lab';
import { pairOf } from './materials';
import { stepsOf, type StepValues, type StudyContext } from './study';

/**
 * Unfolded sparse coding (paper Secs. 2.2 and 3). As many steps as a patch has rows, then a linear decoder:
 * ISTA z ← relu(z − AᵀA z + Aᵀy − θ) reads the whole patch at every step, A learned; FISTA the same with momentum (Beck and
 * Teboulle 2009); LISTA (Gregor and LeCun 2010) has a free matrix for I − AᵀA; the RNN has one, too, but reads one row a step.
 */
export const UNFOLDINGS = ['ISTA', 'FISTA', 'LISTA', 'RNN'] as const;
export type Unfolding = (typeof UNFOLDINGS)[number];

/** The RNN is no wider here: four trainings cost with the square of it. */
const UNITS = 256;
const BATCH = 128;
const STEPS = { quick: 40, full: 3000 } as const;
const TEST_BATCHES = { quick: 4, full: 64 } as const;
const RATE = 2e-3;
const CLIP_NORM = 1;

export interface UnfoldedSize {
  units: number;
  /** Of each matrix and vector of weights, in the order in which they lie in θ. */
  shapes: [number, number][];
}

interface Unfolded {
  units: number;
  parameters: number;
  /** Mean squared error of the patches of other pictures, restored and as they are. */
  error: number;
  degradedError: number;
}

/** The RNN as it is, the others as wide as its number of parameters allows. */
export function unfoldedSize(kind: Unfolding, { steps, columns, units }: CellSize): UnfoldedSize {
  const rnn = shapesOf(columns, units, true);
  if (kind === 'RNN') return { units, shapes: rnn };
  const [pixels, free] = [steps * columns, kind === 'LISTA'];
  let width = 1;
  while (countOf(shapesOf(pixels, width + 1, free)) <= countOf(rnn)) width += 1;
  return { units: width, shapes: shapesOf(pixels, width, free) };
}

/** A free matrix between steps where there is one, what reads, its bias or threshold, and the decoder. */
const shapesOf = (read: number, width: number, free: boolean): [number, number][] => [
  ...(free ? [[width, width] as [number, number]] : []),
  [read, width],
  [1, width],
  [width, read],
];

const countOf = (shapes: [number, number][]) => shapes.reduce((sum, [rows, columns]) => sum + rows * columns, 0);

/** Patches y [batch, pixels], row after row, restored: [batch, pixels]. */
export function unfold(kind: Unfolding, theta: tf.Tensor1D, y: tf.Tensor2D, size: UnfoldedSize, steps: number) {
  const lengths = size.shapes.map(([rows, columns]) => rows * columns);
  const parts = tf.split(theta, lengths).map((part, index): tf.Tensor2D => tf.reshape(part, size.shapes[index]!));
  if (kind === 'RNN') {
    const [memory, input, bias, output] = parts as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    let code: tf.Tensor2D | null = null;
    const rows = tf.split<tf.Tensor2D>(y, steps, 1).map((row): tf.Tensor2D => {
      const read: tf.Tensor2D = tf.add(tf.matMul(row, input), bias);
      code = tf.relu(code === null ? read : tf.add(read, tf.matMul(code, memory)));
      return tf.matMul(code, output);
    });
    return tf.concat(rows, 1);
  }
  const [input, threshold, output] = parts.slice(-3) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const read: tf.Tensor2D = tf.sub(tf.matMul(y, input), threshold);
  const next = (z: tf.Tensor2D): tf.Tensor2D => {
    const remembered =
      kind === 'LISTA' ? tf.matMul(z, parts[0]!) : tf.sub(z, tf.matMul(tf.matMul(z, input, false, true), input));
    return tf.relu(tf.add(remembered as tf.Tensor2D, read));
  };
  let code: tf.Tensor2D = tf.relu(read);
  let [before, momentum] = [code, 1];
  for (let step = 1; step < steps; step++) {
    const later = (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2;
    const from =
      kind === 'FISTA' ? tf.add<tf.Tensor2D>(code, tf.mul(tf.sub(code, before), (momentum - 1) / later)) : code;
    [before, code, momentum] = [code, next(from), later];
  }
  return tf.matMul(code, output);
}

/** Normal values: AᵀA and the free matrices begin with a norm near 1; nothing is decoded at first. */
function initialTheta({ shapes }: UnfoldedSize, random: Random): Float32Array {
  const parts = shapes.map(([rows, columns], index) => {
    const last = shapes.length - 1;
    const deviation = index >= last - 1 ? 0 : 1 / (Math.sqrt(rows) + Math.sqrt(columns));
    return Array.from({ length: rows * columns }, () => deviation * random.normal());
  });
  return Float32Array.from(parts.flat());
}

const cellOf = (settings: TrainSettings): CellSize =>
  cellSize({ ...settings, mode: 'patch2patch', units: Math.min(UNITS, settings.units) });

/** Every kind learned from the same patches, with the RNN's number of parameters, steps and batches. */
export const unfoldings = (context: StudyContext) =>
  stepsOf(
    UNFOLDINGS,
    (kind) => `unfolded-${kind}`,
    (kind) => say('study.sparsity.unfoldedStep', { kind }),
    (kind, lab) => measure(context, kind, lab),
  );

async function measure(context: StudyContext, kind: Unfolding, lab: Lab): Promise<Unfolded> {
  const settings = context.settings('rnn');
  const cell = cellOf(settings);
  const size = unfoldedSize(kind, cell);
  const extent = context.request.quick ? 'quick' : 'full';
  const random = createRandom(settings.seed);
  const training = planesOf(pairOf(context.training, context.protocol), context.protocol);
  const tests = context.tests.map((test) => planesOf(pairOf(test, context.protocol), context.protocol));
  const shape = { rows: cell.steps, columns: cell.columns, rowStride: cell.columns };
  const draw = (index: number, from: typeof tests) => drawPatches(from[index % from.length]!, shape, BATCH, random);
  const restored = (theta: tf.Tensor, rows: Float32Array) =>
    unfold(kind, theta as tf.Tensor1D, patchesOf(rows, cell), size, cell.steps);
  let theta: tf.Tensor = tf.keep(tf.tensor1d(initialTheta(size, random)));
  const adam = new Adam(theta);
  try {
    for (let step = 0; step < STEPS[extent]; step++) {
      await lab.token.next();
      lab.onProgress(step / STEPS[extent]);
      const { rows, target } = draw(0, [training]);
      const gradient = tf.tidy(() => {
        const wanted = patchesOf(target, cell);
        return tf.grad((weights: tf.Tensor) => tf.mean(tf.square(tf.sub(restored(weights, rows), wanted))))(theta);
      });
      const next = tf.keep(adam.step(theta, gradient, oneCycleRate(step, STEPS[extent], RATE), CLIP_NORM));
      tf.dispose([gradient, theta]);
      theta = next;
    }
    let [error, degradedError] = [0, 0];
    for (let batch = 0; batch < TEST_BATCHES[extent]; batch++) {
      await lab.token.next();
      const { rows, target } = draw(batch, tests);
      const mean = (values: (wanted: tf.Tensor2D) => tf.Tensor) =>
        valuesOf(() => tf.mean(tf.square(values(patchesOf(target, cell)))))[0]! / TEST_BATCHES[extent];
      error += mean((wanted) => tf.sub(restored(theta, rows), wanted));
      degradedError += mean((wanted) => tf.sub(patchesOf(rows, cell), wanted));
    }
    return { units: size.units, parameters: countOf(size.shapes), error, degradedError };
  } finally {
    adam.dispose();
    theta.dispose();
  }
}

/** [steps, batch, columns] → [batch, steps · columns]. */
const patchesOf = (rows: Float32Array, { steps, columns }: CellSize): tf.Tensor2D =>
  tf.reshape(tf.transpose(tf.tensor3d(rows, [steps, BATCH, columns]), [1, 0, 2]), [BATCH, steps * columns]);

/** What was learned so far, beside one another. */
export function unfoldingTable(context: StudyContext, values: StepValues): StudyTable[] {
  const done = unfoldings(context).done(values);
  if (done.length === 0) return [];
  return [
    {
      title: say('study.sparsity.unfolded', { steps: String(cellSize(context.settings('rnn')).steps) }),
      columns: [
        say('study.sparsity.kind'),
        say('study.sparsity.units'),
        say('study.sparsity.parameters'),
        say('study.sparsity.unfoldedError'),
        say('study.sparsity.unfoldedGain'),
      ],
      rows: done.map(({ item, value }) => [
        item,
        value.units,
        value.parameters,
        value.error,
        10 * Math.log10(value.degradedError / value.error),
      ]),
    },
  ];
}
