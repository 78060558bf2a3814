import { expect, it } from 'vitest';
import { METHODS, METHOD_ROWS, PAPER_METHODS, resolveSettings } from '@contract/model-spec';
import { uses, ingredientMatters } from '../../../src-renderer/lib/method-settings';

it('offers every method its own settings and no dead ones', () => {
  for (const method of PAPER_METHODS) expect(uses(method, 'patch')).toBe(true);
  expect(uses('linear', 'epochs')).toBe(false);
  expect(uses('linear', 'seed')).toBe(false);
  expect(uses('rnn', 'units')).toBe(true);
  expect(uses('rnn', 'lambda')).toBe(false);
});

it('offers a mode only where there is one to choose', () => {
  for (const method of METHODS) expect(uses(method, 'mode')).toBe(METHOD_ROWS[method].modes.length > 1);
});

it('offers ingredients only where they change something', () => {
  const rnn = resolveSettings({ method: 'rnn' });
  expect(ingredientMatters('weighted-overlap', rnn)).toBe(true);
  expect(ingredientMatters('weighted-overlap', { ...rnn, mode: 'patch2pixel' })).toBe(false);
  expect(ingredientMatters('residual', rnn)).toBe(false);
  expect(ingredientMatters('residual', { ...rnn, ingredients: [] })).toBe(true);
  expect(ingredientMatters('augmentation', rnn)).toBe(true);
});
