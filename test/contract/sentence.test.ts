import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { inEnglish, inLanguage } from '@contract/in-language';
import { LANGUAGES, messageOf } from '@contract/languages';
import { en } from '@contract/languages/en';
import { saidSchema } from '@contract/said';
import { inTurn, say, type Sentence } from '@contract/sentence';
import * as v from 'valibot';

test('what does not compile', () => {
  // @ts-expect-error there is no such sentence
  say('unit.parsecs', { value: 1 });
  // @ts-expect-error an argument is missing
  say('unit.pixels', { width: 1 });
  // @ts-expect-error a number is asked for
  say('unit.pixels', { width: '1', height: 2 });
  // @ts-expect-error there is no such argument
  say('unit.bytes', { value: 1, values: 2 });
  expect(inEnglish(say('unit.bytes', { value: 1 }))).toBe('1 B');
});

describe('a sentence', () => {
  it('has numbers as each language writes them', () => {
    const size = say('unit.gigabytes', { value: 3.54 });
    expect(LANGUAGES.map((language) => inLanguage(language, size))).toEqual(['3.5 GB', '3,5 GB', '3,5 Go']);
  });

  it('counts', () => {
    const restoring = (count: number) => inLanguage('de', say('job.restoringMany', { count }));
    expect([1, 3].map(restoring)).toEqual(['1 Foto wird restauriert', '3 Fotos werden restauriert']);
    expect(inLanguage('fr', say('report.counts.restored', { count: 1200 }))).toBe('1200 restaurées');
  });

  it('may hold others, and lists of them', () => {
    const how = [say('match.noisier', { here: 9.1, there: 2 }), say('match.sharper', { here: 0.4, there: 1.6 })];
    expect(inLanguage('de', say('match.far', { how }))).toBe(
      'Anders als das gelernte Paar: mehr Rauschen (9,1 statt 2,0 von 255) und schärfer (0,4 px statt 1,6: kann überschärft werden). Sehen Sie sich das Ergebnis genau an.',
    );
    expect(inEnglish(inTurn([say('job.cancelled'), say('photo.partOutside')]))).toBe(
      'Cancelled. That part lies outside the picture.',
    );
  });

  it('of a file is taken where it can be worded, also one that another version had', () => {
    const isTaken = (value: unknown) => v.is(saidSchema, value);
    expect([say('photo.empty', { file: 'a' }), 'text', { id: 'of.another.version' }].every(isTaken)).toBe(true);
    expect([{ id: 'photo.empty' }, { id: 1 }, {}, null, { id: 'photo.empty', args: {} }].some(isTaken)).toBe(false);
  });
});

const messages = (tree: object): string[] =>
  Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : messages(value as object)));
const WORDS = [...new Set(messages(en).flatMap((message) => message.split(/[^\p{L}\d.]+/u)))].filter(Boolean);
/** A name as people give them: of words and numbers of the catalogue, of pieces of messages, or any text. */
const names = fc.oneof(
  fc.constantFrom('Photos', '3.5', 'Waiting', '{name}', '{count, number}', "it's", '#', 'of 12: Up. And down.jpg'),
  fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  fc.constantFrom(...messages(en)),
  fc.string(),
);

const NAMING: ((name: string) => Sentence)[] = [
  (name) => say('job.trainingOf', { name }),
  (name) => say('job.photo', { index: 3, count: 12, name }),
  (name) => say('batch.alreadyThere', { file: name }),
  (name) => say('model.unusable', { file: name, why: say('model.tensorType', { tensor: name }) }),
];

test.each(LANGUAGES)('names pass untouched in %s', (language) => {
  const mark = '\u{F0000}';
  fc.assert(
    fc.property(names, fc.constantFrom(...NAMING), (name, naming) => {
      const around = inLanguage(language, naming(mark));
      expect(inLanguage(language, naming(name))).toBe(around.replaceAll(mark, () => name));
    }),
    { seed: 13, numRuns: 300 },
  );
});

test.each(LANGUAGES)('every message of %s is well formed and words its English arguments', (language) => {
  const ids = (tree: object, before = ''): string[] =>
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [before + key] : ids(value as object, `${before}${key}.`),
    );
  const named = (message: string) =>
    [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name!))].sort();
  for (const id of ids(en)) {
    const args = Object.fromEntries(named(messageOf('en', id)!).map((name) => [name, 2]));
    expect(named(messageOf(language, id)!), id).toEqual(Object.keys(args));
    expect(inLanguage(language, { id, args } as Sentence), id).not.toMatch(/[{}]/);
  }
});
