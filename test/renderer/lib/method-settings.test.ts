import { expect, it } from 'vitest';
import { METHODS, resolveSettings } from '@contract/model-spec';
import { heeds, ingredientMatters } from '../../../src-renderer/lib/method-settings';

it('offers every method its own settings and no dead ones', () => {
  for (const method of METHODS) expect(heeds(method, 'patch')).toBe(true);
  expect(heeds('linear', 'epochs')).toBe(false);
  expect(heeds('linear', 'seed')).toBe(false);
  expect(heeds('rnn', 'units')).toBe(true);
  expect(heeds('rnn', 'lambda')).toBe(false);
});

it('weighs overlaps only where patches overlap', () => {
  const settings = resolveSettings({ method: 'rnn' });
  expect(ingredientMatters('weighted-overlap', settings)).toBe(true);
  expect(ingredientMatters('weighted-overlap', { ...settings, mode: 'patch2pixel' })).toBe(false);
  expect(ingredientMatters('flips', { ...settings, mode: 'patch2pixel' })).toBe(true);
});
