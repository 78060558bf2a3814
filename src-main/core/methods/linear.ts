import type { TrainSettings } from '@contract/model-spec';
import { filterSpec } from '@contract/model-tensors';
import type { NamedArray } from '@contract/named-array';
import { correlate } from '../models/correlate';
import { CLOSED_FORM, solved, tensorNamed, type Method, type OpenModel } from '../models/method';
import type { Tile } from '../patches/tile';

/** One output pixel from a k×k neighbourhood by least squares on the pair: closed form, no steps. */
export const method: Method = {
  ...CLOSED_FORM,
  margin: (settings) => (settings.patch - 1) / 2,
  open: openLinear,
  baselineFilterSide: (settings) => settings.patch,
  asGraph: true,
  createLearner: ({ settings, linearFilter }) => solved(() => [{ ...filterSpec(settings.patch), data: linearFilter }]),
  trainFlopsPerPatch: ({ patch }) => 2 * (patch * patch + 1) ** 2,
  // Moving the pixels takes longer than filtering them: counted as so much more work (measured, docs/performance.md).
  restoreFlopsPerPixel: ({ patch }) => 12 * 2 * patch * patch,
  trainingSpeed: () => 0.3,
  restoringSpeed: () => 0.5,
  trainingBytes: ({ patch }) => 8192 * (patch * patch + 1) * 8 + (patch * patch + 1) ** 2 * 16,
};

function openLinear(settings: TrainSettings, tensors: NamedArray[]): OpenModel {
  const filter = tensorNamed(tensors, filterSpec(settings.patch));
  const margin = method.margin(settings);
  return {
    settings,
    margin,
    async restoreTile(tile: Tile, { token }) {
      await token.next();
      return correlate(tile.plane, filter, settings.patch);
    },
    dispose: () => undefined,
  };
}
