import type { JobToken } from '../job-token';
import { PatchAssembler } from '../patches/assemble';
import { extractPatches, removeMeans } from '../patches/extract';
import { gridPositions } from '../patches/grid';
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
  // Memory is used again from tile to tile: that of tiles restored at once is their own.
  const idle: Memory[] = [];
  return async (tile, { stride, turns, token }) => {
    const memory = idle.pop() ?? { assembler: new PatchAssembler(network.restored, network.weights), read: NOTHING };
    const result = createPlane(tile.width, tile.height);
    for (const symmetry of turns) {
      memory.assembler.begin(tile.width, tile.height, symmetry);
      await restoreTurned(network, tile, symmetry, memory, { stride, token });
      memory.assembler.finish(result, 1 / turns.length);
    }
    idle.push(memory);
    return result;
  };
}

interface Memory {
  assembler: PatchAssembler;
  /** Patches of a batch. */
  read: Float32Array;
}

const NOTHING = new Float32Array(0);

async function restoreTurned(
  network: PatchNetwork,
  tile: Tile,
  symmetry: number,
  memory: Memory,
  { stride, token }: Pick<PatchOptions, 'stride' | 'token'>,
): Promise<void> {
  const { rows, columns, rowStride, restored, batch } = network;
  const place = placeUnder(tile, symmetry);
  const tops = touching(place.pictureHeight, place.y, place.height, rows, stride);
  const lefts = touching(place.pictureWidth, place.x, place.width, columns, stride);
  const total = tops.length * lefts.length;
  const plane = laid(tile.plane, symmetry);
  const needed = rows * Math.min(batch, total) * rowStride;
  if (memory.read.length < needed) memory.read = new Float32Array(needed);
  for (let first = 0; first < total; first += batch) {
    await token.next();
    const count = Math.min(batch, total - first);
    const [patchTops, patchLefts] = [new Int32Array(count), new Int32Array(count)];
    for (let index = 0; index < count; index++) {
      patchTops[index] = tops[Math.floor((first + index) / lefts.length)]! - place.y;
      patchLefts[index] = lefts[(first + index) % lefts.length]! - place.x;
    }
    const patches = memory.read.subarray(0, rows * count * rowStride);
    const shape = { rows, columns, rowStride };
    extractPatches(plane, moved(patchTops, tile.margin), moved(patchLefts, tile.margin), shape, patches);
    const means = removeMeans(patches, shape, count);
    if (rowStride > columns) for (let at = columns; at < patches.length; at += rowStride) patches[at] = 1;
    const values = await network.restore(patches, count);
    const [restoredTops, restoredLefts] = [moved(patchTops, restored.down), moved(patchLefts, restored.right)];
    memory.assembler.add(values, restoredTops, restoredLefts, network.addMeans ? means : undefined);
  }
}

/** Up to patches that just touch. */
export function stridesAbove(own: number, patch: number): number[] {
  return Array.from({ length: Math.max(0, patch - own) }, (_, index) => own + 1 + index);
}

const moved = (positions: Int32Array, by: number) => positions.map((position) => position + by);

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
