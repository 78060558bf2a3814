import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { tf } from '../tf';
import { valuesOf } from '../values';
import { PatchAssembler, uniformWeights } from '../patches/assemble';
import { extractPatches, removeMeans } from '../patches/extract';
import { gridPositions } from '../patches/grid';
import { cropPlane, type Plane } from '../patches/plane';
import { correlate, filterSpec, START_FILTER_SIDE } from './linear';
import { hasIngredient, tensorNamed, type Method, type OpenModel, type Tile } from './method';
import { forward, forwardFlops, inputWidth, type CellSize } from './rnn-cell';
import { RnnLearner } from './rnn-learner';
import { cellSize, cellSpecs, centreColumn, overlapSpec, packTheta } from './rnn-weights';

const START_MARGIN = (START_FILTER_SIDE - 1) / 2;

/** Paper Sec. 2.1 and 4: one recurrent layer that reads a patch row by row. */
export const rnn: Method = {
  name: 'rnn',
  margin: (settings) => Math.max(settings.patch - 1, hasIngredient(settings, 'linear-start') ? START_MARGIN : 0),
  expectedTensors: (settings) => [
    ...cellSpecs(cellSize(settings)),
    ...(hasIngredient(settings, 'weighted-overlap') && settings.mode === 'patch2patch' ? [overlapSpec(settings)] : []),
    ...(hasIngredient(settings, 'linear-start') ? [filterSpec(START_FILTER_SIDE)] : []),
  ],
  open: (settings, tensors) => new OpenRnn(settings, tensors),
  startFilterSide: (settings) => (hasIngredient(settings, 'linear-start') ? START_FILTER_SIDE : null),
  totalSteps: ({ epochs, patchesPerEpoch, batch }) => epochs * Math.ceil(patchesPerEpoch / batch),
  createLearner: (input) => new RnnLearner(input),
  trainFlopsPerPatch: (settings) => 3 * forwardFlops(cellSize(settings)),
  restoreFlopsPerPixel: (settings, stride = defaultStride(settings)) =>
    forwardFlops(cellSize(settings)) / stride ** 2 +
    (hasIngredient(settings, 'linear-start') ? 2 * START_FILTER_SIDE ** 2 : 0),
  trainingBytes: (settings) => {
    const { units, steps } = cellSize(settings);
    // Activations, joined inputs, deltas and their stacks; θ, two moments, gradient and their successors.
    return 4 * (7 * steps * settings.batch * units + 10 * units * units);
  },
};

/**
 * Patches of the mode patch2pixel restore one pixel each, and the paper moves by one pixel. Otherwise patches lie a third
 * of their side apart where all eight flips are averaged, and a seventh where they are not: about the same work.
 */
export function defaultStride(settings: TrainSettings): number {
  if (settings.mode === 'patch2pixel' || settings.preset === 'paper') return 1;
  const parts = settings.preset === 'best' && !hasIngredient(settings, 'test-flips') ? 7 : 3;
  return Math.max(1, Math.round(settings.patch / parts));
}

/** Patches restored at once: as many as keep all activations near 70 MB. */
function batchFor(size: CellSize): number {
  return Math.max(64, Math.min(8192, Math.round(18_000_000 / (size.units * size.steps))));
}

class OpenRnn implements OpenModel {
  readonly margin: number;
  readonly #size: CellSize;
  readonly #theta: tf.Tensor2D;
  readonly #weights: Float32Array;
  readonly #filter: Float32Array | null;

  constructor(
    readonly settings: TrainSettings,
    tensors: NamedArray[],
  ) {
    this.margin = rnn.margin(settings);
    this.#size = cellSize(settings);
    const { units, steps, outputs } = this.#size;
    const theta = packTheta(tensors, this.#size);
    this.#theta = tf.keep(tf.tensor2d(theta, [theta.length / units, units]));
    this.#filter = hasIngredient(settings, 'linear-start') ? tensorNamed(tensors, filterSpec(START_FILTER_SIDE)) : null;
    this.#weights =
      hasIngredient(settings, 'weighted-overlap') && settings.mode === 'patch2patch'
        ? tensorNamed(tensors, overlapSpec(settings))
        : uniformWeights(steps, outputs);
  }

  async restoreTile(tile: Tile, { stride, token }: Parameters<OpenModel['restoreTile']>[1]): Promise<Plane> {
    const restored = await this.#restorePatches(tile, this.#stride(stride), token);
    if (this.#filter) {
      const inset = tile.margin - START_MARGIN;
      const around = cropPlane(tile.plane, inset, inset, tile.width + 2 * START_MARGIN, tile.height + 2 * START_MARGIN);
      const start = correlate(around, this.#filter, START_FILTER_SIDE);
      for (let index = 0; index < start.data.length; index++) restored.data[index]! += start.data[index]!;
    }
    return restored;
  }

  #stride(asked: number | undefined): number {
    if (asked === undefined) return defaultStride(this.settings);
    if (this.settings.mode === 'patch2pixel' && asked !== 1) {
      throw new AppError('bad-input', `A patch2pixel model restores every pixel by itself: stride 1, not ${asked}.`);
    }
    return asked;
  }

  /** Positions of all patches that touch the tile, on the picture's own grid, batch by batch. */
  async #restorePatches(tile: Tile, stride: number, token: Parameters<OpenModel['restoreTile']>[1]['token']) {
    const { steps, columns, outputs } = this.#size;
    const tops = touching(tile.pictureHeight, tile.y, tile.height, steps, stride);
    const lefts = touching(tile.pictureWidth, tile.x, tile.width, columns, stride);
    const pixelMode = this.settings.mode === 'patch2pixel';
    const rows = pixelMode ? 1 : steps;
    const assembler = new PatchAssembler(tile.width, tile.height, { rows, columns: outputs }, this.#weights);
    const batch = batchFor(this.#size);
    const total = tops.length * lefts.length;
    for (let first = 0; first < total; first += batch) {
      await token.next();
      const count = Math.min(batch, total - first);
      const at = (index: number) => Math.floor((first + index) / lefts.length);
      const patchTops = Int32Array.from({ length: count }, (_, index) => tops[at(index)]! - tile.y);
      const patchLefts = Int32Array.from(
        { length: count },
        (_, index) => lefts[(first + index) % lefts.length]! - tile.x,
      );
      const { values, means } = this.#restoreBatch(tile, patchTops, patchLefts);
      const shift = pixelMode ? { down: steps - 1, right: centreColumn(columns) } : { down: 0, right: 0 };
      assembler.add(
        values,
        patchTops.map((top) => top + shift.down),
        patchLefts.map((left) => left + shift.right),
        this.#filter ? undefined : means,
      );
    }
    return assembler.finish();
  }

  #restoreBatch(tile: Tile, tops: Int32Array, lefts: Int32Array) {
    const { steps, columns } = this.#size;
    const count = tops.length;
    const rowStride = inputWidth(columns);
    const shape = { rows: steps, columns, rowStride };
    const inTile = (position: number) => position + tile.margin;
    const patches = extractPatches(tile.plane, tops.map(inTile), lefts.map(inTile), shape);
    const means = removeMeans(patches, shape, count);
    for (let row = columns; row < patches.length; row += rowStride) patches[row] = 1;
    const values = valuesOf(() => {
      const input = tf.tensor3d(patches, [steps, count, rowStride]);
      return forward(this.#theta, input, this.#size, this.settings.mode === 'patch2pixel');
    });
    return { values, means };
  }

  dispose(): void {
    this.#theta.dispose();
  }
}

/**
 * Starts of the patches that touch [from, from + length) of a picture's axis. The grid begins with patches that hang
 * over the picture by all but one sample, so that border pixels are averaged as often as any other.
 */
function touching(pictureLength: number, from: number, length: number, patch: number, stride: number): Int32Array {
  const overhang = patch - 1;
  return gridPositions(pictureLength + 2 * overhang, patch, stride)
    .map((position) => position - overhang)
    .filter((start) => start + patch > from && start < from + length);
}
