import { hasIngredient, type TrainSettings } from '@contract/model-spec';
import { BASELINE_FILTER_SIDE, baselineOf } from '@contract/model-tensors';
import type { Plane } from '../image/plane';
import type { Tile } from '../patches/tile';
import type { RestoreTiles } from './method';

export const BASELINE_MARGIN = (BASELINE_FILTER_SIDE - 1) / 2;

/**
 * Whether the network reads what the linear filter leaves, and not the degraded picture: whole pictures always where it is
 * the baseline, patches with `filtered-input`. The filter amplifies noise; a network that sees what it did can take it back.
 */
export function readsBaseline(settings: TrainSettings): boolean {
  if (baselineOf(settings) !== 'linear') return false;
  return settings.mode === 'picture' || hasIngredient(settings, 'filtered-input');
}

/**
 * A network whose output is added to its baseline, which `filter` makes of a plane where it is linear. Where the network
 * reads the baseline, it is given the tiles as the filter leaves them, with that much less margin.
 */
export function withBaseline(
  settings: TrainSettings,
  restore: RestoreTiles,
  filter: (plane: Plane) => Plane | Promise<Plane>,
): RestoreTiles {
  const baseline = baselineOf(settings);
  if (baseline === 'none') return restore;
  return async (tiles, options) => {
    // Their margin is narrower by the filter's reach.
    const narrowed = async (tile: Tile): Promise<Tile> => ({
      ...tile,
      plane: await filter(tile.plane),
      margin: tile.margin - BASELINE_MARGIN,
    });
    const from = baseline === 'linear' ? await Promise.all(tiles.map(narrowed)) : tiles;
    const restored = await restore(readsBaseline(settings) ? from : tiles, options);
    for (const [channel, plane] of restored.entries()) {
      addInner(from[channel]!, plane.data);
    }
    return restored;
  };
}

/** Adds the inner rectangle of a tile to as many values. */
function addInner({ plane, margin, width, height }: Tile, values: Float32Array): void {
  const { data, width: pitch } = plane;
  for (let y = 0, to = 0; y < height; y++) {
    const from = (y + margin) * pitch + margin;
    for (let x = 0; x < width; x++) values[to++]! += data[from + x]!;
  }
}
