import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { inLanguage } from '@contract/in-language';
import { LANGUAGES } from '@contract/languages';
import { say } from '@contract/sentence';

test('what does not compile', () => {
  // @ts-expect-error there is no such sentence
  say('unit.parsecs', { value: 1 });
  // @ts-expect-error an argument is missing
  say('unit.pixels', { width: 1 });
  // @ts-expect-error a number is asked for
  say('unit.pixels', { width: '1', height: 2 });
  // @ts-expect-error there is no such argument
  say('unit.bytes', { value: 1, values: 2 });
  expect(inLanguage('en', say('unit.bytes', { value: 1 }))).toBe('1 B');
});

describe('numbers', () => {
  it('are written as each language writes them', () => {
    const size = say('unit.gigabytes', { value: 3.54 });
    expect(inLanguage('en', size)).toBe('3.5 GB');
    expect(inLanguage('de', size)).toBe('3,5 GB');
  });
});

test.each(LANGUAGES)('names of people pass untouched in %s', (language) => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(inLanguage(language, say('plain', { text: name }))).toBe(name);
    }),
  );
});
