import {
  METHOD_ROWS,
  type ExpertSetting,
  type Ingredient,
  type MethodName,
  type TrainSettings,
} from '@contract/model-spec';

/** Whether an expert setting changes anything for a method; only these are offered. */
export function uses(method: MethodName, setting: ExpertSetting): boolean {
  return METHOD_ROWS[method].uses.includes(setting);
}

/** Whether a method is solved at once: a filter instead of patches, without steps and without a curve. */
export function isClosedForm(method: MethodName): boolean {
  return !uses(method, 'rate');
}

/** Whether switching an ingredient changes anything with these settings. */
export function ingredientMatters(ingredient: Ingredient, { mode, ingredients }: TrainSettings): boolean {
  // Only patches overlap, and what starts from the filter learns the difference anyway.
  if (ingredient === 'weighted-overlap') return mode === 'patch2patch';
  return ingredient !== 'residual' || !ingredients.includes('linear-start');
}
