import { createPlane } from '../image/plane';
import { undoSymmetry } from '../patches/symmetry';
import { applyToTile } from '../patches/turned-tiles';
import type { RestoreTiles } from './method';

/** Restores under each of the symmetries and averages: as many times the work. */
export function averagedOver(turns: readonly number[], restore: RestoreTiles): RestoreTiles {
  if (turns.length === 1 && turns[0] === 0) return restore;
  return async (tiles, options) => {
    const sums = tiles.map(({ width, height }) => createPlane(width, height));
    for (const symmetry of turns) {
      const turned = tiles.map((tile) => applyToTile(tile, symmetry));
      const restored = await restore(turned, options);
      for (const [channel, { data }] of sums.entries()) {
        const back = undoSymmetry(restored[channel]!, symmetry).data;
        for (let index = 0; index < data.length; index++) data[index]! += back[index]! / turns.length;
      }
    }
    return sums;
  };
}
