import type { MethodName, TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { alignmentFromTensors, withAlignment } from './alignment';
import { atCrisp } from './crisp';
import { withGain } from './gain';
import { linear } from './linear';
import { hasIngredient, type Method, type OpenModel } from './method';
import { nonLocal } from './non-local';
import { rnn, rnnGan } from './rnn';
import { unetGan } from './unet';
import { usesAlignment } from './specs';

/** Every method there is. What is listed here is trained, saved, restored with and tested. */
export const methods: Record<MethodName, Method> = {
  linear,
  rnn,
  'rnn-gan': rnnGan,
  'unet-gan': unetGan,
  'non-local': nonLocal,
};

export interface OpenOptions {
  /** False leaves its own averaging of mirror images out. */
  selfEnsemble?: boolean;
  /** 0 (faithful) to 100 (crisp), where the model has both ends; absent: 0. */
  crisp?: number;
}

/** Builds the architecture that the settings name and gives it the tensors. Dispose the result. */
export function openModel(settings: TrainSettings, tensors: NamedArray[], options: OpenOptions = {}): OpenModel {
  const opened = methods[settings.method].open(settings, atCrisp(tensors, options.crisp ?? 0));
  return completed(opened, tensors, options);
}

/** A method's own model with what the settings put around every method: the gain, and the averaging of mirror images. */
export function completed(opened: OpenModel, tensors: NamedArray[], { selfEnsemble = true }: OpenOptions): OpenModel {
  const { settings } = opened;
  const model = withGain(opened, tensors);
  if (!usesAlignment(settings)) return model;
  return withAlignment(model, alignmentFromTensors(tensors), selfEnsemble && hasIngredient(settings, 'self-ensemble'));
}
