import { MODES_OF, type Ingredient, type MethodName, type TrainSettings } from '@contract/model-spec';

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

const TRAINED = [
  'patch',
  'units',
  'batch',
  'patchesPerEpoch',
  'rate',
  'loss',
  'channels',
  'seed',
  'ingredients',
] as const;
const STAGED = [...TRAINED, 'stageEpochs', 'lambda'] as const;

/** A closed form has no steps, no width and nothing drawn at random; a generator against a discriminator has two stages. */
const SETTINGS_OF: Record<MethodName, readonly MethodSetting[]> = {
  linear: ['patch', 'channels'],
  rnn: [...TRAINED, 'epochs'],
  'rnn-gan': STAGED,
  'unet-gan': STAGED,
  'non-local': ['patch', 'channels'],
};

export function heeds(method: MethodName, setting: MethodSetting): boolean {
  return setting === 'mode' ? MODES_OF[method].length > 1 : SETTINGS_OF[method].includes(setting);
}

/** Whether a method is solved at once: a filter instead of patches, without steps and without a curve. */
export function isClosedForm(method: MethodName): boolean {
  return !heeds(method, 'rate');
}

/** Whether switching an ingredient changes anything with these settings. */
export function ingredientMatters(ingredient: Ingredient, { mode, ingredients }: TrainSettings): boolean {
  // Only patches overlap, and what starts from the filter learns the difference anyway.
  if (ingredient === 'weighted-overlap') return mode === 'patch2patch';
  return ingredient !== 'residual' || !ingredients.includes('linear-start');
}
