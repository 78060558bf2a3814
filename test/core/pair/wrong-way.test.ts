import { expect, test } from 'vitest';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { degrade, type DegradeOptions } from '../../../src-main/core/degrade/degrade';
import { compareSides, wrongWay } from '../../../src-main/core/pair/wrong-way';

const clean = degrade(drawDeadLeaves({ size: 160, seed: 4 }), { task: 'deblur', blurSigma: 0.6, noise: 0.5 });

test.each<[DegradeOptions, string]>([
  [{ task: 'denoise', noise: 12 }, 'noisier'],
  [{ task: 'denoise', noise: 25 }, 'noisier'],
  [{ task: 'deblur' }, 'softer'],
  [{ task: 'deblur', noise: 6 }, 'softer'],
])('of a pair degraded by %o the wrong way round is told from the right one', (how, way) => {
  const degraded = degrade(clean, { seed: 7, ...how });
  expect(wrongWay(compareSides(degraded, clean))).toBeNull();
  expect(wrongWay(compareSides(clean, degraded))).toBe(way);
});
