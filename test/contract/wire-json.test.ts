import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeWire, encodeWire } from '@contract/wire-json';

it('carries any JSON with bytes in it unchanged', () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.uint8Array({ maxLength: 300 }),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(decodeWire(encodeWire(value))).toEqual(value);
    }),
    { seed: 1, numRuns: 500 },
  );
});

it('writes base64 as others do, at every length and beyond one chunk', () => {
  for (const length of [0, 1, 2, 3, 32_767, 32_768, 32_769, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7) % 256);
    expect(encodeWire(bytes)).toBe(`{"$bytes":"${Buffer.from(bytes).toString('base64')}"}`);
    expect(decodeWire(encodeWire(bytes))).toEqual(bytes);
  }
});

it('refuses what is neither JSON nor base64, and leaves look-alikes alone', () => {
  for (const text of ['', '{', 'undefined', '{"$bytes":"%"}', '{"$bytes":"A"}']) {
    expect(() => decodeWire(text), text).toThrow(SyntaxError);
  }
  for (const value of [{ $bytes: 1 }, { $bytes: 'AA==', more: 1 }, { $bytes: null }]) {
    expect(decodeWire(JSON.stringify(value))).toEqual(value);
  }
  const polluting = decodeWire('{"__proto__":{"polluted":true}}') as object;
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(Object.hasOwn(polluting, '__proto__')).toBe(true); // an own key: the argument schemas refuse it as unknown
});

it('carries the bytes of a Node buffer as bytes', () => {
  const message = { list: [Buffer.from([1, 2, 255])] };
  expect(decodeWire(encodeWire(message))).toEqual({ list: [Uint8Array.of(1, 2, 255)] });
});
