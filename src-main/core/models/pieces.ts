import type { Rect } from '@contract/model-spec';
import { paste } from '../image/crop';
import { createPlane, type Plane } from '../image/plane';
import type { Tile } from '../patches/tile';
import type { OpenModel } from './method';

/**
 * The restored tiles of a place, piece by piece on the picture's grid of blocks, none longer than about `most` px. `restore`
 * is told where a piece lies in the tiles' planes; it returns that piece of each.
 */
export async function restoreByPieces(
  tiles: readonly Tile[],
  { block, most }: { block: number; most: number },
  token: Parameters<OpenModel['restoreTile']>[1]['token'],
  restore: (piece: Rect) => Plane[] | Promise<Plane[]>,
): Promise<Plane[]> {
  const tile = tiles[0]!;
  const restored = tiles.map(() => createPlane(tile.width, tile.height));
  for (const rows of spans(tile.y, tile.height, block, most)) {
    for (const columns of spans(tile.x, tile.width, block, most)) {
      await token.next();
      const [left, top] = [columns.start - tile.x, rows.start - tile.y];
      const piece = { x: left + tile.margin, y: top + tile.margin, width: columns.length, height: rows.length };
      for (const [index, made] of (await restore(piece)).entries()) paste(made, restored[index]!, left, top);
    }
  }
  return restored;
}

export const roundUp = (length: number, step: number): number => Math.ceil(length / step) * step;

/** Even spans of whole blocks, none longer than about `most`, that cover [start, start + length) of a picture's axis. */
function spans(start: number, length: number, block: number, most: number): { start: number; length: number }[] {
  const first = Math.floor(start / block) * block;
  const end = Math.ceil((start + length) / block) * block;
  const count = Math.max(1, Math.ceil((end - first) / most - 0.1));
  const side = roundUp(Math.ceil((end - first) / count), block);
  return Array.from({ length: Math.ceil((end - first) / side) }, (_, index) => {
    const from = first + index * side;
    return { start: from, length: Math.min(side, end - from) };
  });
}
