import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { besidePointer } from '../../../../src-renderer/views/compare/loupe-place';
import { paneBounds, pointInPane } from '../../../../src-renderer/state/compare/panes';
import { visiblePart } from '../../../../src-renderer/lib/viewport';

const side = fc.integer({ min: 50, max: 4000 });
const size = fc.record({ width: side, height: side });

describe('panes', () => {
  it('are equal, whole, apart and inside the stage, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), size, size, (count, stage, picture) => {
        const panes = paneBounds(count, stage, picture);
        expect(panes).toHaveLength(count);
        for (const { left, top, width, height } of panes) {
          expect([left, top, width, height].every(Number.isInteger)).toBe(true);
          expect([width, height]).toEqual([panes[0]!.width, panes[0]!.height]);
          expect(left + width).toBeLessThanOrEqual(stage.width);
          expect(top + height).toBeLessThanOrEqual(stage.height);
        }
        const places = panes.map(({ left, top }) => `${left},${top}`);
        expect(new Set(places).size).toBe(count);
      }),
    );
  });

  it('lie beside each other for tall pictures and above each other for wide ones', () => {
    const stage = { width: 1000, height: 1000 };
    expect(paneBounds(2, stage, { width: 1000, height: 3000 }).map(({ left }) => left)).toEqual([0, 501]);
    expect(paneBounds(2, stage, { width: 3000, height: 1000 }).map(({ top }) => top)).toEqual([0, 501]);
    expect(paneBounds(4, { width: 1200, height: 800 }, { width: 3000, height: 2000 })[3]).toEqual({
      left: 601,
      top: 401,
      width: 599,
      height: 399,
    });
  });

  it('know a point by its own corner, and none between them', () => {
    const panes = paneBounds(2, { width: 1002, height: 500 }, { width: 300, height: 400 });
    expect(pointInPane({ x: 510, y: 20 }, panes)).toEqual({ x: 8, y: 20 });
    expect(pointInPane({ x: 501, y: 20 }, panes)).toBeNull();
  });
});

describe('what is on the stage', () => {
  it('is the part of the picture inside it', () => {
    const picture = { width: 4000, height: 3000 };
    const stage = { width: 800, height: 600 };
    expect(visiblePart({ left: 0, top: 0, width: 800, height: 600 }, stage, picture)).toEqual({
      x: 0,
      y: 0,
      ...picture,
    });
    expect(visiblePart({ left: -1000, top: -500, width: 4000, height: 3000 }, stage, picture)).toEqual({
      x: 1000,
      y: 500,
      width: 800,
      height: 600,
    });
    expect(visiblePart({ left: 400, top: 300, width: 4000, height: 3000 }, stage, picture)).toEqual({
      x: 0,
      y: 0,
      width: 400,
      height: 300,
    });
  });
});

describe('the loupes', () => {
  it('float beside the pointer and never leave the stage', () => {
    const box = { width: 1000, height: 600 };
    const thing = { width: 300, height: 200 };
    expect(besidePointer({ x: 100, y: 100 }, thing, box)).toEqual({ x: 120, y: 120 });
    expect(besidePointer({ x: 900, y: 500 }, thing, box)).toEqual({ x: 580, y: 280 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 600 }), (x, y) => {
        const at = besidePointer({ x, y }, thing, box);
        expect(at.x).toBeGreaterThanOrEqual(0);
        expect(at.y).toBeGreaterThanOrEqual(0);
        expect(at.x + 300).toBeLessThanOrEqual(1000);
        expect(at.y + 200).toBeLessThanOrEqual(600);
      }),
    );
  });
});
