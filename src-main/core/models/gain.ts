import { hasIngredient, type TrainSettings } from '@contract/model-spec';
import { GAIN } from '@contract/model-tensors';
import type { NamedArray } from '@contract/named-array';
import { crop } from '../image/crop';
import type { Plane } from '../image/plane';
import { innerRect } from '../patches/tile';
import { wrapped } from './wrapped';
import { tensorNamed, type OpenModel } from './method';

const isWanted = (settings: TrainSettings) => hasIngredient(settings, 'gradient-gain');

/** The gain as a model file holds it; 1 changes nothing. */
export function gainTensors(settings: TrainSettings, gain: number): NamedArray[] {
  return isWanted(settings) ? [{ ...GAIN, data: Float32Array.of(gain) }] : [];
}

/** These tensors with another gain. */
export function withGainOf(settings: TrainSettings, tensors: NamedArray[], gain: number): NamedArray[] {
  return [...tensors.filter(({ name }) => name !== GAIN.name), ...gainTensors(settings, gain)];
}

/** y + g·(x̂ − y) for a degraded plane y and what a model made of it, x̂: its change, amplified. */
export function amplify(degraded: Plane, restored: Plane, gain: number): Plane {
  const data = restored.data.map((value, index) => {
    const before = degraded.data[index]!;
    return before + gain * (value - before);
  });
  return { ...restored, data };
}

/** The gain of a model; 1 where it has none. */
export function gainOf(settings: TrainSettings, tensors: NamedArray[]): number {
  return isWanted(settings) ? tensorNamed(tensors, GAIN)[0]! : 1;
}

/** A model that amplifies its own change of the tile it is given. */
export function withGain(model: OpenModel, tensors: NamedArray[]): OpenModel {
  const gain = gainOf(model.settings, tensors);
  if (gain === 1) return model;
  return wrapped(model, {}, (restore) => async (tiles, options) => {
    const restored = await restore(tiles, options);
    return tiles.map((tile, channel) => amplify(crop(tile.plane, innerRect(tile)), restored[channel]!, gain));
  });
}
