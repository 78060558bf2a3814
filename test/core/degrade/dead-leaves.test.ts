import { describe, expect, test } from 'vitest';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { randomLeaf } from '../../../src-main/core/degrade/leaf';
import { createRandom } from '../../../src-main/core/random';

describe('dead leaves', () => {
  test('are whole grey levels of RGB in [0,1], every pixel covered', () => {
    const { data, width, height, channels } = drawDeadLeaves({ size: 96, seed: 0 });
    expect([width, height, channels, data.length]).toEqual([96, 96, 3, 96 * 96 * 3]);
    for (const value of data) expect(Math.abs(value * 255 - Math.round(value * 255))).toBeLessThan(1e-4);
    expect(Math.min(...data)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...data)).toBeLessThanOrEqual(1);
    expect(new Set(data).size).toBeGreaterThan(200);
  });

  test('are the same for one seed and others for another', () => {
    expect(drawDeadLeaves({ size: 64, seed: 5 })).toEqual(drawDeadLeaves({ size: 64, seed: 5 }));
    expect(drawDeadLeaves({ size: 64, seed: 5 })).not.toEqual(drawDeadLeaves({ size: 64, seed: 6 }));
  });

  test('fill the range evenly on average', () => {
    const { data } = drawDeadLeaves({ size: 512, seed: 1 });
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    expect(mean).toBeCloseTo(0.5, 1);
  });

  test('refuse an impossible size', () => {
    expect(() => drawDeadLeaves({ size: 0, seed: 0 })).toThrow('1 px or more, not 0');
  });
});

describe('one leaf', () => {
  const random = createRandom(2);
  const leaves = Array.from({ length: 3000 }, () => randomLeaf(random, 512));

  test('stays within its reach, with spans from left to right', () => {
    for (const leaf of leaves) {
      expect(leaf.span(1.001 * leaf.reach)).toBeNull();
      expect(leaf.span(-1.001 * leaf.reach)).toBeNull();
      for (let step = -4; step <= 4; step++) {
        const dy = (step / 5) * leaf.reach;
        const span = leaf.span(dy);
        if (span === null) continue;
        expect(span[0]).toBeLessThanOrEqual(span[1]);
        expect(Math.hypot(Math.max(-span[0], span[1]), dy)).toBeLessThanOrEqual(leaf.reach * 1.0001);
      }
    }
  });

  test('radii follow r⁻³ from 3 to 160 px: a quarter of the ellipses and triangles above 6', () => {
    const reaches = leaves.map((leaf) => leaf.reach);
    expect(Math.min(...reaches)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...reaches)).toBeLessThanOrEqual(160 * Math.SQRT2);
    // A rectangle reaches up to √2 farther than its radius, hence a share between 1/4 and 1/2.
    const share = reaches.filter((reach) => reach > 6).length / reaches.length;
    expect(share).toBeGreaterThan(0.24);
    expect(share).toBeLessThan(0.36);
  });
});
