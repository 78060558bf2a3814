import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { JobToken } from '../job-token';
import { GRID_CUT } from '../patches/grid';
import { cropPlane, createPlane, type Plane } from '../image/plane';
import { correlate } from './linear';
import { bitsOf, noSymmetries, SYMMETRIES, turn, turnBack } from '../patches/symmetry';
import { hasIngredient, tensorNamed, type OpenModel, type TensorSpec, type TrainingPlanes } from './method';
import type { Tile } from '../patches/tile';

/**
 * How a degradation lies on the pixel grid, read off the linear filter that undoes it best: by how many whole pixels the
 * clean picture is displaced against the degraded one, and which mirror images and transposes leave the filter as it
 * is. Patches may be turned exactly so in training and in restoring. (Super resolution that keeps every third row is
 * displaced by one pixel; displaced back, it is as symmetric as a blur.)
 */
export interface Frame {
  /** The clean pixel (x, y) is seen best around the degraded pixel (x + shift.x, y + shift.y). */
  shift: { x: number; y: number };
  /** Indices into SYMMETRIES; 0, the identity, is always there. */
  symmetries: number[];
}

/** Displacements looked for, in pixels. */
export const MAX_SHIFT = 2;
/** A turn is right where it adds less than this share to the linear filter's own error. */
const HARMLESS = 0.02;
/** Pixels on which that is measured. */
const MEASURED_PIXELS = 1 << 17;

export const plainFrame = (): Frame => ({ shift: { x: 0, y: 0 }, symmetries: noSymmetries() });

/** Whether a training with these settings asks for its frame. */
export function heedsFrame(settings: TrainSettings): boolean {
  return hasIngredient(settings, 'flips') || hasIngredient(settings, 'test-flips');
}

/** The mirror images and transposes that restoring with this model averages. */
export function turnsOf(settings: TrainSettings, tensors: NamedArray[]): number {
  return hasIngredient(settings, 'test-flips') ? frameFromTensors(tensors).symmetries.length : 1;
}

/** The most mirror images and transposes that restoring with these settings averages. */
export function mostTurns(settings: TrainSettings): number {
  return hasIngredient(settings, 'test-flips') ? SYMMETRIES.length : 1;
}

/** Where a k×k filter (correlation order, taps summing to 1) has its centre of gravity, in whole pixels. */
export function shiftOf(filter: Float32Array, k: number): Frame['shift'] {
  const radius = (k - 1) / 2;
  let [x, y] = [0, 0];
  for (let index = 0; index < filter.length; index++) {
    x += filter[index]! * ((index % k) - radius);
    y += filter[index]! * (Math.floor(index / k) - radius);
  }
  const near = (centre: number) => Math.max(-MAX_SHIFT, Math.min(MAX_SHIFT, Math.round(centre))) + 0;
  return { x: near(x), y: near(y) };
}

/** The turns in which patches are learned: those of the pair where `flips` are wanted, else none. */
export function learnedTurns(settings: TrainSettings, { symmetries }: Frame): readonly number[] {
  return hasIngredient(settings, 'flips') ? symmetries : noSymmetries();
}

/**
 * The turns under which the least-squares filter of a pair may count as symmetric, as far as they form a group. The
 * filter w is optimal, so that its mean with its turned self, w + d, has a larger squared error by exactly mean((d∗y)²).
 */
export function symmetriesOf(filter: Float32Array, k: number, { degraded, clean }: TrainingPlanes): number[] {
  const rows = Math.min(degraded.height, Math.max(2 * k, Math.ceil(MEASURED_PIXELS / degraded.width)));
  const top = (degraded.height - rows) >> 1;
  const part = (plane: Plane) => cropPlane(plane, 0, top, plane.width, rows);
  const measured = part(degraded);
  const own: Plane = { data: filter, width: k, height: k };
  const restored = correlate(measured, filter, k);
  const radius = (k - 1) / 2;
  const truth = cropPlane(part(clean), radius, radius, restored.width, restored.height);
  const error = restored.data.reduce((sum, value, index) => sum + (value - truth.data[index]!) ** 2, 0);
  const harmless = SYMMETRIES.filter((symmetry) => {
    const turned = turn(own, symmetry).data;
    const change = correlate(
      measured,
      filter.map((tap, index) => (turned[index]! - tap) / 2),
      k,
    );
    return change.data.reduce((sum, value) => sum + value * value, 0) < HARMLESS * error;
  });
  return [1, 2, 4, 8].includes(harmless.length) ? [...harmless] : noSymmetries();
}

/** The pair with the displacement taken out, without the borders that no longer overlap. */
export function alignPlanes({ degraded, clean }: TrainingPlanes, shift: Frame['shift']): TrainingPlanes {
  if (shift.x === 0 && shift.y === 0) return { degraded, clean };
  const part = (plane: Plane, x: number, y: number) =>
    cropPlane(plane, GRID_CUT - x, GRID_CUT - y, plane.width - 2 * GRID_CUT, plane.height - 2 * GRID_CUT);
  return { degraded: part(degraded, 0, 0), clean: part(clean, shift.x, shift.y) };
}

/** For the model's card: which mirror images were learned, where that was asked, and a displacement. */
export function frameNotes(settings: TrainSettings, { shift, symmetries }: Frame): string[] {
  const turns = turnsNote(symmetries.length - 1);
  const displaced = `The clean picture is displaced by ${-shift.x}, ${-shift.y} px: heeded.`;
  return [...(hasIngredient(settings, 'flips') ? [turns] : []), ...(shift.x === 0 && shift.y === 0 ? [] : [displaced])];
}

function turnsNote(turns: number): string {
  if (turns === 0) return 'The learned filter is not symmetric: patches were not turned.';
  if (turns === 1) return 'The learned filter is symmetric: patches were also learned in one mirrored or turned form.';
  return `The learned filter is symmetric: patches were also learned in ${turns} mirrored or turned forms.`;
}

const SHIFT: TensorSpec = { name: 'frame.shift', shape: [2], dtype: 'F32' };
const TURNS: TensorSpec = { name: 'frame.symmetries', shape: [SYMMETRIES.length], dtype: 'F32' };

export function frameSpecs(settings: TrainSettings): TensorSpec[] {
  return heedsFrame(settings) ? [SHIFT, TURNS] : [];
}

/** The frame as a model file holds it: the displacement, and 1 for every symmetry that holds. */
export function frameTensors({ shift, symmetries }: Frame): NamedArray[] {
  const turns = Float32Array.from(SYMMETRIES, (symmetry) => (symmetries.includes(symmetry) ? 1 : 0));
  return [
    { ...SHIFT, data: Float32Array.of(shift.x, shift.y) },
    { ...TURNS, data: turns },
  ];
}

export function frameFromTensors(tensors: NamedArray[]): Frame {
  const [x, y] = tensorNamed(tensors, SHIFT);
  const whole = (value: number | undefined) => Math.max(-MAX_SHIFT, Math.min(MAX_SHIFT, Math.round(value ?? 0)));
  const turns = tensorNamed(tensors, TURNS);
  const held = SYMMETRIES.filter((symmetry) => symmetry === 0 || turns[symmetry]! > 0.5);
  return { shift: { x: whole(x), y: whole(y) }, symmetries: [...held] };
}

/**
 * A model that heeds its frame: what it restores is displaced back. With `flips`, every symmetry of the tile is restored
 * and the results are averaged, turned back: as many times the work. An RNN that reads downwards so sees every pixel
 * from all sides.
 */
export function withFrame(model: OpenModel, { shift, symmetries }: Frame, flips: boolean): OpenModel {
  const reach = Math.max(Math.abs(shift.x), Math.abs(shift.y));
  const turns = flips ? symmetries : noSymmetries();
  return {
    settings: model.settings,
    margin: model.margin + reach,
    async restoreTile(tile: Tile, options: { stride?: number; token: JobToken }) {
      const side = (length: number) => length + 2 * (tile.margin - reach);
      // In the degraded picture's own coordinates: grids of cells are anchored to it.
      const aligned = { ...tile, margin: tile.margin - reach, x: tile.x + shift.x, y: tile.y + shift.y };
      if (reach > 0) {
        aligned.plane = cropPlane(tile.plane, reach + shift.x, reach + shift.y, side(tile.width), side(tile.height));
      }
      if (turns.length === 1) return model.restoreTile(aligned, options);
      const sum = createPlane(tile.width, tile.height);
      for (const symmetry of turns) {
        const back = turnBack(await model.restoreTile(turnTile(aligned, symmetry), options), symmetry);
        for (let index = 0; index < sum.data.length; index++) sum.data[index]! += back.data[index]! / turns.length;
      }
      return sum;
    },
    dispose: () => {
      model.dispose();
    },
  };
}

/** The tile as it would lie in the turned picture. */
export function turnTile(tile: Tile, symmetry: number): Tile {
  const { mirrorX, mirrorY, transpose } = bitsOf(symmetry);
  const x = mirrorX ? tile.pictureWidth - tile.x - tile.width : tile.x;
  const y = mirrorY ? tile.pictureHeight - tile.y - tile.height : tile.y;
  const upright = { ...tile, x, y, plane: turn(tile.plane, symmetry) };
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
