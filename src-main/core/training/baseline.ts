import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { alignPlanes, noAlignment, shiftOf, symmetriesOf, type Alignment } from '../models/alignment';
import { solveLinearFilter } from '../models/least-squares';
import type { Method, TrainingPlanes } from '../models/method';
import { findArray } from '../optim/named-arrays';
import { BASELINE_FILTER_SIDE, usesAlignment } from '@contract/model-tensors';

const FILTER = 'start.filter';
const ALIGNED_FILTER = 'start.centred';

/** The closed-form solution of a pair, known before the first step. */
export interface Baseline {
  /** The closed-form filter of the pair as it lies, [k·k]; empty where nothing needs one. */
  filter: Float32Array;
  /** How the degradation lies on the pixel grid; the default where the settings do not use it. */
  alignment: Alignment;
  /** The pair with its displacement taken out, and its filter then, [k·k]: what training sees. */
  planes: TrainingPlanes[];
  alignedFilter: Float32Array;
}

/**
 * Solves the closed-form filter of the planes, reads their alignment off it, and solves it again where they are displaced.
 * Filters that are `stored` in a checkpoint are not solved again. `measured`: the filter's PSNR will be shown.
 */
export function findBaseline(
  planes: TrainingPlanes[],
  settings: TrainSettings,
  method: Method,
  measured: boolean,
  stored: NamedArray[] = [],
): Baseline {
  const aligns = usesAlignment(settings);
  const side = method.baselineFilterSide(settings) ?? (measured || aligns ? BASELINE_FILTER_SIDE : 0);
  const filterOf = (name: string, of: TrainingPlanes[]) =>
    findArray(stored, name, 'F32') ?? (side > 0 ? solveLinearFilter(of, side) : new Float32Array());
  const filter = filterOf(FILTER, planes);
  if (!aligns) return { filter, alignment: noAlignment(), planes, alignedFilter: filter };
  const shift = shiftOf(filter, side);
  const aligned = planes.map((pair) => alignPlanes(pair, shift));
  const displaced = shift.x !== 0 || shift.y !== 0;
  const alignedFilter = displaced ? filterOf(ALIGNED_FILTER, aligned) : filter;
  return {
    filter,
    alignment: { shift, symmetries: symmetriesOf(alignedFilter, side, aligned[0]!) },
    planes: aligned,
    alignedFilter,
  };
}

/** The filters as a checkpoint holds them: the second one only where it is another. */
export function baselineArrays({ filter, alignedFilter }: Baseline): NamedArray[] {
  const array = (name: string, data: Float32Array): NamedArray => ({ name, shape: [data.length], dtype: 'F32', data });
  return [
    ...(filter.length > 0 ? [array(FILTER, filter)] : []),
    ...(alignedFilter === filter ? [] : [array(ALIGNED_FILTER, alignedFilter)]),
  ];
}
