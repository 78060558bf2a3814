import { expect, it } from 'vitest';
import { say } from '@contract/sentence';
import { saysIn } from '../../../src-renderer/lib/strings/from-host';

it('calls a method what the page calls it, in its language', () => {
  const step = say('study.noise.step', { method: 'linear', levels: 5 });
  expect(saysIn('en')(step)).toBe('Linear filter: training and 5 levels of noise');
  expect(saysIn('de')(step)).toMatch(/^Linearer Filter: /);
  expect(saysIn('en')(say('study.blur.column', { method: 'rnn-gan' }))).toBe(
    'One column of the picture, restored by RNN-GAN',
  );
  // A method of another version, and somebody's own words, stay as they are.
  expect(saysIn('en')(say('study.noise.step', { method: 'newest', levels: 5 }))).toMatch(/^newest: /);
  expect(saysIn('en')('rnn')).toBe('rnn');
});
