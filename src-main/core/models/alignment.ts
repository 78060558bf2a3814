import { hasIngredient, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { say, type Sentence } from '@contract/sentence';
import { GRID_CUT } from '../patches/grid';
import { crop } from '../image/crop';
import { planeOf, type Plane } from '../image/plane';
import { correlate } from './correlate';
import { isGroup, noSymmetries, SYMMETRIES, applySymmetry, undoSymmetry } from '../patches/symmetry';
import { averagedOver } from './averaged-over';
import { tensorNamed, type OpenModel, type TrainingPlanes } from './method';
import { wrapped } from './wrapped';
import type { Tile } from '../patches/tile';
import { HELD, LINEAR_FILTER, SHIFT } from '@contract/model-tensors';

/**
 * How a degradation lies on the pixel grid, read off the linear filter that undoes it best: by how many whole pixels the
 * clean picture is displaced against the degraded one, and which mirror images and transposes leave the filter as it
 * is. These symmetries may be used to augment training and to average restorations (self-ensemble). (Super resolution
 * that keeps every third row is displaced by one pixel; displaced back, it is as symmetric as a blur.)
 */
export interface Alignment {
  /** The clean pixel (x, y) is seen best around the degraded pixel (x + shift.x, y + shift.y). */
  shift: { x: number; y: number };
  /** Indices into SYMMETRIES; 0, the identity, is always there. */
  symmetries: number[];
}

/** The largest displacement looked for, in pixels. */
export const MAX_SHIFT = 2;
/** A symmetry holds where it adds less than this share to the linear filter's own error. */
const HARMLESS = 0.02;
/** Pixels on which that is measured. */
const MEASURED_PIXELS = 1 << 17;

export const noAlignment = (): Alignment => ({ shift: { x: 0, y: 0 }, symmetries: noSymmetries() });

/**
 * Of all eight a self-ensemble takes those that read the picture downwards, upwards and from either side: what the other four
 * add is 0.014 dB for twice the time (docs/tuning.md).
 */
const DIRECTIONS = [0, 3, 4, 7];

/** The symmetries under which the self-ensemble of this model restores; the identity alone without one. */
export function ensembleOf(settings: TrainSettings, tensors: NamedArray[]): readonly number[] {
  if (!hasIngredient(settings, 'self-ensemble')) return noSymmetries();
  return averagedOf(alignmentFromTensors(tensors).symmetries);
}

/** How many these are at most, before it is known which symmetries hold. */
export function largestEnsemble(settings: TrainSettings): number {
  return hasIngredient(settings, 'self-ensemble') ? averagedOf(SYMMETRIES).length : 1;
}

const averagedOf = (held: readonly number[]) => (held.length === SYMMETRIES.length ? DIRECTIONS : held);

/**
 * Pixels from one patch to the next where a self-ensemble averages so many turns: `restoreStride` is meant for as many as
 * there can be, and fewer have their patches closer, for about the same work.
 */
export function strideWith(settings: TrainSettings, turns: number): number {
  return Math.max(1, Math.floor(settings.restoreStride * Math.sqrt(turns / largestEnsemble(settings))));
}

/** Where a k×k filter (correlation order, taps summing to 1) has its centre of gravity, in whole pixels. */
export function shiftOf(filter: Float32Array, k: number): Alignment['shift'] {
  const radius = (k - 1) / 2;
  let [x, y] = [0, 0];
  for (let index = 0; index < filter.length; index++) {
    x += filter[index]! * ((index % k) - radius);
    y += filter[index]! * (Math.floor(index / k) - radius);
  }
  const near = (centre: number) => Math.max(-MAX_SHIFT, Math.min(MAX_SHIFT, Math.round(centre))) + 0;
  return { x: near(x), y: near(y) };
}

/** The symmetries that patches are augmented by: those of the pair where the settings want augmentation, else none. */
export function augmentationsOf(settings: TrainSettings, { symmetries }: Alignment): readonly number[] {
  return hasIngredient(settings, 'augmentation') ? symmetries : noSymmetries();
}

/**
 * The symmetries of a pair's least-squares filter, as far as they form a group. The filter w is optimal, so that its mean
 * with its own mirror image, w + d, has a larger squared error by exactly mean((d∗y)²).
 */
export function symmetriesOf(filter: Float32Array, k: number, { degraded, clean }: TrainingPlanes): number[] {
  const rows = Math.min(degraded.height, Math.max(2 * k, Math.ceil(MEASURED_PIXELS / degraded.width)));
  const top = (degraded.height - rows) >> 1;
  const part = (plane: Plane) => crop(plane, { x: 0, y: top, width: plane.width, height: rows });
  const measured = part(degraded);
  const own = planeOf(filter, k, k);
  const restored = correlate(measured, filter, k);
  const radius = (k - 1) / 2;
  const truth = crop(part(clean), { x: radius, y: radius, width: restored.width, height: restored.height });
  const error = restored.data.reduce((sum, value, index) => sum + (value - truth.data[index]!) ** 2, 0);
  const harmless = SYMMETRIES.filter((symmetry) => {
    const mirrored = applySymmetry(own, symmetry).data;
    const change = correlate(
      measured,
      filter.map((tap, index) => (mirrored[index]! - tap) / 2),
      k,
    );
    return change.data.reduce((sum, value) => sum + value * value, 0) < HARMLESS * error;
  });
  return isGroup(harmless) ? [...harmless] : noSymmetries();
}

/** The pair with the displacement taken out, without the borders that no longer overlap. */
export function alignPlanes(pair: TrainingPlanes, shift: Alignment['shift']): TrainingPlanes {
  if (shift.x === 0 && shift.y === 0) return pair;
  const { degraded, clean, leftOut } = pair;
  const part = (plane: Plane, x: number, y: number) =>
    crop(plane, {
      x: GRID_CUT - x,
      y: GRID_CUT - y,
      width: plane.width - 2 * GRID_CUT,
      height: plane.height - 2 * GRID_CUT,
    });
  return {
    degraded: part(degraded, 0, 0),
    clean: part(clean, shift.x, shift.y),
    ...(leftOut ? { leftOut: part(leftOut, shift.x, shift.y) } : {}),
  };
}

/** For the model's card: which symmetries patches were augmented by, where the settings want that, and a displacement. */
export function alignmentNotes(settings: TrainSettings, { shift, symmetries }: Alignment): Sentence[] {
  const augmented = augmentationNote(symmetries.length - 1);
  const displaced = say('training.displaced', { x: -shift.x, y: -shift.y });
  return [
    ...(hasIngredient(settings, 'augmentation') ? [augmented] : []),
    ...(shift.x === 0 && shift.y === 0 ? [] : [displaced]),
  ];
}

function augmentationNote(forms: number): Sentence {
  return forms === 0 ? say('training.notSymmetric') : say('training.symmetric', { forms });
}

/** The alignment as a model file holds it: the displacement, and 1 for every symmetry that holds. */
export function alignmentTensors({ shift, symmetries }: Alignment): NamedArray[] {
  const held = Float32Array.from(SYMMETRIES, (symmetry) => (symmetries.includes(symmetry) ? 1 : 0));
  return [
    { ...SHIFT, data: Float32Array.of(shift.x, shift.y) },
    { ...HELD, data: held },
  ];
}

export function alignmentFromTensors(tensors: NamedArray[]): Alignment {
  const [x, y] = tensorNamed(tensors, SHIFT);
  const whole = (value: number | undefined) => Math.max(-MAX_SHIFT, Math.min(MAX_SHIFT, Math.round(value ?? 0)));
  const held = tensorNamed(tensors, HELD);
  const symmetries = SYMMETRIES.filter((symmetry) => symmetry === 0 || held[symmetry]! > 0.5);
  return { shift: { x: whole(x), y: whole(y) }, symmetries: [...symmetries] };
}

/** A model that uses the alignment: what it restores is displaced back. */
export function withShift(model: OpenModel, { shift }: Alignment): OpenModel {
  const reach = Math.max(Math.abs(shift.x), Math.abs(shift.y));
  if (reach === 0) return model;
  const alignedTile = (tile: Tile): Tile => {
    const side = (length: number) => length + 2 * (tile.margin - reach);
    const [width, height] = [side(tile.width), side(tile.height)];
    const plane = crop(tile.plane, { x: reach + shift.x, y: reach + shift.y, width, height });
    // In the degraded picture's own coordinates: grids of blocks are anchored to it.
    return { ...tile, margin: tile.margin - reach, x: tile.x + shift.x, y: tile.y + shift.y, plane };
  };
  return wrapped(
    model,
    { margin: model.margin + reach },
    (restore) => (tiles, options) => restore(tiles.map(alignedTile), options),
  );
}

/**
 * A model that restores under each of `turns` and averages (EDSR's self-ensemble, Lim et al. 2017): as many times the work.
 * An RNN that reads downwards so sees every pixel from all sides.
 */
export const withTurns = (model: OpenModel, turns: readonly number[]): OpenModel =>
  wrapped(model, {}, (restore) => averagedOver(turns, restore));

/**
 * The tensors with the linear filter as the mean of its turns. Averaged over these turns it restores as before; but then it
 * does the same under each of them, so that a tile may be filtered once and turned afterwards.
 */
export function filteredEvenly(tensors: NamedArray[], turns: readonly number[]): NamedArray[] {
  if (turns.length === 1) return tensors;
  return tensors.map((tensor) => {
    if (tensor.name !== LINEAR_FILTER || tensor.dtype !== 'F32') return tensor;
    const side = Math.sqrt(tensor.data.length);
    const sides = turns.map((turn) => undoSymmetry(planeOf(tensor.data, side, side), turn).data);
    return {
      ...tensor,
      data: tensor.data.map((_, tap) => sides.reduce((sum, one) => sum + one[tap]!, 0) / turns.length),
    };
  });
}
