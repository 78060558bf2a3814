import type { MethodName } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { tf } from '../tf';
import { luminance } from '../image/color';
import { activations, inputWidth } from '../models/rnn-cell';
import { packTheta } from '../models/rnn-weights';
import { extractPatches, removeMeans } from '../patches/extract';
import type { Plane } from '../image/plane';
import { createRandom, type Random } from '../random';
import type { TrainedModel } from '../training/train';
import { valuesOf } from '../values';
import { learn, type Lab } from './lab';
import { pairOf } from './materials';
import { asInput } from './score-picture';
import { stepsOf, type Study, type StudyContext } from './study';
import { type CellSize, cellSize, cellSpecs } from '../models/specs';

const BATCH = 128;
const BATCHES = { quick: 4, full: 32 } as const;
const BINS = 20;

interface Sparsity {
  units: number;
  /** Share of activations that are 0: over all, and at each row of a patch. */
  zeros: number;
  zerosByRow: number[];
  /** Share of the units that no patch ever activated. */
  idleUnits: number;
  /** Shares of patch rows by the share of units they activate, in bins of 5 %. */
  histogram: number[];
}

/** Sec. 3 and 4: the activations come out sparse without any penalty that asks for it. */
export const sparsityStudy: Study = {
  title: say('study.sparsity.title'),
  about: say('study.sparsity.about'),
  steps: (context) => plan(context).steps,
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
          ],
          rows: done.map(({ item, value }) => [item, value.units, 100 * value.zeros, 100 * value.idleUnits]),
        },
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
  const planes = context.tests.map((test) => {
    const { degraded } = pairOf(test, context.protocol);
    return luminance(asInput(degraded, context.protocol));
  });
  const random = createRandom(trained.settings.seed);
  const packed = packTheta(trained.tensors, size);
  const theta = tf.tensor2d(packed, [packed.length / units, units]);
  const counted = { active: new Float64Array(steps), histogram: new Float64Array(BINS), seen: new Uint8Array(units) };
  const batches = BATCHES[context.request.quick ? 'quick' : 'full'];
  try {
    for (let batch = 0; batch < batches; batch++) {
      await lab.token.next();
      const rows = drawRows(planes[batch % planes.length]!, size, random);
      const code = valuesOf(() =>
        activations(theta, tf.tensor3d(rows, [steps, BATCH, inputWidth(size.columns)]), size),
      );
      countActive(code, units, counted);
    }
  } finally {
    theta.dispose();
  }
  const rows = batches * BATCH;
  const zerosByRow = Array.from(counted.active, (active) => 1 - active / (rows * units));
  return {
    units,
    zeros: zerosByRow.reduce((sum, share) => sum + share, 0) / steps,
    zerosByRow,
    idleUnits: counted.seen.filter((seen) => seen === 0).length / units,
    histogram: Array.from(counted.histogram, (count) => count / (rows * steps)),
  };
}

/** Patches from anywhere in a plane as the cell reads them: without their mean, a 1 behind each row. */
function drawRows(plane: Plane, { steps, columns }: CellSize, random: Random): Float32Array {
  const shape = { rows: steps, columns, rowStride: inputWidth(columns) };
  const starts = (length: number, patch: number) =>
    Int32Array.from({ length: BATCH }, () => random.integer(length - patch + 1));
  const patches = extractPatches(plane, starts(plane.height, steps), starts(plane.width, columns), shape);
  removeMeans(patches, shape, BATCH);
  for (let row = columns; row < patches.length; row += shape.rowStride) patches[row] = 1;
  return patches;
}

/** Adds up a code [steps, batch, units]: active units at each step, rows by their share of active units, units seen. */
function countActive(
  code: Float32Array,
  units: number,
  counted: { active: Float64Array; histogram: Float64Array; seen: Uint8Array },
): void {
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
