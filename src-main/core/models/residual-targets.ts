import type { TrainSettings } from '@contract/model-spec';
import { GRID_CUT } from '../patches/grid';
import { crop } from '../image/crop';
import type { Plane } from '../image/plane';
import type { SampledPlanes } from '../patches/sampler';
import { correlate } from './correlate';
import { tensorNamed, type LearnerInput, type OpenModel, type RestoreTiles } from './method';
import { BASELINE_MARGIN, readsBaseline } from './with-baseline';
import type { NamedArray } from '@contract/named-array';
import { BASELINE_FILTER_SIDE, baselineOf, filterSpec, planesTogether } from '@contract/model-tensors';

/** The side of the closed-form filter that is the baseline of these settings; null without one. */
export function baselineFilterSide(settings: TrainSettings): number | null {
  return baselineOf(settings) === 'linear' ? BASELINE_FILTER_SIDE : null;
}

/** What the network learns: the clean picture, or the residual of its baseline, where the filter fits. */
export function targetsOf({
  planes,
  settings,
  linearFilter,
}: Pick<LearnerInput, 'planes' | 'settings' | 'linearFilter'>): SampledPlanes[] {
  const baseline = baselineOf(settings);
  return planes.map((pair) => {
    const { degraded, clean, leftOut } = pair;
    if (baseline === 'none') return { ...pair, target: clean };
    if (baseline === 'degraded') return { ...pair, target: difference(clean, degraded) };
    const filtered = correlate(degraded, linearFilter, BASELINE_FILTER_SIDE);
    // More than the filter's reach, so that grids of blocks stay anchored to the picture.
    const inner = (plane: Plane, cut = GRID_CUT) =>
      crop(plane, { x: cut, y: cut, width: degraded.width - 2 * GRID_CUT, height: degraded.height - 2 * GRID_CUT });
    const [from, to] = [inner(filtered, GRID_CUT - BASELINE_MARGIN), inner(clean)];
    const read = readsBaseline(settings) ? from : inner(degraded);
    const known = leftOut ? { leftOut: inner(leftOut) } : {};
    return { degraded: read, clean: to, target: difference(to, from), ...known };
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

/** The linear start of a model as a function of planes: correlated where it fits. Does nothing for models without one. */
export function baselineFilter(settings: TrainSettings, tensors: NamedArray[]): (plane: Plane) => Plane {
  if (baselineOf(settings) !== 'linear') return (plane) => plane;
  const filter = tensorNamed(tensors, filterSpec(BASELINE_FILTER_SIDE));
  return (plane) => correlate(plane, filter, BASELINE_FILTER_SIDE);
}

/** What a model restores with, from what restores tiles of all its planes: a grey tile is seen as three equal ones. */
export function tileModel(
  settings: TrainSettings,
  restore: RestoreTiles,
): Pick<OpenModel, 'restoreTile' | 'restoreColors'> {
  const together = planesTogether(settings);
  const restoreTile: OpenModel['restoreTile'] = async (tile, options) => {
    const planes = await restore(
      Array.from({ length: together }, () => tile),
      options,
    );
    return { ...planes[0]!, data: meanOf(planes) };
  };
  return together === 1 ? { restoreTile } : { restoreTile, restoreColors: restore };
}

function meanOf(planes: readonly Plane[]): Float32Array {
  if (planes.length === 1) return planes[0]!.data;
  return planes[0]!.data.map((_, at) => planes.reduce((sum, { data }) => sum + data[at]!, 0) / planes.length);
}

/** The margin of a model whose network needs `reach` pixels around: more where it reads what the filter leaves. */
export function marginWith(settings: TrainSettings, reach: number): number {
  if (baselineOf(settings) !== 'linear') return reach;
  return readsBaseline(settings) ? reach + BASELINE_MARGIN : Math.max(reach, BASELINE_MARGIN);
}
