import type { Ingredient, MethodName, TrainSettings } from '@contract/model-spec';

/** The expert settings that a method heeds; only these are offered for it. */
export type MethodSetting =
  | 'patch'
  | 'units'
  | 'epochs'
  | 'stageEpochs'
  | 'lambda'
  | 'batch'
  | 'patchesPerEpoch'
  | 'rate'
  | 'mode'
  | 'loss'
  | 'channels'
  | 'seed'
  | 'ingredients';

const TRAINED = ['patch', 'units', 'batch', 'patchesPerEpoch', 'rate', 'channels', 'seed', 'ingredients'] as const;
const STAGED = [...TRAINED, 'stageEpochs', 'lambda', 'loss'] as const;

/** A closed form has no steps, no width and nothing drawn at random; a generator against a discriminator has two stages. */
const SETTINGS_OF: Record<MethodName, readonly MethodSetting[]> = {
  linear: ['patch', 'channels'],
  rnn: [...TRAINED, 'epochs', 'mode', 'loss'],
  'rnn-gan': STAGED,
  'unet-gan': STAGED,
};

export const heeds = (method: MethodName, setting: MethodSetting): boolean => SETTINGS_OF[method].includes(setting);

/** Ways to average that only exist where patches overlap. */
const OVERLAPPING: readonly Ingredient[] = ['weighted-overlap'];

/** Whether switching an ingredient changes anything with these settings. */
export function ingredientMatters(ingredient: Ingredient, settings: TrainSettings): boolean {
  if (!OVERLAPPING.includes(ingredient)) return true;
  return settings.mode === 'patch2patch' && settings.method !== 'unet-gan';
}
