import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src-main/core/random';

const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);

/** xoshiro128** as its authors publish it, in whole-number arithmetic without 32-bit tricks. */
function referenceWords(start: Uint32Array, count: number): bigint[] {
  const mask = 0xffffffffn;
  const rotate = (word: bigint, bits: bigint) => ((word << bits) | (word >> (32n - bits))) & mask;
  const s = [...start].map(BigInt) as [bigint, bigint, bigint, bigint];
  return draw(count, () => {
    const result = (rotate((s[1] * 5n) & mask, 7n) * 9n) & mask;
    const t = (s[1] << 9n) & mask;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 11n);
    return result;
  });
}

describe('random numbers', () => {
  test('are xoshiro128** words over 2³²', () => {
    const random = createRandom(7);
    const expected = referenceWords(random.state(), 1000).map((word) => Number(word) / 2 ** 32);
    expect(draw(1000, random.next)).toEqual(expected);
  });

  test('go on exactly from a stored state, normals included', () => {
    const random = createRandom(3);
    draw(5, random.normal);
    const state = random.state();
    const expected = [random.normal(), random.next(), random.integer(1000), random.normal()];
    const resumed = createRandom(0, state);
    expect([resumed.normal(), resumed.next(), resumed.integer(1000), resumed.normal()]).toEqual(expected);
    expect(createRandom(0, state).state()).toEqual(state);
  });

  test('differ from seed to seed and repeat for one seed', () => {
    const firsts = draw(200, () => 0).map((_, seed) => createRandom(seed).next());
    expect(new Set(firsts).size).toBe(200);
    expect(createRandom(42).normal()).toBe(createRandom(42).normal());
  });

  test('have the moments of the uniform and the normal distribution', () => {
    const random = createRandom(1);
    const count = 100_000;
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const normals = draw(count, random.normal);
    expect(mean(draw(count, random.next))).toBeCloseTo(0.5, 2);
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(normals.map((value) => value ** 4))).toBeCloseTo(3, 0);
    expect(normals.every(Number.isFinite)).toBe(true);
  });

  test('integers cover 0 to limit - 1 evenly', () => {
    const random = createRandom(5);
    const counts = new Map<number, number>();
    for (const value of draw(60_000, () => random.integer(6))) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test('refuse a broken seed or state in words', () => {
    expect(() => createRandom(0.5)).toThrow('The seed must be a whole number, not 0.5.');
    expect(() => createRandom(0, new Uint32Array(4))).toThrow('damaged');
    expect(() => createRandom(0, Uint32Array.of(1, 2, 3))).toThrow('damaged');
  });
});
