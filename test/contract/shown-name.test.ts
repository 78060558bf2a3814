import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '@contract/in-language';
import { say } from '@contract/sentence';
import { shownName, shownText } from '@contract/shown-name';
import { anyText } from '../fixtures/any-text';

describe('a name as it is shown', () => {
  it.each([
    ['holiday.jpg', 'holiday.jpg'],
    ['Älteste Fotos – 写真.tif', 'Älteste Fotos – 写真.tif'],
    ['gpj.exe\u202eimg', 'gpj.exe[U+202E]img'],
    ['a\u200bb', 'a[U+200B]b'],
    ['\u001b]0;title\u0007red.jpg', '[U+001B]]0;title[U+0007]red.jpg'],
    ['two\nlines', 'two[U+000A]lines'],
    ['half\ud800', 'half[U+D800]'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
    ['می‌خواهم.png', 'می‌خواهم.png'],
    ['\u200d.png', '[U+200D].png'],
  ])('%j', (name, shown) => {
    expect(shownName(name)).toBe(shown);
  });

  it('has a bounded length and shows its end', () => {
    const shown = shownName(`${'x'.repeat(50_000)}.jpg`);
    expect(shown.length).toBeLessThanOrEqual(300);
    expect(shown).toMatch(/…x+\.jpg$/);
  });

  it('of any text drives no terminal, and showing it twice changes nothing', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const shown = shownName(text);
        // eslint-disable-next-line no-control-regex -- that is the promise
        expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
        expect(shownName(shown)).toBe(shown);
      }),
    );
  });
});

it('text keeps its lines', () => {
  expect(shownText('one\n\ttwo\u0007')).toBe('one\n\ttwo[U+0007]');
});

it('names in sentences are shown so', () => {
  const sentence = inEnglish(say('model.noneCalled', { name: 'a\u202eb\u001b[31m' }));
  expect(sentence).toContain('a[U+202E]b[U+001B][31m');
});

it('a sentence that this version does not know, from a stranger’s file, drives no terminal either', () => {
  const said = { id: '\u001b]0;owned\u0007', args: {} } as unknown as Parameters<typeof inEnglish>[0];
  expect(inEnglish(said)).toBe('[U+001B]]0;owned[U+0007]');
});
