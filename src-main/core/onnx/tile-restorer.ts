import type { TrainSettings } from '@contract/model-spec';
import { BASELINE_FILTER_SIDE, baselineOf, blockOf, CONTEXT } from '@contract/model-tensors';
import type { NamedArray } from '@contract/named-array';
import { crop } from '../image/crop';
import { createPlane, planeOf, planesOf, type Plane } from '../image/plane';
import type { RestoreTiles } from '../models/method';
import type { PatchLayout } from '../models/patch-layout';
import { patchRestorer, type PatchNetwork } from '../models/patch-restorer';
import { restoreByPieces, roundUp } from '../models/pieces';
import { BASELINE_MARGIN, readsBaseline, withBaseline } from '../models/with-baseline';
import { averagedOver } from '../models/averaged-over';
import { FILTER_BLOCK } from './linear-graph';
import type { GraphRunner, GraphSession } from './session';
import { filterGraph, patchGraph, pieceGraph } from './tile-graphs';

/** Values of all activations of one run of patches: they stay in a processor's cache. */
const PATCH_VALUES = 1_000_000;

/** All that a thread needs to restore tiles with a model, as it is sent there. */
export interface TileWork {
  settings: TrainSettings;
  tensors: NamedArray[];
  /** Under which symmetries is restored; the linear filter is the same under each. */
  turns: readonly number[];
  /** Of networks on patches. */
  layout: PatchLayout;
  /** Of networks on whole pieces: the longest side of one, in pixels. */
  pieceSide: number;
}

/** Restores tiles. Release it. */
export interface TileRestorer {
  restore: RestoreTiles;
  /** How many tiles are best restored at once. */
  atOnce: number;
  release(): void;
}

export type OpenTiles = (work: TileWork) => Promise<TileRestorer>;

/** Restores in this thread, with the graphs that `runner` runs. */
export const tilesHere =
  (runner: GraphRunner): OpenTiles =>
  async (work) => {
    const sessions: GraphSession[] = [];
    const open = async (graph: Uint8Array) => {
      const session = await runner.open(graph);
      sessions.push(session);
      return session;
    };
    return {
      restore: await tileRestorer(work, open),
      atOnce: 1,
      release() {
        for (const session of sessions) session.release();
      },
    };
  };

async function tileRestorer(work: TileWork, open: (graph: Uint8Array) => Promise<GraphSession>): Promise<RestoreTiles> {
  const { settings, tensors, turns } = work;
  const filter = async (k: number) => filterWith(await open(filterGraph(tensors, k)), k);
  if (settings.method === 'linear') {
    const own = await filter(settings.patch);
    return async ([tile], { token }) => {
      await token.next();
      return [await own(tile!.plane)];
    };
  }
  if (settings.mode === 'picture') {
    const session = await open(pieceGraph(settings, tensors));
    return averagedOver(turns, (tiles, { token }) => restoreTiles(session, work, tiles, token));
  }
  const restore = patchRestorer(patchNetwork(await open(patchGraph(settings, tensors)), work));
  const linear = baselineOf(settings) === 'linear' ? await filter(BASELINE_FILTER_SIDE) : (plane: Plane) => plane;
  return withBaseline(
    settings,
    async ([tile], { stride, token }) => [await restore(tile!, { stride: stride!, turns, token })],
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
  { settings, pieceSide: most }: TileWork,
  tiles: Parameters<RestoreTiles>[0],
  token: Parameters<RestoreTiles>[1]['token'],
): Promise<Plane[]> {
  const block = blockOf(settings);
  const reach = CONTEXT * block;
  const filtered = readsBaseline(settings);
  const margin = filtered ? BASELINE_MARGIN : 0;
  const grid = filtered ? FILTER_BLOCK * block : block;
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

function patchNetwork(session: GraphSession, { settings, layout }: TileWork): PatchNetwork {
  const { units, method } = settings;
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
