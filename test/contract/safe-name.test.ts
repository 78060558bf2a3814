import { expect, it } from 'vitest';
import fc from 'fast-check';
import { safeName } from '@contract/safe-name';
import { anyText } from '../fixtures/any-text';

it.each([
  ['-rf', '_-rf'],
  ['--out', '_--out'],
  ['con.jpg', '_con.jpg'],
  ['../../etc', '_-..-etc'],
  ['a/b:c', 'a-b-c'],
  ['a\u202etxt.exe', 'a-txt.exe'],
  ['c1\u009b31mcsi\u0085x', 'c1-31mcsi-x'],
  ['tag\u{E0041}, \u3164hangul, soft\u00adhyphen', 'tag-, -hangul, soft-hyphen'],
  ['❤\ufe0f 👩\u200d🌾 می\u200cخواهم', '❤\ufe0f 👩\u200d🌾 می\u200cخواهم'],
  [' . ', 'untitled'],
  ['Straße – №5', 'Straße – №5'],
])('%j becomes %j', (text, name) => {
  expect(safeName(text)).toBe(name);
});

it('any text becomes one name of bounded length, which stays as it is', () => {
  fc.assert(
    fc.property(anyText(300), (text) => {
      const name = safeName(text);
      expect(name).not.toMatch(/^[-.~\s]|[/\\]|[.\s]$/);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
      expect(name.length).toBeGreaterThan(0);
      expect(safeName(name)).toBe(name);
    }),
    { seed: 7, numRuns: 300 },
  );
});
