import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { alignPlanes, heedsFrame, plainFrame, shiftOf, symmetriesOf, type Frame } from '../models/alignment';
import { solveLinearFilter } from '../models/least-squares';
import { START_FILTER_SIDE } from '../models/linear';
import type { Method, TrainingPlanes } from '../models/method';
import { findArray } from '../optim/named-arrays';

const FILTER = 'start.filter';
const CENTRED = 'start.centred';

/** What is known of a pair before the first step. */
export interface Start {
  /** The closed-form filter of the pair as it lies, [k·k]; empty where nobody asks for one. */
  filter: Float32Array;
  /** How the degradation lies on the pixel grid; plain where the settings do not heed it. */
  frame: Frame;
  /** The pair with its displacement taken out, and its filter then, [k·k]: what is learned from. */
  planes: TrainingPlanes[];
  centred: Float32Array;
}

/**
 * Solves the closed-form filter of the planes, reads their frame off it, and solves it again where they are displaced.
 * Filters that are `stored` in a checkpoint are not solved again. `measured`: the filter is to be compared with.
 */
export function findStart(
  planes: TrainingPlanes[],
  settings: TrainSettings,
  method: Method,
  measured: boolean,
  stored: NamedArray[] = [],
): Start {
  const heeds = heedsFrame(settings);
  const side = method.startFilterSide(settings) ?? (measured || heeds ? START_FILTER_SIDE : 0);
  const filterOf = (name: string, of: TrainingPlanes[]) =>
    findArray(stored, name, 'F32') ?? (side > 0 ? solveLinearFilter(of, side) : new Float32Array());
  const filter = filterOf(FILTER, planes);
  if (!heeds) return { filter, frame: plainFrame(), planes, centred: filter };
  const shift = shiftOf(filter, side);
  const aligned = planes.map((pair) => alignPlanes(pair, shift));
  const displaced = shift.x !== 0 || shift.y !== 0;
  const centred = displaced ? filterOf(CENTRED, aligned) : filter;
  return { filter, frame: { shift, symmetries: symmetriesOf(centred, side, aligned[0]!) }, planes: aligned, centred };
}

/** The filters as a checkpoint holds them: the second one only where it is another. */
export function startArrays({ filter, centred }: Start): NamedArray[] {
  const array = (name: string, data: Float32Array): NamedArray => ({ name, shape: [data.length], dtype: 'F32', data });
  return [
    ...(filter.length > 0 ? [array(FILTER, filter)] : []),
    ...(centred === filter ? [] : [array(CENTRED, centred)]),
  ];
}
