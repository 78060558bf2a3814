import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { tf } from '../tf';
import { valuesOf } from '../values';
import { crop } from '../image/crop';
import { planesOf, type Plane } from '../image/plane';
import { MIDDLE_GREY } from '../patches/extract';
import { depthToPlanes, depthToSpace, planesToDepth, spaceToDepth } from '../patches/space-to-depth';
import { GeneratorLearner } from '../models/generator-learner';
import type { Method, OpenModel, RestoreTiles } from '../models/method';
import type { Tile } from '../patches/tile';
import { restoreByPieces } from '../models/pieces';
import { patchLayout, strideFor } from '../models/patch-layout';
import { patchRestorer, stridesAbove, type PatchNetwork } from '../models/patch-restorer';
import { noSymmetries } from '../patches/symmetry';
import { marginWith, baselineFilterSide, baselineFilter, baselineFlops, tileModel } from '../models/residual-targets';
import { withBaseline } from '../models/with-baseline';
import { UnetGenerator } from '../models/unet-generator';
import { flopsPerBlock, runLayers, splitTheta, withBias } from '../models/unet-layers';
import { packTheta } from '../models/unet-weights';
import { baselineOf, blockOf, CONTEXT, planesTogether, type UnetSize, unetSize } from '@contract/model-tensors';

/** Pixels of a side restored at once: activations of this size stay in a processor's cache. */
const PIECE_SIDE = 240;
/** Convolutions of 32 feature maps and more reach about this part of a large matrix product's speed. */
const CONVOLUTION_SPEED = 0.5;

/**
 * Paper Sec. 4, UNET-GAN: a U-Net trained as the RNN-GAN is. On patches as in the paper, or, being a convolution, on whole
 * tiles at once.
 */
export const method: Method = {
  iterative: true,
  asGraph: true,
  learnsAlike: ({ mode, scale }) => mode === 'picture' && scale === 1,
  trainingKernels: ['Conv2DBackpropFilter', 'Conv2DBackpropInput'],
  margin: marginOf,
  stage2Patches: ({ batch }) => batch,
  open: openUnet,
  baselineFilterSide,
  createLearner: (input) => new GeneratorLearner(input, new UnetGenerator(input)),
  trainFlopsPerPatch: (settings) => 3 * flopsPerPixel(settings) * planesTogether(settings) * settings.patch ** 2,
  coarserStrides: ({ mode, patch }, own) => (mode === 'picture' ? [] : stridesAbove(own, patch)),
  restoreFlopsPerPixel: (settings, stride = settings.restoreStride) => {
    const often = settings.mode === 'picture' ? 1 : (settings.patch / stride) ** 2;
    return flopsPerPixel(settings) * often + baselineFlops(settings);
  },
  trainingSpeed: () => CONVOLUTION_SPEED,
  restoringSpeed: () => CONVOLUTION_SPEED,
  trainingBytes: ({ batch, patch, units, ...settings }) => {
    const blocks = batch * (patch / blockOf({ batch, patch, units, ...settings })) ** 2;
    // The activations before and after each ReLU, their gradients, and a working copy.
    return 4 * (blocks * units * 40 + 12 * 9 * 9 * units * units);
  },
};

function flopsPerPixel(settings: TrainSettings): number {
  return flopsPerBlock(unetSize(settings)) / (blockOf(settings) ** 2 * planesTogether(settings));
}

function marginOf(settings: TrainSettings): number {
  const block = blockOf(settings);
  const reach = settings.mode === 'picture' ? CONTEXT * block + block - 1 : settings.patch - 1;
  return marginWith(settings, reach);
}

function openUnet(settings: TrainSettings, tensors: NamedArray[]): OpenModel {
  const size = unetSize(settings);
  const packed = tf.tidy(() => splitTheta(tf.tensor1d(packTheta(tensors, size)), size).map((layer) => tf.keep(layer)));
  const onPatches = patchRestorer(patchNetwork(settings, tensors, size, packed));
  const restore: RestoreTiles =
    settings.mode === 'picture'
      ? (tiles, { token }) => restoreTiles(settings, tiles, packed, token)
      : async ([tile], { stride, token }) => [
          await onPatches(tile!, { stride: strideFor(settings, tensors, stride), turns: noSymmetries(), token }),
        ];
  return {
    settings,
    margin: marginOf(settings),
    ...tileModel(settings, withBaseline(settings, restore, baselineFilter(settings, tensors))),
    dispose: () => {
      tf.dispose(packed);
    },
  };
}

/** The network's own output for the tiles of a place. */
function restoreTiles(
  settings: TrainSettings,
  tiles: readonly Tile[],
  weights: tf.Tensor4D[],
  token: Parameters<OpenModel['restoreTile']>[1]['token'],
): Promise<Plane[]> {
  const block = blockOf(settings);
  const reach = CONTEXT * block;
  // Without a baseline the network gives the picture itself, around the grey that it learned it around.
  const around = baselineOf(settings) === 'none' ? MIDDLE_GREY : 0;
  return restoreByPieces(tiles, { block, most: PIECE_SIDE }, token, ({ x, y, width, height }) => {
    const rect = { x: x - reach, y: y - reach, width: width + 2 * reach, height: height + 2 * reach };
    const contexts = tiles.map(({ plane }) => crop(plane, rect));
    const values = valuesOf(() => tf.add(restorePiece(contexts, weights, block), around));
    return planesOf(values, tiles.length, width, height);
  });
}

/**
 * Planes of whole blocks with CONTEXT blocks more on each side → what the network makes of their inner part, one plane after
 * the other: [planes, rows, columns].
 */
function restorePiece(planes: readonly Plane[], weights: tf.Tensor4D[], block: number): tf.Tensor3D {
  const { width, height } = planes[0]!;
  const batch = planes.length;
  const laid = tf.stack(
    planes.map(({ data }) => tf.tensor2d(data, [height, width])),
    1,
  );
  const blocks: tf.Tensor4D = tf.sub(spaceToDepth(laid, { rows: height, batch, columns: width, block }), MIDDLE_GREY);
  const restored = runLayers(weights, withBias(planesToDepth(blocks, batch)), 'valid');
  const [rows, columns] = [restored.shape[1] * block, restored.shape[2] * block];
  const pixels = depthToSpace(depthToPlanes(restored, batch), { rows, batch, columns, block });
  return tf.transpose(pixels, [1, 0, 2]);
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
    ...patchLayout(settings, tensors),
    rowStride: patch,
    batch: Math.max(16, Math.round(4_000_000 / (patch * patch * size.width))),
    restore: (patches, count) =>
      valuesOf(() => {
        const rows = tf.transpose(tf.tensor3d(patches, [patch, count, patch]), [1, 0, 2]);
        const restored = runLayers(weights, withBias(tf.reshape(rows, [count, patch, patch, 1])), 'same');
        return tf.transpose(tf.reshape(restored, [count, patch, patch]), [1, 0, 2]);
      }),
  };
}
