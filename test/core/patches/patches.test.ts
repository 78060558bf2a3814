import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPatches, sharesOf } from '../../../src-main/core/patches/assemble';
import { extractPatches, removeMeans } from '../../../src-main/core/patches/extract';
import { touching } from '../../../src-main/core/patches/grid';
import { crop } from '../../../src-main/core/image/crop';
import { createPlane, planeOf, type Plane } from '../../../src-main/core/image/plane';
import { drawBatch, type Sampling } from '../../../src-main/core/patches/sampler';
import { applySymmetry, isGroup, laid, SYMMETRIES, undoSymmetry } from '../../../src-main/core/patches/symmetry';
import { createRandom } from '../../../src-main/core/random';

function noise(width: number, height: number, seed: number): Plane {
  const random = createRandom(seed);
  return { ...createPlane(width, height), data: Float32Array.from({ length: width * height }, () => random.next()) };
}

describe('the patches that touch a part of an axis', () => {
  const patch = fc.integer({ min: 1, max: 15 });

  it('walk by the stride, one of them ending with the first sample', () => {
    expect([...touching(0, 10, 4, 3)]).toEqual([-3, 0, 3, 6, 9]);
    expect([...touching(5, 3, 4, 3)]).toEqual([3, 6]);
    expect([...touching(-2, 2, 4, 2)]).toEqual([-5, -3, -1]);
  });

  it('are all that do, and the same whatever part is asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9, max: 60 }),
        fc.integer({ min: 1, max: 40 }),
        patch,
        fc.nat(14),
        (from, length, size, less) => {
          const stride = Math.max(1, size - less);
          const all = touching(-9, 200, size, stride);
          const meeting = all.filter((start) => start + size > from && start < from + length);
          expect([...touching(from, length, size, stride)]).toEqual([...meeting]);
        },
      ),
    );
  });

  it('leave no gaps', () => {
    expect(() => touching(0, 9, 3, 4)).toThrow('The stride is 4');
  });
});

describe('extract and assemble', () => {
  it('are each other’s inverse, whatever the weights and the turn', () => {
    const size = fc.record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) });
    fc.assert(
      fc.property(
        size,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(...SYMMETRIES),
        fc.nat(99),
        (at, side, step, symmetry, seed) => {
          const margin = side - 1;
          const plane = noise(at.width + 2 * margin, at.height + 2 * margin, seed);
          const random = createRandom(seed + 1);
          const weights = Float32Array.from({ length: side * side }, () => 0.1 + random.next());
          const stride = Math.min(step, side);
          const back = createPlane(at.width, at.height);
          const into = laid(back, symmetry);
          const rows = touching(7, into.height, side, stride).map((top) => top - 7);
          const columns = touching(-3, into.width, side, stride).map((left) => left + 3);
          const tops = [...rows].flatMap((top) => [...columns].map(() => top));
          const lefts = [...rows].flatMap(() => [...columns]);
          const shape = { rows: side, columns: side };
          const inPlane = (starts: number[]) => starts.map((start) => start + margin);
          const patches = extractPatches(laid(plane, symmetry), inPlane(tops), inPlane(lefts), shape);
          const means = removeMeans(patches, shape, tops.length);
          addPatches(into, patches, { tops, lefts, ...shape }, sharesOf(weights, shape, stride), means);
          const expected = crop(plane, { x: margin, y: margin, ...at });
          for (let i = 0; i < back.data.length; i++) expect(back.data[i]).toBeCloseTo(expected.data[i]!, 5);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves room behind each row and keeps time-major order', () => {
    const plane = planeOf(Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]), 3, 3);
    const patches = extractPatches(laid(plane, 0), [0, 1], [0, 1], { rows: 2, columns: 2, rowStride: 3 });
    expect([...patches]).toEqual([1, 2, 0, 5, 6, 0, 4, 5, 0, 8, 9, 0]);
  });

  it('leaves out what hangs over the border', () => {
    const plane = createPlane(2, 2);
    const places = { tops: [-1], lefts: [-1], rows: 2, columns: 2 };
    addPatches(laid(plane, 0), Float32Array.from([9, 9, 9, 5]), places, Float32Array.from([1, 1, 1, 1]));
    expect([...plane.data]).toEqual([5, 0, 0, 0]);
  });
});

describe('drawBatch', () => {
  const sampling = (augmented: boolean, residual: boolean): Sampling => ({
    shape: { rows: 3, columns: 3, rowStride: 5, firstTarget: 0, targetColumns: 3 },
    symmetries: augmented ? SYMMETRIES : [0],
    residual,
    centre: 'mean',
    grid: 1,
  });

  it('draws the same patch from both pictures, without its mean, with a constant 1 behind each row', () => {
    const degraded = noise(8, 6, 1);
    const target = { ...degraded, data: degraded.data.map((value) => value + 1) };
    const batch = drawBatch([{ degraded, target, clean: target }], 7, sampling(true, false), createRandom(3));
    for (let index = 0; index < 7; index++) {
      let sum = 0;
      for (let row = 0; row < 3; row++) {
        const from = (row * 7 + index) * 5;
        for (let column = 0; column < 3; column++) {
          sum += batch.degraded[from + column]!;
          // The same mean is subtracted from both, so the difference of 1 stays.
          expect(batch.target[(row * 7 + index) * 3 + column]! - batch.degraded[from + column]!).toBeCloseTo(1, 5);
        }
        expect([...batch.degraded.subarray(from + 3, from + 5)]).toEqual([1, 0]);
      }
      expect(sum).toBeCloseTo(0, 5);
    }
  });

  it('draws patches under all eight symmetries of a square, and only where asked', () => {
    const plane = planeOf(Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]), 3, 3);
    const seen = (augmented: boolean) => {
      const batch = drawBatch(
        [{ degraded: plane, target: plane, clean: plane }],
        200,
        sampling(augmented, true),
        createRandom(5),
      );
      const patch = (index: number) =>
        [0, 1, 2].flatMap((row) => [...batch.target.subarray((row * 200 + index) * 3, (row * 200 + index) * 3 + 3)]);
      return new Set(Array.from({ length: 200 }, (_, index) => patch(index).join()));
    };
    expect(seen(false)).toEqual(new Set(['0,1,2,3,4,5,6,7,8']));
    expect(seen(true).size).toBe(8);
    expect(seen(true)).toContain('0,3,6,1,4,7,2,5,8');
    expect(seen(true)).toContain('8,7,6,5,4,3,2,1,0');
  });

  it('walks through the planes as the symmetries map them', () => {
    const plane = planeOf(Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]), 3, 3);
    for (const symmetry of SYMMETRIES) {
      const one = { ...sampling(false, true), symmetries: [symmetry] };
      const { target } = drawBatch([{ degraded: plane, target: plane, clean: plane }], 1, one, createRandom(0));
      expect([...target]).toEqual([...applySymmetry(plane, symmetry).data]);
    }
  });

  it('refuses planes that no patch fits into', () => {
    const plane = noise(9, 2, 1);
    const draw = () =>
      drawBatch([{ degraded: plane, target: plane, clean: plane }], 1, sampling(false, true), createRandom(0));
    expect(draw).toThrow('A patch of 3 px does not fit into 2 px.');
  });

  it('begins patches on a grid when asked, and hands the whole clean patches over', () => {
    const plane = noise(16, 13, 2);
    const at = (index: number) => ({ x: index % 16, y: Math.floor(index / 16) });
    const numbered = { ...plane, data: plane.data.map((_, index) => index) };
    const gridded = { ...sampling(false, false), grid: 4 };
    const planes = { degraded: plane, target: plane, clean: numbered };
    const { clean } = drawBatch([planes], 60, gridded, createRandom(1), true);
    const corners = Array.from({ length: 60 }, (_, index) => at(clean![index * 3]!));
    expect(corners.every(({ x, y }) => x % 4 === 0 && y % 4 === 0)).toBe(true);
    expect(new Set(corners.map(({ x }) => x))).toEqual(new Set([0, 4, 8, 12]));
  });

  it('draws all planes of a picture from one place and turn, and first those that are drawn besides', () => {
    const planes = (from: number) =>
      [0, 1000, 2000].map((more) => {
        const plane = planeOf(
          Float32Array.from({ length: 30 }, (_, index) => from + more + index),
          6,
          5,
        );
        return { degraded: plane, target: plane, clean: plane };
      });
    const together = { ...sampling(true, true), together: true };
    const { target } = drawBatch(planes(0), 12, together, createRandom(4), false, [planes(100)]);
    const at = (row: number, index: number, column: number) => target[(row * 12 + index) * 3 + column]!;
    for (let index = 0; index < 12; index++) {
      // One picture's planes follow one another.
      expect(at(1, index, 2) - at(1, index - (index % 3), 2)).toBe(1000 * (index % 3));
      expect(at(0, index, 0) % 1000 >= 100).toBe(index < 3);
    }
  });

  it('can take one target column, as patch2pixel does', () => {
    const plane = planeOf(Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]), 3, 3);
    const shape = { rows: 3, columns: 3, rowStride: 4, firstTarget: 1, targetColumns: 1 };
    const batch = drawBatch(
      [{ degraded: plane, target: plane, clean: plane }],
      1,
      { shape, symmetries: [0], residual: true, centre: 'mean', grid: 1 },
      createRandom(0),
    );
    expect([...batch.target]).toEqual([1, 4, 7]);
  });
});

describe('symmetries', () => {
  it('are undone by their inverse', () => {
    const plane = noise(5, 3, 4);
    expect(isGroup(SYMMETRIES)).toBe(true);
    for (const group of [[0], [0, 1], [0, 1, 2, 3], [0, 4], [0, 3, 5, 6]]) expect(isGroup(group)).toBe(true);
    for (const some of [[0, 5], [0, 1, 2, 4], [0, 1, 4], [1]]) expect(isGroup(some)).toBe(false);
    for (const symmetry of SYMMETRIES) expect(undoSymmetry(applySymmetry(plane, symmetry), symmetry)).toEqual(plane);
  });
});
