import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { crop } from '../image/crop';
import { createPlane, planeOf, planesOf, type Plane } from '../image/plane';
import { atCrisp } from '../models/crisp';
import type { OpenModel, RestoreTiles } from '../models/method';
import { restoreByPieces, roundUp } from '../models/pieces';
import { patchLayout, strideFor } from '../models/patch-layout';
import { restoreByPatches, type PatchNetwork } from '../models/patch-restorer';
import { completed, methods, openModel, type OpenOptions } from '../methods/registry';
import { BASELINE_MARGIN, readsBaseline, tileModel, withBaseline } from '../models/residual-targets';
import { CONTEXT } from '../models/unet-layers';
import type { Tile } from '../patches/tile';
import { FILTER_BLOCK } from './linear-graph';
import type { GraphRunner, GraphSession } from './session';
import { filterGraph, patchGraph, pieceGraph } from './tile-graphs';
import { BASELINE_FILTER_SIDE, baselineOf, blockOf } from '@contract/model-tensors';

/** Arithmetic of one run, multiplications and additions: what a cancelled job waits for, a quarter of a second or less. */
const RUN_FLOPS = 36e9;
/** Values of all activations of one run of patches: they stay in a processor's cache. */
const PATCH_VALUES = 4_000_000;

/**
 * What the speed of convolutions has to be multiplied by so that an estimate for `method.restoringSpeed` fits these graphs
 * (measured: docs/performance.md).
 */
export function speedOnGraphs(settings: TrainSettings): number {
  const { method, mode } = settings;
  if (!methods[method].asGraph) return 1;
  const share = mode === 'picture' ? 0.8 : method === 'linear' ? 0.7 : 0.65;
  return share / methods[method].restoringSpeed(settings);
}

/**
 * The model as `openModel` opens it, with its networks as graphs that `runner` runs. What is no network is opened as ever.
 * Dispose the result.
 */
export async function openOnGraphs(
  runner: GraphRunner,
  settings: TrainSettings,
  tensors: NamedArray[],
  options: OpenOptions = {},
): Promise<OpenModel> {
  if (!methods[settings.method].asGraph) return openModel(settings, tensors, options);
  const opened = await openMethod(runner, settings, atCrisp(tensors, options.crisp ?? 0));
  return completed(opened, tensors, options);
}

async function openMethod(runner: GraphRunner, settings: TrainSettings, tensors: NamedArray[]): Promise<OpenModel> {
  const sessions: GraphSession[] = [];
  const open = async (graph: Uint8Array) => {
    const session = await runner.open(graph);
    sessions.push(session);
    return session;
  };
  const filter = async (k: number) => filterWith(await open(filterGraph(tensors, k)), k);
  const restore = await tileRestorer(settings, tensors, open, filter);
  return {
    settings,
    margin: methods[settings.method].margin(settings),
    ...tileModel(settings, restore),
    dispose: () => {
      for (const session of sessions) session.release();
    },
  };
}

async function tileRestorer(
  settings: TrainSettings,
  tensors: NamedArray[],
  open: (graph: Uint8Array) => Promise<GraphSession>,
  filter: (k: number) => Promise<(plane: Plane) => Promise<Plane>>,
): Promise<RestoreTiles> {
  if (settings.method === 'linear') {
    const own = await filter(settings.patch);
    return async ([tile], { token }) => {
      await token.next();
      return [await own(tile!.plane)];
    };
  }
  if (settings.mode === 'picture') {
    const session = await open(pieceGraph(settings, tensors));
    return (tiles, { token }) => restoreTiles(session, settings, tiles, token);
  }
  const network = patchNetwork(await open(patchGraph(settings, tensors)), settings, tensors);
  const linear = baselineOf(settings) === 'linear' ? await filter(BASELINE_FILTER_SIDE) : (plane: Plane) => plane;
  return withBaseline(
    settings,
    async ([tile], { stride, token }) => [
      await restoreByPatches(network, tile!, { stride: strideFor(settings, tensors, stride), token }),
    ],
    linear,
  );
}

/** A filter's session as a function of planes: [height − k + 1, width − k + 1]. */
function filterWith(session: GraphSession, k: number): (plane: Plane) => Promise<Plane> {
  return async (plane) => {
    const [width, height] = [plane.width - k + 1, plane.height - k + 1];
    const read = resized(plane, 0, 0, roundUp(width, FILTER_BLOCK) + k - 1, roundUp(height, FILTER_BLOCK) + k - 1);
    const values = await session.run(read.data, [1, 1, read.height, read.width]);
    const made = planeOf(values, read.width - k + 1, read.height - k + 1);
    return made.width === width && made.height === height ? made : crop(made, { x: 0, y: 0, width, height });
  };
}

/** The U-Net with its baseline. */
function restoreTiles(
  session: GraphSession,
  settings: TrainSettings,
  tiles: readonly Tile[],
  token: Parameters<OpenModel['restoreTile']>[1]['token'],
): Promise<Plane[]> {
  const block = blockOf(settings);
  const reach = CONTEXT * block;
  const filtered = readsBaseline(settings);
  const margin = filtered ? BASELINE_MARGIN : 0;
  const grid = filtered ? FILTER_BLOCK * block : block;
  const most = Math.sqrt(RUN_FLOPS / methods[settings.method].restoreFlopsPerPixel(settings));
  return restoreByPieces(tiles, { block, most }, token, async (piece) => {
    const [width, height] = [roundUp(piece.width + 2 * reach, grid), roundUp(piece.height + 2 * reach, grid)];
    const [readWidth, readHeight] = [width + 2 * margin, height + 2 * margin];
    const [left, top] = [piece.x - reach - margin, piece.y - reach - margin];
    const read = new Float32Array(tiles.length * readWidth * readHeight);
    for (const [index, { plane }] of tiles.entries())
      read.set(resized(plane, left, top, readWidth, readHeight).data, index * readWidth * readHeight);
    const values = await session.run(read, [tiles.length, 1, readHeight, readWidth]);
    const inner = { ...piece, x: reach, y: reach };
    return planesOf(values, tiles.length, width, height).map((plane) => crop(plane, inner));
  });
}

/** A rectangle of a plane; 0 where it reaches beyond. */
function resized(plane: Plane, x: number, y: number, width: number, height: number): Plane {
  if (x === 0 && y === 0 && width === plane.width && height === plane.height) return plane;
  const result = createPlane(width, height);
  const columns = Math.min(width, plane.width - x);
  const rows = Math.min(height, plane.height - y);
  for (let row = 0; row < rows; row++) {
    const from = (y + row) * plane.width + x;
    result.data.set(plane.data.subarray(from, from + columns), row * width);
  }
  return result;
}

function patchNetwork(session: GraphSession, settings: TrainSettings, tensors: NamedArray[]): PatchNetwork {
  const { units, method } = settings;
  const layout = patchLayout(settings, tensors);
  const { rows, columns, restored } = layout;
  let made = new Float32Array(0);
  const values = method === 'unet-gan' ? rows * columns * units : rows * units;
  return {
    ...layout,
    rowStride: columns,
    batch: Math.max(16, Math.round(PATCH_VALUES / values)),
    restore: (patches, count) => {
      const shape = [restored.rows, count, restored.columns];
      const needed = restored.rows * count * restored.columns;
      if (made.length < needed) made = new Float32Array(needed);
      return session.run(patches, [rows, count, columns], { values: made.subarray(0, needed), shape });
    },
  };
}
