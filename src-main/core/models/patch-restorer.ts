import type { JobToken } from '../job-token';
import { addPatches, sharesOf } from '../patches/assemble';
import { extractPatches, removeMeans } from '../patches/extract';
import { touching } from '../patches/grid';
import { laid } from '../patches/symmetry';
import { placeUnder } from '../patches/turned-tiles';
import { createPlane, type Plane } from '../image/plane';
import type { Tile } from '../patches/tile';

/** How a network restores patches. */
export interface PatchNetwork {
  /** Size of the patches it reads. */
  rows: number;
  columns: number;
  /** Values of a patch's row as it reads them: its columns and, where there is room, a constant 1 and zeros. */
  rowStride: number;
  /** The part of a patch that it restores: where it begins and how large it is. */
  restored: { down: number; right: number; rows: number; columns: number };
  /** How much each restored position counts where patches overlap, [rows, columns]. */
  weights: Float32Array;
  /** Patches restored at once. */
  batch: number;
  /** Restored patches lack the mean of what was read. */
  addMeans: boolean;
  /**
   * Patches [rows, count, rowStride], their means removed → [restored.rows, count, restored.columns], which may be the
   * same array again at the next call: it is read before anything else is awaited.
   */
  restore(patches: Float32Array, count: number): Float32Array | Promise<Float32Array>;
}

/** How a tile is restored: patches that far apart, and under which symmetries of the picture. */
export interface PatchOptions {
  stride: number;
  turns: readonly number[];
  token: JobToken;
}

/**
 * Restores tiles from overlapping patches on the picture's own grid, batch by batch (paper Sec. 2.1): the mean of what every
 * turn of the picture gives.
 */
export function patchRestorer(network: PatchNetwork): (tile: Tile, options: PatchOptions) => Promise<Plane> {
  const { restored, weights } = network;
  // Memory is used again from tile to tile: that of tiles restored at once is their own.
  const idle: Memory[] = [];
  return async (tile, { stride, turns, token }) => {
    const memory = idle.pop() ?? { read: new Float32Array(0) };
    const result = createPlane(tile.width, tile.height);
    const shares = sharesOf(weights, restored, stride).map((share) => share / turns.length);
    for (const symmetry of turns) await addTurn(network, tile, { result, shares, symmetry, stride, token }, memory);
    idle.push(memory);
    return result;
  };
}

/** Patches of a batch. */
interface Memory {
  read: Float32Array;
}

/** Adds what the tile gives under one symmetry. */
async function addTurn(
  network: PatchNetwork,
  tile: Tile,
  how: { result: Plane; shares: Float32Array; symmetry: number } & Pick<PatchOptions, 'stride' | 'token'>,
  memory: Memory,
): Promise<void> {
  const { rows, columns, rowStride, restored, batch } = network;
  const place = placeUnder(tile, how.symmetry);
  const tops = touching(place.y, place.height, rows, how.stride);
  const lefts = touching(place.x, place.width, columns, how.stride);
  const from = laid(tile.plane, how.symmetry);
  const into = laid(how.result, how.symmetry);
  // As they lie in memory one after the other, whichever way the tile is turned.
  const downFirst = Math.abs(from.down) < Math.abs(from.right);
  const total = tops.length * lefts.length;
  const needed = rows * Math.min(batch, total) * rowStride;
  if (memory.read.length < needed) memory.read = new Float32Array(needed);
  for (let first = 0; first < total; first += batch) {
    await how.token.next();
    const count = Math.min(batch, total - first);
    const inTile = { rows, columns, tops: new Int32Array(count), lefts: new Int32Array(count) };
    for (let index = 0; index < count; index++) {
      const at = first + index;
      inTile.tops[index] = tops[downFirst ? at % tops.length : Math.floor(at / lefts.length)]! - place.y;
      inTile.lefts[index] = lefts[downFirst ? Math.floor(at / tops.length) : at % lefts.length]! - place.x;
    }
    const patches = memory.read.subarray(0, rows * count * rowStride);
    const shape = { rows, columns, rowStride };
    const inPlane = moved(inTile, tile.margin, tile.margin);
    extractPatches(from, inPlane.tops, inPlane.lefts, shape, patches);
    const means = removeMeans(patches, shape, count);
    if (rowStride > columns) for (let at = columns; at < patches.length; at += rowStride) patches[at] = 1;
    const values = await network.restore(patches, count);
    const kept = { ...moved(inTile, restored.down, restored.right), rows: restored.rows, columns: restored.columns };
    addPatches(into, values, kept, how.shares, network.addMeans ? means : undefined);
  }
}

/** Up to patches that just touch. */
export function stridesAbove(own: number, patch: number): number[] {
  return Array.from({ length: Math.max(0, patch - own) }, (_, index) => own + 1 + index);
}

const moved = ({ tops, lefts }: { tops: Int32Array; lefts: Int32Array }, down: number, right: number) => ({
  tops: tops.map((top) => top + down),
  lefts: lefts.map((left) => left + right),
});
