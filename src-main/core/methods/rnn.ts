import { patchSize, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { tf } from '../tf';
import { valuesOf } from '../values';
import { GeneratorLearner } from '../models/generator-learner';
import type { Method, OpenModel } from '../models/method';
import { patchLayout, strideFor } from '../models/patch-layout';
import { patchRestorer, stridesAbove, type PatchNetwork } from '../models/patch-restorer';
import { noSymmetries } from '../patches/symmetry';
import { rowsToSteps, stepsToRows } from '../patches/step-rows';
import { forward, forwardFlops, inputWidth } from '../models/rnn-cell';
import { RnnGenerator, stage2Patches } from '../models/rnn-generator';
import { packTheta } from '../models/rnn-weights';
import { marginWith, baselineFilterSide, baselineFilter, baselineFlops, tileModel } from '../models/residual-targets';
import { withBaseline } from '../models/with-baseline';
import { type CellSize, cellSize } from '@contract/model-tensors';

/** Paper Sec. 2.1 and 4: one recurrent layer that reads a patch row by row. */
export const method: Method = {
  iterative: true,
  asGraph: true,
  trainingKernels: [],
  margin: marginOf,
  stage2Patches,
  open: openRnn,
  baselineFilterSide,
  createLearner: (input) => new GeneratorLearner(input, new RnnGenerator(input)),
  trainFlopsPerPatch: (settings) => 3 * forwardFlops(cellSize(settings)),
  coarserStrides: (settings, own) => (settings.mode === 'patch2pixel' ? [] : stridesAbove(own, shorterSide(settings))),
  restoreFlopsPerPixel: (settings, stride = settings.restoreStride) =>
    forwardFlops(cellSize(settings)) / stride ** 2 + baselineFlops(settings),
  // Small batches and cells of few units are small products.
  trainingSpeed: ({ batch, units }) => within(0.2, 0.85, 0.45 + 0.08 * Math.log2((batch * units) / 32_768)),
  restoringSpeed: ({ units }) => within(0.1, 0.75, 0.22 + 0.14 * Math.log2(units / 128)),
  trainingBytes: (settings) => {
    const { units, steps } = cellSize(settings);
    const batch = settings.stageEpochs[1] > 0 ? stage2Patches(settings) : settings.batch;
    // Activations, joined inputs, deltas and their stacks; θ, two moments, gradient and their successors.
    return 4 * (7 * steps * batch * units + 10 * units * units);
  },
};

const within = (least: number, most: number, value: number) => Math.min(most, Math.max(least, value));

function marginOf(settings: TrainSettings): number {
  const { rows, columns } = patchSize(settings);
  return marginWith(settings, Math.max(rows, columns) - 1);
}

function shorterSide(settings: TrainSettings): number {
  const { rows, columns } = patchSize(settings);
  return Math.min(rows, columns);
}

/** Patches restored at once: as many as keep all activations near 70 MB. */
function batchFor(size: CellSize): number {
  return Math.max(64, Math.min(8192, Math.round(18_000_000 / (size.units * size.steps))));
}

function openRnn(settings: TrainSettings, tensors: NamedArray[]): OpenModel {
  const size = cellSize(settings);
  const packed = packTheta(tensors, size);
  const theta = tf.keep(tf.tensor2d(packed, [packed.length / size.units, size.units]));
  const restore = patchRestorer(patchNetwork(settings, tensors, size, theta));
  return {
    settings,
    margin: marginOf(settings),
    ...tileModel(
      settings,
      withBaseline(
        settings,
        async ([tile], { stride, token }) => [
          await restore(tile!, { stride: strideFor(settings, tensors, stride), turns: noSymmetries(), token }),
        ],
        baselineFilter(settings, tensors),
      ),
    ),
    dispose: () => {
      theta.dispose();
    },
  };
}

function patchNetwork(
  settings: TrainSettings,
  tensors: NamedArray[],
  size: CellSize,
  theta: tf.Tensor2D,
): PatchNetwork {
  const layout = patchLayout(settings, tensors);
  const width = inputWidth(size.columns);
  const run = (read: Float32Array, count: number) =>
    valuesOf(() =>
      forward(theta, tf.tensor3d(read, [size.steps, count, width]), size, settings.mode === 'patch2pixel'),
    );
  const common = { ...layout, batch: batchFor(size) };
  if (size.stepRows === 1) return { ...common, rowStride: width, restore: run };
  const rows = { rows: layout.rows, columns: layout.columns, stepRows: size.stepRows };
  return {
    ...common,
    rowStride: layout.columns,
    restore: (patches, count) => stepsToRows(run(rowsToSteps(patches, count, rows, width), count), count, rows),
  };
}
