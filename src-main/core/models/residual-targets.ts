import type { TrainSettings } from '@contract/model-spec';
import { GRID_CUT } from '../patches/grid';
import { crop } from '../image/crop';
import type { Plane } from '../image/plane';
import type { SampledPlanes } from '../patches/sampler';
import { correlate } from './linear';
import { hasIngredient, tensorNamed, type LearnerInput, type OpenModel } from './method';
import { innerRect } from '../patches/tile';
import type { NamedArray } from '@contract/named-array';
import { BASELINE_FILTER_SIDE, baselineOf, filterSpec } from './specs';

export const BASELINE_MARGIN = (BASELINE_FILTER_SIDE - 1) / 2;

/**
 * Whether the network reads what the linear filter leaves, and not the degraded picture: whole pictures always where it is
 * the baseline, patches with `filtered-input`. The filter amplifies noise; a network that sees what it did can take it back.
 */
export function readsBaseline(settings: TrainSettings): boolean {
  if (baselineOf(settings) !== 'linear') return false;
  return settings.mode === 'picture' || hasIngredient(settings, 'filtered-input');
}

/** The side of the closed-form filter that is the baseline of these settings; null without one. */
export function baselineFilterSide(settings: TrainSettings): number | null {
  return baselineOf(settings) === 'linear' ? BASELINE_FILTER_SIDE : null;
}

/** What the network learns: the clean picture, or the residual of its baseline, where the filter fits. */
export function targetsOf({ planes, settings, linearFilter }: LearnerInput): SampledPlanes[] {
  const baseline = baselineOf(settings);
  return planes.map(({ degraded, clean }) => {
    if (baseline === 'none') return { degraded, clean, target: clean };
    if (baseline === 'degraded') return { degraded, clean, target: difference(clean, degraded) };
    const filtered = correlate(degraded, linearFilter, BASELINE_FILTER_SIDE);
    // More than the filter's reach, so that grids of blocks stay anchored to the picture.
    const inner = (plane: Plane, cut = GRID_CUT) =>
      crop(plane, { x: cut, y: cut, width: degraded.width - 2 * GRID_CUT, height: degraded.height - 2 * GRID_CUT });
    const [from, to] = [inner(filtered, GRID_CUT - BASELINE_MARGIN), inner(clean)];
    const read = readsBaseline(settings) ? from : inner(degraded);
    return { degraded: read, clean: to, target: difference(to, from) };
  });
}

function difference(a: Plane, b: Plane): Plane {
  return { ...a, data: a.data.map((value, index) => value - b.data[index]!) };
}

/** The filter as a model file holds it. */
export function baselineTensors({
  settings,
  linearFilter,
}: Pick<LearnerInput, 'settings' | 'linearFilter'>): NamedArray[] {
  return baselineOf(settings) === 'linear' ? [{ ...filterSpec(BASELINE_FILTER_SIDE), data: linearFilter }] : [];
}

/** Multiplications and additions of the baseline for one pixel. */
export function baselineFlops(settings: TrainSettings): number {
  return baselineOf(settings) === 'linear' ? 2 * BASELINE_FILTER_SIDE ** 2 : 0;
}

/** A network of whole tiles or of patches: its own output for a tile, which is added to the baseline. */
export type RestoreNetwork = OpenModel['restoreTile'];

/** The linear start of a model as a function of planes: correlated where it fits. Does nothing for models without one. */
export function baselineFilter(settings: TrainSettings, tensors: NamedArray[]): (plane: Plane) => Plane {
  if (baselineOf(settings) !== 'linear') return (plane) => plane;
  const filter = tensorNamed(tensors, filterSpec(BASELINE_FILTER_SIDE));
  return (plane) => correlate(plane, filter, BASELINE_FILTER_SIDE);
}

/**
 * A model whose output is added to its baseline, which `filter` makes of a plane where it is linear. Where the network reads the baseline, it is given the tile as the
 * filter leaves it, with that much less margin.
 */
export function withBaseline(
  settings: TrainSettings,
  restore: RestoreNetwork,
  filter: (plane: Plane) => Plane | Promise<Plane>,
): RestoreNetwork {
  const baseline = baselineOf(settings);
  if (baseline === 'none') return restore;
  return async (tile, options) => {
    // Its margin is narrower by the filter's reach.
    const from =
      baseline === 'linear'
        ? { ...tile, plane: await filter(tile.plane), margin: tile.margin - BASELINE_MARGIN }
        : tile;
    const restored = await restore(readsBaseline(settings) ? from : tile, options);
    const inner = crop(from.plane, innerRect(from));
    for (let index = 0; index < inner.data.length; index++) restored.data[index]! += inner.data[index]!;
    return restored;
  };
}

/** The margin of a model whose network needs `reach` pixels around: more where it reads what the filter leaves. */
export function marginWith(settings: TrainSettings, reach: number): number {
  if (baselineOf(settings) !== 'linear') return reach;
  return readsBaseline(settings) ? reach + BASELINE_MARGIN : Math.max(reach, BASELINE_MARGIN);
}
