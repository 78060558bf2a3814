import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { tf } from '../tf';
import type { Plane } from '../patches/plane';
import { tensorNamed, type Learner, type Method, type OpenModel, type Tile } from './method';

/** The filter that methods start from, whatever their own patch size (PAPER: 15×15 is where it stops improving). */
export const START_FILTER_SIDE = 15;

export function filterSpec(k: number) {
  return { name: 'linear.filter', shape: [k, k], dtype: 'F32' as const };
}

/** Correlates a plane with a k×k filter, only where it fits: [height − k + 1, width − k + 1]. */
export function correlate(plane: Plane, filter: Float32Array, k: number): Plane {
  const width = plane.width - k + 1;
  const height = plane.height - k + 1;
  const data = tf.tidy(() => {
    const image = tf.tensor4d(plane.data, [1, plane.height, plane.width, 1]);
    return tf.conv2d(image, tf.tensor4d(filter, [k, k, 1, 1]), 1, 'valid').dataSync<'float32'>();
  });
  return { data, width, height };
}

/** One output pixel from a k×k neighbourhood by least squares on the pair: closed form, no steps. */
export const linear: Method = {
  name: 'linear',
  margin: (settings) => (settings.patch - 1) / 2,
  expectedTensors: (settings) => [filterSpec(settings.patch)],
  open: openLinear,
  startFilterSide: (settings) => settings.patch,
  totalSteps: () => 0,
  createLearner: ({ settings, linearFilter }): Learner => {
    const weights = (): NamedArray[] => [{ ...filterSpec(settings.patch), data: linearFilter }];
    return { step: () => 0, weights, state: weights, rewind: () => undefined, dispose: () => undefined };
  },
  trainFlopsPerPatch: ({ patch }) => 2 * (patch * patch + 1) ** 2,
  restoreFlopsPerPixel: ({ patch }) => 2 * patch * patch,
  trainingBytes: ({ patch }) => 8192 * (patch * patch + 1) * 8 + (patch * patch + 1) ** 2 * 16,
};

function openLinear(settings: TrainSettings, tensors: NamedArray[]): OpenModel {
  const filter = tensorNamed(tensors, filterSpec(settings.patch));
  const margin = linear.margin(settings);
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
