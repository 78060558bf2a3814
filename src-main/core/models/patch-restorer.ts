import type { JobToken } from '../job-token';
import { PatchAssembler } from '../patches/assemble';
import { extractPatches, removeMeans } from '../patches/extract';
import { gridPositions } from '../patches/grid';
import type { Plane } from '../image/plane';
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
   * same array again at the next call.
   */
  restore(patches: Float32Array, count: number): Float32Array | Promise<Float32Array>;
}

/** Restores a tile from overlapping patches on the picture's own grid, batch by batch (paper Sec. 2.1). */
export async function restoreByPatches(
  network: PatchNetwork,
  tile: Tile,
  { stride, token }: { stride: number; token: JobToken },
): Promise<Plane> {
  const { rows, columns, rowStride, restored, batch } = network;
  const tops = touching(tile.pictureHeight, tile.y, tile.height, rows, stride);
  const lefts = touching(tile.pictureWidth, tile.x, tile.width, columns, stride);
  const assembler = new PatchAssembler(tile.width, tile.height, restored, network.weights);
  const total = tops.length * lefts.length;
  // One array for all batches: many of a few megabytes keep the garbage collector as busy as the network.
  const read = new Float32Array(rows * Math.min(batch, total) * rowStride);
  for (let first = 0; first < total; first += batch) {
    await token.next();
    const count = Math.min(batch, total - first);
    const [patchTops, patchLefts] = [new Int32Array(count), new Int32Array(count)];
    for (let index = 0; index < count; index++) {
      patchTops[index] = tops[Math.floor((first + index) / lefts.length)]! - tile.y;
      patchLefts[index] = lefts[(first + index) % lefts.length]! - tile.x;
    }
    const patches = read.subarray(0, rows * count * rowStride);
    const { values, means } = await restoreBatch(network, tile, patchTops, patchLefts, patches);
    assembler.add(
      values,
      moved(patchTops, restored.down),
      moved(patchLefts, restored.right),
      network.addMeans ? means : undefined,
    );
  }
  return assembler.finish();
}

/** Up to patches that just touch. */
export function stridesAbove(own: number, patch: number): number[] {
  return Array.from({ length: Math.max(0, patch - own) }, (_, index) => own + 1 + index);
}

async function restoreBatch(
  network: PatchNetwork,
  tile: Tile,
  tops: Int32Array,
  lefts: Int32Array,
  into: Float32Array,
) {
  const { rows, columns, rowStride } = network;
  const shape = { rows, columns, rowStride };
  const patches = extractPatches(tile.plane, moved(tops, tile.margin), moved(lefts, tile.margin), shape, into);
  const means = removeMeans(patches, shape, tops.length);
  if (rowStride > columns) for (let at = columns; at < patches.length; at += rowStride) patches[at] = 1;
  return { values: await network.restore(patches, tops.length), means };
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
