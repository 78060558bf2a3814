import { describe, expect, it } from 'vitest';
import { pack, unpack } from '@contract/packed';

describe('a packed value', () => {
  it('comes back with its arrays, which share no memory with the message', () => {
    const value = {
      text: 'äöü €',
      list: [null, true, 1.5, { inner: Float32Array.of(0.1, -2, 3e30) }],
      wide: Float64Array.of(Math.PI),
      bytes: Uint8Array.of(1, 2, 3),
      words: Uint32Array.of(0xffffffff),
      empty: new Float32Array(),
    };
    const message = pack(value);
    const read = unpack(message);
    message.fill(0);
    expect(read).toEqual(value);
  });

  it('is read from a part of a larger memory, as Node hands it over', () => {
    const message = pack({ one: Float32Array.of(1, 2), other: Uint8Array.of(7) });
    const large = Buffer.concat([Buffer.alloc(3), message]);
    expect(unpack(large.subarray(3))).toEqual({ one: Float32Array.of(1, 2), other: Uint8Array.of(7) });
  });

  it('is refused where an array lies outside the message, or has no place', () => {
    const forged = (place: unknown) => {
      const json = new TextEncoder().encode(JSON.stringify({ a: { $array: place } }));
      const bytes = new Uint8Array(4 + json.length);
      new DataView(bytes.buffer).setUint32(0, json.length, true);
      bytes.set(json, 4);
      return bytes;
    };
    expect(() => unpack(forged(['F32', 0, 1000]))).toThrow(RangeError);
    for (const place of [['F32', -8, 1], ['F32', 0.5, 1], ['F16', 0, 1], ['constructor', 0, 0], 7, []])
      expect(() => unpack(forged(place))).toThrow();
    expect(() => unpack(new Uint8Array(2))).toThrow(RangeError);
    expect(() => unpack(new Uint8Array(64).fill(255))).toThrow();
  });
});
