import type { MethodName } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { tf } from '../../tf';
import { activations, forward, inputWidth } from '../../models/rnn-cell';
import { initialTheta, packTheta } from '../../models/rnn-weights';
import { createRandom, type Random } from '../../random';
import type { TrainedModel } from '../../training/train';
import { valuesOf } from '../../values';
import { drawPatches, planesOf } from '../code-patches';
import { learn, type Lab } from '../lab';
import { pairOf } from '../materials';
import { stepsOf, type Study, type StudyContext } from '../study';
import { baselineOf, type CellSize, cellSize, cellSpecs } from '@contract/model-tensors';
import { distanceToIsta } from '../sparse-coding';
import { unfoldings, unfoldingTable } from '../unfolded';

const BATCH = 128;
const BATCHES = { quick: 4, full: 32 } as const;
const BINS = 20;

/** What the memory of the cell is worth: nothing is remembered, or the wrong row. */
const CONTROLS = ['asTrained', 'noMemory', 'shuffled'] as const;
type Control = (typeof CONTROLS)[number];

interface Sparsity {
  units: number;
  /** Share of activations that are 0: over all, and at each row of a patch. */
  zeros: number;
  zerosByRow: number[];
  /** Share of the units that no patch ever activated. */
  idleUnits: number;
  /** Share of zeros of the same cell before it was trained: what is more was learned. */
  untrainedZeros: number;
  /** Mean squared errors of restored patches: as trained, with W_zz = 0, and with the rows of each patch shuffled. */
  errors: Record<Control, number> | null;
  /** From W_zz to I − DᵀD/c, trained and untrained. */
  istaDistance: { trained: number; untrained: number };
  /** Shares of patch rows by the share of units they activate, in bins of 5 %. */
  histogram: number[];
}

/** Sec. 3 and 4: the activations come out sparse without any penalty that asks for it. */
export const study: Study = {
  title: say('study.sparsity.title'),
  about: say('study.sparsity.about'),
  steps: (context) => [...plan(context).steps, ...unfoldings(context).steps],
  findings(context, values) {
    const done = plan(context).done(values);
    return {
      charts: [
        {
          title: say('study.sparsity.activeChart'),
          kind: 'bars',
          x: {
            label: say('study.sparsity.activeAxis'),
            categories: Array.from({ length: BINS }, (_, bin) => binName(bin)),
          },
          y: { label: say('study.sparsity.rowsAxis') },
          series: done.map(({ item, value }) => ({
            name: item,
            points: value.histogram.map((share, bin): [number, number] => [bin, 100 * share]),
          })),
        },
        {
          title: say('study.sparsity.zeroChart'),
          kind: 'lines',
          x: { label: say('study.sparsity.rowAxis') },
          y: { label: say('study.sparsity.zeroAxis') },
          series: done.map(({ item, value }) => ({
            name: item,
            points: value.zerosByRow.map((share, row): [number, number] => [row + 1, 100 * share]),
          })),
        },
      ],
      tables: [
        {
          title: say('study.sparsity.table'),
          columns: [
            say('study.method'),
            say('study.sparsity.units'),
            say('study.sparsity.zeroAxis'),
            say('study.sparsity.never'),
            say('study.sparsity.untrained'),
            ...CONTROLS.map((control) => say(`study.sparsity.${control}`)),
            say('study.sparsity.ista'),
            say('study.sparsity.istaUntrained'),
          ],
          rows: done.map(({ item, value }) => [
            item,
            value.units,
            100 * value.zeros,
            100 * value.idleUnits,
            100 * value.untrainedZeros,
            ...CONTROLS.map((control) => value.errors?.[control] ?? null),
            value.istaDistance.trained,
            value.istaDistance.untrained,
          ]),
        },
        ...unfoldingTable(context, values),
      ],
      notes: [],
    };
  },
};

const binName = (bin: number) => `${(100 * bin) / BINS}–${(100 * (bin + 1)) / BINS}`;

function plan(context: StudyContext) {
  return stepsOf(
    context.methods,
    (method) => method,
    (method) => say('study.sparsity.step', { method }),
    (method, lab) => measure(context, method, lab),
  );
}

async function measure(context: StudyContext, method: MethodName, lab: Lab): Promise<Sparsity> {
  const settings = context.settings(method);
  const trained = await learn(lab, pairOf(context.training, context.protocol), settings);
  const [recurrent] = cellSpecs(cellSize(settings));
  if (!trained.tensors.some(({ name }) => name === recurrent?.name))
    throw new AppError('bad-input', say('study.sparsity.noCode', { method }));
  return activityOf(context, trained, lab);
}

async function activityOf(context: StudyContext, trained: TrainedModel, lab: Lab): Promise<Sparsity> {
  const size = cellSize(trained.settings);
  const { steps, units } = size;
  const pairs = context.tests.map((test) => planesOf(pairOf(test, context.protocol), context.protocol));
  const shape = { rows: steps, columns: size.columns, rowStride: inputWidth(size.columns) };
  const random = createRandom(trained.settings.seed);
  const plain = baselineOf(trained.settings) === 'none' && trained.settings.mode === 'patch2patch';
  const untrained = initialTheta(size, createRandom(trained.settings.seed), !plain);
  const thetas = { trained: packTheta(trained.tensors, size), untrained };
  const [own, before, forgetful] = [thetas.trained, untrained, withoutMemory(thetas.trained, units)].map((packed) =>
    tf.tensor2d(packed, [packed.length / units, units]),
  );
  const counted = countedNothing(size);
  const countedBefore = countedNothing(size);
  const errors = { asTrained: 0, noMemory: 0, shuffled: 0 };
  const batches = BATCHES[context.request.quick ? 'quick' : 'full'];
  try {
    for (let batch = 0; batch < batches; batch++) {
      await lab.token.next();
      const { rows, target } = drawPatches(pairs[batch % pairs.length]!, shape, BATCH, random);
      const read = (theta: tf.Tensor2D, values: Float32Array) =>
        valuesOf(() => activations(theta, tf.tensor3d(values, [steps, BATCH, inputWidth(size.columns)]), size));
      countActive(read(own!, rows), units, counted);
      countActive(read(before!, rows), units, countedBefore);
      if (!plain) continue;
      errors.asTrained += errorOf(own!, rows, target, size) / batches;
      errors.noMemory += errorOf(forgetful!, rows, target, size) / batches;
      errors.shuffled += shuffledError(own!, rows, target, size, random) / batches;
    }
  } finally {
    tf.dispose([own!, before!, forgetful!]);
  }
  const rows = batches * BATCH;
  const shares = ({ active }: Counted) => Array.from(active, (count) => 1 - count / (rows * units));
  const meanOf = (values: number[]) => values.reduce((sum, share) => sum + share, 0) / steps;
  const zerosByRow = shares(counted);
  const distance = (theta: Float32Array) =>
    distanceToIsta({ recurrent: theta.subarray(0, units * units), output: theta.subarray(outputStart(size)) }, size);
  return {
    units,
    zeros: meanOf(zerosByRow),
    zerosByRow,
    idleUnits: counted.seen.filter((seen) => seen === 0).length / units,
    untrainedZeros: meanOf(shares(countedBefore)),
    errors: plain ? errors : null,
    istaDistance: { trained: distance(thetas.trained), untrained: distance(untrained) },
    histogram: Array.from(counted.histogram, (count) => count / (rows * steps)),
  };
}

interface Counted {
  active: Float64Array;
  histogram: Float64Array;
  seen: Uint8Array;
}

const countedNothing = ({ steps, units }: CellSize): Counted => ({
  active: new Float64Array(steps),
  histogram: new Float64Array(BINS),
  seen: new Uint8Array(units),
});

/** The cell that forgets: W_zz = 0. */
function withoutMemory(theta: Float32Array, units: number): Float32Array {
  return theta.slice().fill(0, 0, units * units);
}

/** Where W_xz begins in θ (rnn-cell.ts). */
const outputStart = ({ units, columns }: CellSize) => units * (units + inputWidth(columns));

/** Mean squared error of restored patches [Lt, batch, outputs] against the clean ones. */
function errorOf(theta: tf.Tensor2D, rows: Float32Array, target: Float32Array, size: CellSize): number {
  const { steps, columns } = size;
  const restored = valuesOf(() => forward(theta, tf.tensor3d(rows, [steps, BATCH, inputWidth(columns)]), size));
  return restored.reduce((sum, value, index) => sum + (value - target[index]!) ** 2, 0) / restored.length;
}

/** The same where each patch's rows come in another order: each row is restored as well, after a row that is not its neighbour. */
function shuffledError(
  theta: tf.Tensor2D,
  rows: Float32Array,
  target: Float32Array,
  size: CellSize,
  random: Random,
): number {
  const order = Array.from({ length: size.steps }, (_, step) => step);
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const inOrder = (values: Float32Array) => {
    const length = values.length / size.steps;
    const moved = new Float32Array(values.length);
    for (const [to, from] of order.entries())
      moved.set(values.subarray(from * length, (from + 1) * length), to * length);
    return moved;
  };
  return errorOf(theta, inOrder(rows), inOrder(target), size);
}

/** Adds up a code [steps, batch, units]: active units at each step, rows by their share of active units, units seen. */
function countActive(code: Float32Array, units: number, counted: Counted): void {
  for (let row = 0; row * units < code.length; row++) {
    let active = 0;
    for (let unit = 0; unit < units; unit++) {
      if (code[row * units + unit]! <= 0) continue;
      active += 1;
      counted.seen[unit] = 1;
    }
    counted.active[Math.floor(row / BATCH)]! += active;
    counted.histogram[Math.min(BINS - 1, Math.floor((BINS * active) / units))]! += 1;
  }
}
