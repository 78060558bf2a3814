import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { tf } from '../tf';
import { valuesOf } from '../values';
import { createPlane, cropPlane, type Plane } from '../image/plane';
import { GeneratorLearner } from './generator-learner';
import type { Method, OpenModel } from './method';
import type { Tile } from '../patches/tile';
import { overlapOf, overlapSpecs } from './overlap';
import { restoreByPatches, stridesAbove, type PatchNetwork } from './patch-restorer';
import { marginWith, startFilterSide, startFlops, startOf, startSpecs, withStart } from './residual-targets';
import { toCells, writeCells } from './unet-cells';
import { UnetGenerator } from './unet-generator';
import { CONTEXT, flopsPerCell, runLayers, splitTheta, type UnetSize } from './unet-layers';
import { cellOf, layerSpecs, MIDDLE_GREY, packTheta, unetSize } from './unet-weights';

/** Patches of the paper lie so far apart: at every pixel they would take sixteen times as long and win nothing seen. */
const PATCH_STRIDE = 4;
/** Pixels of a side restored at once: activations of this size stay in a processor's cache. */
const BLOCK_SIDE = 240;
/** Convolutions of 32 feature maps and more reach about this part of a large matrix product's speed. */
const CONVOLUTION_SPEED = 0.5;

/**
 * Paper Sec. 4, UNET-GAN: a U-Net trained as the RNN-GAN is. On patches as in the paper, or, being a convolution, on whole
 * tiles at once.
 */
export const unetGan: Method = {
  name: 'unet-gan',
  iterative: true,
  trainingKernels: ['Conv2DBackpropFilter', 'Conv2DBackpropInput'],
  margin: marginOf,
  expectedTensors: (settings) => [
    ...layerSpecs(unetSize(settings)),
    ...overlapSpecs(settings),
    ...startSpecs(settings),
  ],
  open: openUnet,
  startFilterSide,
  createLearner: (input) => new GeneratorLearner(input, new UnetGenerator(input)),
  trainFlopsPerPatch: (settings) => 3 * flopsPerPixel(settings) * settings.patch ** 2,
  coarserStrides: ({ mode, patch }) => (mode === 'picture' ? [] : stridesAbove(PATCH_STRIDE, patch)),
  restoreFlopsPerPixel: (settings, stride = PATCH_STRIDE) => {
    const often = settings.mode === 'picture' ? 1 : (settings.patch / stride) ** 2;
    return flopsPerPixel(settings) * often + startFlops(settings);
  },
  trainingSpeed: () => CONVOLUTION_SPEED,
  restoringSpeed: () => CONVOLUTION_SPEED,
  trainingBytes: ({ batch, patch, units, ...settings }) => {
    const cells = batch * (patch / cellOf({ batch, patch, units, ...settings })) ** 2;
    // The activations before and after each ReLU, their slopes, and a working copy.
    return 4 * (cells * units * 40 + 12 * 9 * 9 * units * units);
  },
};

function flopsPerPixel(settings: TrainSettings): number {
  return flopsPerCell(unetSize(settings)) / cellOf(settings) ** 2;
}

function marginOf(settings: TrainSettings): number {
  const cell = cellOf(settings);
  const reach = settings.mode === 'picture' ? CONTEXT * cell + cell - 1 : settings.patch - 1;
  return marginWith(settings, reach);
}

function openUnet(settings: TrainSettings, tensors: NamedArray[]): OpenModel {
  const size = unetSize(settings);
  const packed = tf.tidy(() => splitTheta(tf.tensor1d(packTheta(tensors, size)), size).map((layer) => tf.keep(layer)));
  const network = patchNetwork(settings, tensors, size, packed);
  const restore: OpenModel['restoreTile'] =
    settings.mode === 'picture'
      ? (tile, { token }) => restoreByBlocks(settings, tile, packed, token)
      : (tile, { stride = PATCH_STRIDE, token }) => restoreByPatches(network, tile, { stride, token });
  return {
    settings,
    margin: marginOf(settings),
    restoreTile: withStart(settings, tensors, restore),
    dispose: () => {
      tf.dispose(packed);
    },
  };
}

/** The network's own output for a tile, block by block on the picture's grid of cells. */
async function restoreByBlocks(
  settings: TrainSettings,
  tile: Tile,
  weights: tf.Tensor4D[],
  token: Parameters<OpenModel['restoreTile']>[1]['token'],
): Promise<Plane> {
  const restored = createPlane(tile.width, tile.height);
  const cell = cellOf(settings);
  const reach = CONTEXT * cell;
  // Without a start the network gives the picture itself, around the grey that it was taught.
  const around = startOf(settings) === 'none' ? MIDDLE_GREY : 0;
  for (const rows of blocks(tile.y, tile.height, cell)) {
    for (const columns of blocks(tile.x, tile.width, cell)) {
      await token.next();
      const context = cropPlane(
        tile.plane,
        columns.start - tile.x + tile.margin - reach,
        rows.start - tile.y + tile.margin - reach,
        columns.length + 2 * reach,
        rows.length + 2 * reach,
      );
      const shape: [number, number, number, number] = [1, context.height / cell, context.width / cell, cell * cell + 1];
      const cells = valuesOf(() => runLayers(weights, tf.tensor4d(toCells(context, cell), shape), 'valid'));
      const written = { cells, columns: columns.length / cell, cell, around };
      writeCells(written, restored, columns.start - tile.x, rows.start - tile.y);
    }
  }
  return restored;
}

/** Pieces of whole cells that cover [start, start + length) of a picture's axis. */
function blocks(start: number, length: number, cell: number): { start: number; length: number }[] {
  const first = Math.floor(start / cell) * cell;
  const end = Math.ceil((start + length) / cell) * cell;
  const side = Math.floor(BLOCK_SIDE / cell) * cell;
  return Array.from({ length: Math.ceil((end - first) / side) }, (_, index) => {
    const from = first + index * side;
    return { start: from, length: Math.min(side, end - from) };
  });
}

/** Patches pixel by pixel, as the paper has them: [rows, count, columns] in and out. */
function patchNetwork(
  settings: TrainSettings,
  tensors: NamedArray[],
  size: UnetSize,
  weights: tf.Tensor4D[],
): PatchNetwork {
  const { patch } = settings;
  return {
    patch,
    rowStride: patch,
    restored: { down: 0, right: 0, rows: patch, columns: patch },
    weights: overlapOf(settings, tensors, patch, patch),
    batch: Math.max(16, Math.round(4_000_000 / (patch * patch * size.maps))),
    addMeans: startOf(settings) === 'none',
    restore: (patches, count) =>
      valuesOf(() => {
        const rows = tf.transpose(tf.tensor3d(patches, [patch, count, patch]), [1, 0, 2]);
        const values: tf.Tensor4D = tf.reshape(rows, [count, patch, patch, 1]);
        const restored = runLayers(weights, tf.concat([values, tf.onesLike(values)], 3), 'same');
        return tf.transpose(tf.reshape(restored, [count, patch, patch]), [1, 0, 2]);
      }),
  };
}
