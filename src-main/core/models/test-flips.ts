import type { JobToken } from '../job-token';
import { createPlane, type Plane } from '../patches/plane';
import type { OpenModel, Tile } from './method';

/** One of a square's eight symmetries: mirror x, mirror y, then transpose. */
export interface Symmetry {
  mirrorX: boolean;
  mirrorY: boolean;
  transpose: boolean;
}

export const SYMMETRIES: readonly Symmetry[] = Array.from({ length: 8 }, (_, index) => ({
  mirrorX: (index & 1) !== 0,
  mirrorY: (index & 2) !== 0,
  transpose: (index & 4) !== 0,
}));

/**
 * Restores all eight mirror images and transposes of a tile and averages them, turned back. Eight times the work. Right
 * only where the degradation itself is symmetric. An RNN that reads downwards so sees every pixel from all four sides.
 */
export function withTestFlips(model: OpenModel): OpenModel {
  return {
    settings: model.settings,
    margin: model.margin,
    async restoreTile(tile: Tile, options: { stride?: number; token: JobToken }) {
      const sum = createPlane(tile.width, tile.height);
      for (const symmetry of SYMMETRIES) {
        const restored = await model.restoreTile(turnTile(tile, symmetry), options);
        const back = turnBack(restored, symmetry);
        for (let index = 0; index < sum.data.length; index++) sum.data[index]! += back.data[index]! / SYMMETRIES.length;
      }
      return sum;
    },
    dispose: () => {
      model.dispose();
    },
  };
}

/** The tile as it would lie in the turned picture. */
export function turnTile(tile: Tile, { mirrorX, mirrorY, transpose }: Symmetry): Tile {
  const x = mirrorX ? tile.pictureWidth - tile.x - tile.width : tile.x;
  const y = mirrorY ? tile.pictureHeight - tile.y - tile.height : tile.y;
  const plane = turn(tile.plane, { mirrorX, mirrorY, transpose });
  const upright = { ...tile, x, y, plane };
  if (!transpose) return upright;
  return {
    ...upright,
    x: y,
    y: x,
    width: tile.height,
    height: tile.width,
    pictureWidth: tile.pictureHeight,
    pictureHeight: tile.pictureWidth,
  };
}

/** A plane of the turned picture, the right way round again. */
export function turnBack(plane: Plane, { mirrorX, mirrorY, transpose }: Symmetry): Plane {
  const upright = transpose ? turn(plane, { mirrorX: false, mirrorY: false, transpose }) : plane;
  return turn(upright, { mirrorX, mirrorY, transpose: false });
}

function turn(plane: Plane, { mirrorX, mirrorY, transpose }: Symmetry): Plane {
  const { width, height } = plane;
  const result = transpose ? createPlane(height, width) : createPlane(width, height);
  for (let y = 0; y < height; y++) {
    const fromRow = (mirrorY ? height - 1 - y : y) * width;
    for (let x = 0; x < width; x++) {
      const value = plane.data[fromRow + (mirrorX ? width - 1 - x : x)]!;
      result.data[transpose ? x * height + y : y * width + x] = value;
    }
  }
  return result;
}
