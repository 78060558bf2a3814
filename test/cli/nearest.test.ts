import { expect, it } from 'vitest';
import { nearest } from '../../src-main/cli/nearest';

it('finds the word that was meant, and none where nothing is near', () => {
  const known = ['train', 'restore', 'models', 'doctor'];
  expect(nearest('trian', known)).toBe('train');
  expect(nearest('restor', known)).toBe('restore');
  expect(nearest('modles', known)).toBe('models');
  expect(nearest('upscale', known)).toBeNull();
});
