import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { cropPlane } from '../patches/plane';
import { hasIngredient, tensorNamed, type OpenModel, type TensorSpec } from './method';

const GAIN: TensorSpec = { name: 'gradient.gain', shape: [1], dtype: 'F32' };

const isWanted = (settings: TrainSettings) => hasIngredient(settings, 'gradient-gain');

export function gainSpecs(settings: TrainSettings): TensorSpec[] {
  return isWanted(settings) ? [GAIN] : [];
}

/** The gain as a model file holds it; 1 changes nothing. */
export function gainTensors(settings: TrainSettings, gain: number): NamedArray[] {
  return isWanted(settings) ? [{ ...GAIN, data: Float32Array.of(gain) }] : [];
}

/** These tensors with another gain. */
export function withGainOf(settings: TrainSettings, tensors: NamedArray[], gain: number): NamedArray[] {
  return [...tensors.filter(({ name }) => name !== GAIN.name), ...gainTensors(settings, gain)];
}

/** A model that amplifies its own change of the degraded tile y: y + g·(f(y) − y). */
export function withGain(model: OpenModel, tensors: NamedArray[]): OpenModel {
  if (!isWanted(model.settings)) return model;
  const gain = tensorNamed(tensors, GAIN)[0]!;
  if (gain === 1) return model;
  return {
    ...model,
    async restoreTile(tile, options) {
      const restored = await model.restoreTile(tile, options);
      const degraded = cropPlane(tile.plane, tile.margin, tile.margin, tile.width, tile.height);
      for (const [index, before] of degraded.data.entries()) {
        restored.data[index] = before + gain * (restored.data[index]! - before);
      }
      return restored;
    },
  };
}
