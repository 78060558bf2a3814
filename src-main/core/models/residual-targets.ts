import type { TrainSettings } from '@contract/model-spec';
import { GRID_CUT } from '../patches/grid';
import { cropPlane, type Plane } from '../image/plane';
import type { SampledPlanes } from '../patches/sampler';
import { correlate, filterSpec, START_FILTER_SIDE } from './linear';
import { hasIngredient, tensorNamed, type LearnerInput, type OpenModel, type TensorSpec } from './method';
import type { Tile } from '../patches/tile';
import type { NamedArray } from '@contract/named-array';

/** What a network's output is added to: the degraded picture, what the linear filter makes of it, or nothing. */
export type Start = 'degraded' | 'linear' | 'none';

export const START_MARGIN = (START_FILTER_SIDE - 1) / 2;

export function startOf(settings: TrainSettings): Start {
  if (hasIngredient(settings, 'linear-start')) return 'linear';
  return hasIngredient(settings, 'residual') ? 'degraded' : 'none';
}

/** Whole pictures are read as the linear filter leaves them, where it is the start: there is less to be learned. */
export function readsStart(settings: TrainSettings): boolean {
  return settings.mode === 'picture' && startOf(settings) === 'linear';
}

/** The side of the closed-form filter that these settings start from; null when they do without. */
export function startFilterSide(settings: TrainSettings): number | null {
  return startOf(settings) === 'linear' ? START_FILTER_SIDE : null;
}

/** What the network is to learn: the clean picture, or what its start leaves to be done, where the filter fits. */
export function targetsOf({ planes, settings, linearFilter }: LearnerInput): SampledPlanes[] {
  const start = startOf(settings);
  return planes.map(({ degraded, clean }) => {
    if (start === 'none') return { degraded, clean, target: clean };
    if (start === 'degraded') return { degraded, clean, target: difference(clean, degraded) };
    const filtered = correlate(degraded, linearFilter, START_FILTER_SIDE);
    // More than the filter's reach, so that grids of cells stay anchored to the picture.
    const inner = (plane: Plane, cut = GRID_CUT) =>
      cropPlane(plane, cut, cut, degraded.width - 2 * GRID_CUT, degraded.height - 2 * GRID_CUT);
    const [from, to] = [inner(filtered, GRID_CUT - START_MARGIN), inner(clean)];
    const read = readsStart(settings) ? from : inner(degraded);
    return { degraded: read, clean: to, target: difference(to, from) };
  });
}

function difference(a: Plane, b: Plane): Plane {
  return { ...a, data: a.data.map((value, index) => value - b.data[index]!) };
}

export function startSpecs(settings: TrainSettings): TensorSpec[] {
  return startOf(settings) === 'linear' ? [filterSpec(START_FILTER_SIDE)] : [];
}

/** The filter as a model file holds it. */
export function startTensors({
  settings,
  linearFilter,
}: Pick<LearnerInput, 'settings' | 'linearFilter'>): NamedArray[] {
  return startOf(settings) === 'linear' ? [{ ...filterSpec(START_FILTER_SIDE), data: linearFilter }] : [];
}

/** Multiplications and additions of the start for one pixel. */
export function startFlops(settings: TrainSettings): number {
  return startOf(settings) === 'linear' ? 2 * START_FILTER_SIDE ** 2 : 0;
}

/** A network of whole tiles or of patches: its own output for a tile, which is added to the start. */
export type RestoreNetwork = OpenModel['restoreTile'];

/**
 * A model whose output is added to its start. Where the network reads the start itself, it is given the tile as the
 * filter leaves it, with that much less margin.
 */
export function withStart(settings: TrainSettings, tensors: NamedArray[], restore: RestoreNetwork): RestoreNetwork {
  const start = startOf(settings);
  if (start === 'none') return restore;
  const filter = start === 'linear' ? tensorNamed(tensors, filterSpec(START_FILTER_SIDE)) : null;
  return async (tile, options) => {
    const from = filter ? filtered(tile, filter) : tile;
    const restored = await restore(readsStart(settings) ? from : tile, options);
    const inner = cropPlane(from.plane, from.margin, from.margin, tile.width, tile.height);
    for (let index = 0; index < inner.data.length; index++) restored.data[index]! += inner.data[index]!;
    return restored;
  };
}

/** The tile after the filter; its margin is narrower by the filter's reach. */
function filtered(tile: Tile, filter: Float32Array): Tile {
  return { ...tile, plane: correlate(tile.plane, filter, START_FILTER_SIDE), margin: tile.margin - START_MARGIN };
}

/** The margin of a model whose network needs `reach` pixels around: more where it reads what the filter leaves. */
export function marginWith(settings: TrainSettings, reach: number): number {
  if (startOf(settings) !== 'linear') return reach;
  return readsStart(settings) ? reach + START_MARGIN : Math.max(reach, START_MARGIN);
}
