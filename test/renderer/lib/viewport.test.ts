import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIT,
  containedBounds,
  fitScale,
  boundsOf,
  nextScale,
  panBy,
  pointInBounds,
  scaleOf,
  splitAfterKey,
  splitAt,
  zoomTo,
  type Viewport,
} from '../../../src-renderer/lib/viewport';

const picture = { width: 600, height: 400 };
const stage = { width: 1000, height: 800 };

describe('fit', () => {
  it('shows all of a large picture', () => {
    expect(fitScale({ width: 6000, height: 4000 }, stage)).toBeCloseTo(1000 / 6000);
  });

  it('enlarges a small picture by a whole number only, so that pixels stay square', () => {
    expect(fitScale(picture, stage)).toBe(1);
    expect(fitScale({ width: 256, height: 256 }, stage)).toBe(3);
  });

  it('centres on whole device pixels', () => {
    expect(boundsOf(FIT, { width: 601, height: 401 }, stage)).toEqual({ left: 200, top: 200, width: 601, height: 401 });
  });
});

describe('zoom', () => {
  it('keeps the point under the pointer where it is, to a device pixel', () => {
    const scale = fc.double({ min: 0.05, max: 30, noNaN: true });
    const at = fc.record({ x: fc.integer({ min: 250, max: 750 }), y: fc.integer({ min: 250, max: 550 }) });
    fc.assert(
      fc.property(scale, at, (wanted, point) => {
        const before = boundsOf(FIT, picture, stage);
        const next = zoomTo(FIT, picture, stage, wanted, point);
        fc.pre(next.x > 0 && next.x < 1 && next.y > 0 && next.y < 1);
        const after = boundsOf(next, picture, stage);
        const u = (point.x - before.left) / before.width;
        const v = (point.y - before.top) / before.height;
        expect(Math.abs(after.left + u * after.width - point.x)).toBeLessThanOrEqual(1);
        expect(Math.abs(after.top + v * after.height - point.y)).toBeLessThanOrEqual(1);
      }),
      { seed: 7 },
    );
  });

  it('lands on exactly 100 % when it comes near', () => {
    expect(zoomTo(FIT, picture, stage, 1.02, { x: 500, y: 400 }).scale).toBe(1);
  });

  it('steps through round scales and stops at both ends', () => {
    expect(nextScale(1, 1)).toBe(2);
    expect(nextScale(1, -1)).toBeCloseTo(2 / 3);
    expect(nextScale(1.7, 1)).toBe(2);
    expect(nextScale(32, 1)).toBe(32);
    expect(nextScale(1 / 64, -1)).toBe(1 / 64);
  });

  it('stays when a picture of another size takes the stage', () => {
    const viewport: Viewport = { mode: 'free', scale: 2, x: 0.25, y: 0.75 };
    const bounds = boundsOf(viewport, { width: 1200, height: 900 }, stage);
    expect(scaleOf(viewport, { width: 1200, height: 900 }, stage)).toBe(2);
    expect((500 - bounds.left) / bounds.width).toBeCloseTo(0.25, 2);
    expect((400 - bounds.top) / bounds.height).toBeCloseTo(0.75, 2);
  });
});

describe('pan', () => {
  it('moves by device pixels and never loses the picture', () => {
    const moved = panBy({ mode: 'free', scale: 2, x: 0.5, y: 0.5 }, picture, stage, 120, -80);
    expect(moved).toEqual({ mode: 'free', scale: 2, x: 0.4, y: 0.6 });
    const gone = panBy(moved, picture, stage, 1e6, -1e6);
    expect(gone).toEqual({ mode: 'free', scale: 2, x: 0, y: 1 });
  });
});

describe('the divider', () => {
  it('follows the pointer and stays on the stage', () => {
    expect(splitAt(250, 1000)).toBe(0.25);
    expect(splitAt(-50, 1000)).toBe(0);
    expect(splitAt(2000, 1000)).toBe(1);
    expect(splitAt(5, 0)).toBe(0.5);
  });

  it.each([
    ['ArrowLeft', false, 0.49],
    ['ArrowRight', false, 0.51],
    ['ArrowUp', true, 0.6],
    ['PageDown', false, 0.4],
    ['Home', false, 0],
    ['End', false, 1],
  ])('%s (with shift: %s) moves it to %d', (key, shift, expected) => {
    expect(splitAfterKey(0.5, key, shift)).toBeCloseTo(expected);
  });

  it('leaves other keys to the stage', () => {
    expect(splitAfterKey(0.5, '+', false)).toBeNull();
  });
});

describe('a picture shown whole in a box', () => {
  const bounds = containedBounds({ width: 200, height: 100 }, { width: 400, height: 400 });

  it('is centred', () => {
    expect(bounds).toEqual({ left: 0, top: 100, width: 400, height: 200 });
  });

  it('has places, and none beside it', () => {
    expect(pointInBounds({ x: 100, y: 150 }, bounds)).toEqual({ x: 0.25, y: 0.25 });
    expect(pointInBounds({ x: 100, y: 50 }, bounds)).toBeNull();
  });
});
