import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelFor, tileAt, tilesOn, topLevel, TILE_SIDE } from '../../../../src-renderer/lib/tiles/tiles';

describe('levels', () => {
  it('never has fewer pixels than the screen, nor twice as many as needed', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 40, noNaN: true }), (scale) => {
        const reduced = scale * 2 ** levelFor(scale);
        expect(reduced).toBeLessThanOrEqual(Math.max(1, scale) + 1e-9);
        if (scale < 1) expect(reduced).toBeGreaterThan(0.5);
      }),
      { seed: 3 },
    );
  });

  it('has the whole photo in one tile at the top', () => {
    const photo = { width: 6000, height: 4000 };
    const tile = tileAt(photo, topLevel(photo), 0, 0);
    expect(tile).toMatchObject({ x: 0, y: 0, width: 6000, height: 4000 });
    expect(tile.max).toBeLessThanOrEqual(TILE_SIDE);
  });
});

describe('tiles on the stage', () => {
  const photo = { width: 2000, height: 1500 };

  it('cover every pixel of a photo that is seen whole, once', () => {
    const tiles = tilesOn(photo, { left: 0, top: 0, width: 2000, height: 1500 }, { width: 2000, height: 1500 }, 0);
    expect(tiles.reduce((sum, tile) => sum + tile.width * tile.height, 0)).toBe(2000 * 1500);
    expect(new Set(tiles.map((tile) => tile.key)).size).toBe(tiles.length);
    expect(tiles.every((tile) => tile.max === Math.max(tile.width, tile.height))).toBe(true);
  });

  it('are only those that are seen', () => {
    const bounds = { left: -1000, top: -600, width: 4000, height: 3000 };
    const tiles = tilesOn(photo, bounds, { width: 800, height: 600 }, 0);
    // Seen: 500–900 across and 300–600 down, which two columns and two rows of 512 hold.
    expect(tiles.map((tile) => tile.key)).toEqual(['0/0/0', '0/1/0', '0/0/1', '0/1/1']);
  });

  it('are none when the photo lies beside the stage', () => {
    expect(tilesOn(photo, { left: 900, top: 0, width: 2000, height: 1500 }, { width: 800, height: 600 }, 0)).toEqual(
      [],
    );
  });
});
