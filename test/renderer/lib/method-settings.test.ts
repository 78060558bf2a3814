import { expect, it } from 'vitest';
import { METHODS, MODES_OF, resolveSettings } from '@contract/model-spec';
import { heeds, ingredientMatters } from '../../../src-renderer/lib/method-settings';

it('offers every method its own settings and no dead ones', () => {
  for (const method of METHODS) expect(heeds(method, 'patch')).toBe(true);
  expect(heeds('linear', 'epochs')).toBe(false);
  expect(heeds('linear', 'seed')).toBe(false);
  expect(heeds('rnn', 'units')).toBe(true);
  expect(heeds('rnn', 'lambda')).toBe(false);
});

it('offers a mode only where there is one to choose', () => {
  for (const method of METHODS) expect(heeds(method, 'mode')).toBe(MODES_OF[method].length > 1);
});

it('offers ingredients only where they change something', () => {
  const rnn = resolveSettings({ method: 'rnn' });
  expect(ingredientMatters('weighted-overlap', rnn)).toBe(true);
  expect(ingredientMatters('weighted-overlap', { ...rnn, mode: 'patch2pixel' })).toBe(false);
  expect(ingredientMatters('residual', rnn)).toBe(false);
  expect(ingredientMatters('residual', { ...rnn, ingredients: [] })).toBe(true);
  expect(ingredientMatters('augmentation', rnn)).toBe(true);
});
