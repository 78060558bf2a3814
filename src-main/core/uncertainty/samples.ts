import type { Ingredient, TaskName, TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { JobToken } from '../job-token';
import { planeOf, type Plane } from '../image/plane';
import { alignmentFromTensors, noAlignment, withShift, type Alignment } from '../models/alignment';
import { applyToTile } from '../patches/turned-tiles';
import type { OpenModel } from '../models/method';
import { openModel } from '../methods/registry';
import { SYMMETRIES, undoSymmetry } from '../patches/symmetry';
import type { Tile } from '../patches/tile';
import { usesAlignment } from '@contract/model-tensors';

/**
 * One sample of test-time augmentation: the picture under a symmetry, as its negative, or cut into other patches. A model
 * that is certain restores the same each time.
 */
export interface Sample {
  /** Of SYMMETRIES. */
  symmetry: number;
  negative: boolean;
  /** How far the grid of patches is moved, in pixels. */
  shiftX: number;
  shiftY: number;
}

/** Degradations that are the same under every symmetry. */
const SYMMETRIC: readonly TaskName[] = ['deblur', 'denoise'];
/** Samples of a model without symmetries. */
const LEAST_SAMPLES = 4;

/** The alignment assumed of a model that was trained without measuring it. */
export function usualAlignment(task: TaskName): Alignment {
  return SYMMETRIC.includes(task) ? { ...noAlignment(), symmetries: [...SYMMETRIES] } : noAlignment();
}

/**
 * One sample a symmetry, and four at least. Where the task's degradation treats light and dark alike, every second further
 * round is of the negative; of a pair of one's own (grain, JPEG) nobody knows. No two samples share their grid of patches.
 */
export function samplesOf(patch: number, symmetries: readonly number[], task: TaskName): Sample[] {
  const stride = sampleStride(patch);
  const count = Math.max(LEAST_SAMPLES, symmetries.length);
  return Array.from({ length: count }, (_, index) => ({
    symmetry: symmetries[index % symmetries.length]!,
    negative: task !== 'custom' && Math.floor(index / symmetries.length) % 2 === 1,
    shiftX: Math.floor((index * stride) / count),
    shiftY: Math.floor((((index * 3) % count) * stride) / count),
  }));
}

/** Patches of a sample lie half their side apart: few enough to disagree, and quick. */
export const sampleStride = (patch: number): number => Math.max(1, Math.ceil(patch / 2));

/** A model without its own self-ensemble, and how its degradation lies on the pixel grid. */
export interface SampledModel {
  model: OpenModel;
  alignment: Alignment;
}

/** Opens a model for sampling; the symmetries are its own where it was trained with them. Dispose the model. */
export function openSampled(settings: TrainSettings, tensors: NamedArray[]): SampledModel {
  return {
    model: openModel(
      { ...settings, ingredients: settings.ingredients.filter((name) => !ALIGNED.includes(name)) },
      tensors,
    ),
    alignment: usesAlignment(settings) ? alignmentFromTensors(tensors) : usualAlignment(settings.task),
  };
}

/** Without these a model is opened without its alignment, which each sample then applies after its own symmetry. */
const ALIGNED: readonly Ingredient[] = ['augmentation', 'self-ensemble'];

/** The model as it restores one sample; shares the model's tensors and disposes of none. */
export function modelOfSample({ model, alignment }: SampledModel, sample: Sample): OpenModel {
  const sampled: OpenModel = {
    settings: model.settings,
    margin: model.margin,
    async restoreTile(tile: Tile, options: { stride?: number; token: JobToken }) {
      const seen = sample.negative ? { ...tile, plane: negated(tile.plane) } : tile;
      const given = applyToTile(shifted(seen, sample), sample.symmetry);
      const restored = undoSymmetry(await model.restoreTile(given, options), sample.symmetry);
      return sample.negative ? negated(restored) : restored;
    },
    dispose: () => undefined,
  };
  return withShift(sampled, alignment);
}

/** The tile as it would lie in a picture with so many more pixels on the left and on top: the patch grid starts there. */
const shifted = (tile: Tile, { shiftX, shiftY }: Sample): Tile => ({
  ...tile,
  x: tile.x + shiftX,
  y: tile.y + shiftY,
  pictureWidth: tile.pictureWidth + shiftX,
  pictureHeight: tile.pictureHeight + shiftY,
});

const negated = ({ data, width, height }: Plane): Plane =>
  planeOf(
    data.map((value) => 1 - value),
    width,
    height,
  );
