import { applySymmetry, bitsOf } from './symmetry';
import type { Tile } from './tile';

/** Where the tile lies in the picture under a symmetry. */
export function placeUnder(tile: Tile, symmetry: number): Omit<Tile, 'plane'> {
  const { mirrorX, mirrorY, transpose } = bitsOf(symmetry);
  const { margin, width, height, pictureWidth, pictureHeight } = tile;
  const x = mirrorX ? pictureWidth - tile.x - width : tile.x;
  const y = mirrorY ? pictureHeight - tile.y - height : tile.y;
  if (!transpose) return { margin, x, y, width, height, pictureWidth, pictureHeight };
  const picture = { pictureWidth: pictureHeight, pictureHeight: pictureWidth };
  return { margin, x: y, y: x, width: height, height: width, ...picture };
}

/** The tile as it lies in the picture under a symmetry. */
export function applyToTile(tile: Tile, symmetry: number): Tile {
  return { ...placeUnder(tile, symmetry), plane: applySymmetry(tile.plane, symmetry) };
}
