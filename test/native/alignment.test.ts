import { beforeAll, describe, expect, it } from 'vitest';
import { resolveSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { inEnglish } from '@contract/in-language';
import { degrade } from '../../src-main/core/degrade/degrade';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { enlargeBicubic } from '../../src-main/core/image/bicubic';
import { crop } from '../../src-main/core/image/crop';
import { luminance } from '../../src-main/core/image/color';
import {
  alignPlanes,
  alignmentFromTensors,
  alignmentNotes,
  alignmentTensors,
  augmentationsOf,
  ensembleOf,
  shiftOf,
  strideWith,
  symmetriesOf,
} from '../../src-main/core/models/alignment';
import { solveLinearFilter } from '../../src-main/core/models/least-squares';
import type { TrainingPlanes } from '../../src-main/core/models/method';
import { methods } from '../../src-main/core/methods/registry';
import { createPlane, planeOf, type Plane } from '../../src-main/core/image/plane';
import { applySymmetry, isGroup } from '../../src-main/core/patches/symmetry';
import { tileOf } from '../../src-main/core/patches/tile';
import { findBaseline, baselineArrays } from '../../src-main/core/training/baseline';
import { loadBackend } from '../../src-main/compute/backend';

beforeAll(() => loadBackend('cpu'), 60_000);

const clean = crop(drawDeadLeaves({ size: 192, seed: 3 }), { x: 0, y: 0, width: 192, height: 192 });

const plane = luminance;

/** Each pixel the mean of itself and its neighbours at these offsets. */
function smeared(of: Plane, offsets: [number, number][]): Plane {
  const result = createPlane(of.width, of.height);
  for (const [x, y] of offsets) {
    const moved = tileOf(of, { x, y, width: of.width, height: of.height }, 0).plane;
    moved.data.forEach((value, index) => (result.data[index]! += value / offsets.length));
  }
  return result;
}

function alignmentOf(pair: TrainingPlanes) {
  const shift = shiftOf(solveLinearFilter([pair], 15), 15);
  const aligned = alignPlanes(pair, shift);
  return { shift, symmetries: symmetriesOf(solveLinearFilter([aligned], 15), 15, aligned) };
}

const deblurred = { degraded: plane(degrade(clean, { task: 'deblur', seed: 1 })), clean: plane(clean) };
const enlarged = {
  degraded: plane(enlargeBicubic(degrade(clean, { task: 'sr', scale: 3, seed: 1 }), 3)),
  clean: plane(clean),
};
const along = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((x): [number, number] => [x, 0]);

it('patches are augmented where the settings say so, whether or not restoring averages', () => {
  const alignment = { shift: { x: 0, y: 0 }, symmetries: [0, 3, 5, 6] };
  const augmentations = (...ingredients: ('augmentation' | 'self-ensemble')[]) =>
    augmentationsOf(resolveSettings({ method: 'rnn', ingredients }), alignment);
  expect(augmentations('augmentation', 'self-ensemble')).toEqual([0, 3, 5, 6]);
  expect(augmentations('augmentation')).toEqual([0, 3, 5, 6]);
  expect(augmentations('self-ensemble')).toEqual([0]);
});

it('a displacement is noted whether or not patches were turned', () => {
  const alignment = { shift: { x: 1, y: 1 }, symmetries: [0, 3, 5, 6] };
  const notes = (...ingredients: ('augmentation' | 'self-ensemble')[]) =>
    alignmentNotes(resolveSettings({ method: 'rnn', ingredients }), alignment).map(inEnglish);
  expect(notes('self-ensemble')).toEqual(['The clean picture is displaced by -1, -1 px: heeded.']);
  expect(notes('augmentation')).toHaveLength(2);
});

it('of all eight turns a self-ensemble averages a group that reads in all four directions', () => {
  const averaged = (symmetries: number[]) =>
    ensembleOf(
      resolveSettings({ method: 'rnn', ingredients: ['self-ensemble'] }),
      alignmentTensors({ shift: { x: 0, y: 0 }, symmetries }),
    );
  const all = [0, 1, 2, 3, 4, 5, 6, 7];
  expect(averaged(all)).toHaveLength(4);
  expect(isGroup(averaged(all))).toBe(true);
  // Where the upper row of a picture comes to lie: above, below, on the left and on the right.
  const upper = planeOf(Float32Array.of(1, 1, 0, 0), 2, 2);
  const seen = averaged(all).map((symmetry) => [...applySymmetry(upper, symmetry).data].join(''));
  expect(new Set(seen)).toEqual(new Set(['1100', '0011', '1010', '0101']));
  expect(averaged([0, 1, 2, 3])).toEqual([0, 1, 2, 3]);
  expect(ensembleOf(resolveSettings({ method: 'rnn', ingredients: [] }), [])).toEqual([0]);
});

it('the fewer turns a pair allows, the closer its patches lie: about as many a pixel', () => {
  const settings = resolveSettings({ method: 'rnn', preset: 'fast', task: 'deblur' });
  const patches = (turns: number) => turns / strideWith(settings, turns) ** 2;
  expect(strideWith(settings, 4)).toBe(settings.restoreStride);
  for (const turns of [1, 2]) {
    expect(patches(turns) / patches(4)).toBeGreaterThanOrEqual(1);
    expect(patches(turns) / patches(4)).toBeLessThan(2);
  }
  const alone = resolveSettings({ method: 'rnn', preset: 'fast', task: 'deblur', ingredients: ['linear-start'] });
  expect(strideWith(alone, 1)).toBe(alone.restoreStride);
});

describe('the alignment of a pair', () => {
  it.each([
    ['a Gaussian blur', deblurred, { x: 0, y: 0 }, [0, 1, 2, 3, 4, 5, 6, 7]],
    // Every third sample from 0, enlarged around its centre: displaced by one pixel, symmetric otherwise.
    ['super resolution of phase 0', enlarged, { x: 1, y: 1 }, [0, 1, 2, 3, 4, 5, 6, 7]],
    ['motion along x', { degraded: smeared(plane(clean), along), clean: plane(clean) }, { x: 0, y: 0 }, [0, 1, 2, 3]],
    [
      'a corner-shaped smear',
      {
        degraded: smeared(plane(clean), [
          [0, 0],
          [0, 0],
          [0, 1],
          [1, 0],
          [2, 0],
        ]),
        clean: plane(clean),
      },
      null,
      [0],
    ],
  ])('of %s', (_, pair, shift, symmetries) => {
    const alignment = alignmentOf(pair);
    if (shift) expect(alignment.shift).toEqual(shift);
    expect(alignment.symmetries).toEqual(symmetries);
  });

  it('and its filters are read from a checkpoint, or found again where an old one lacks the second', () => {
    const settings = resolveSettings({ method: 'rnn', preset: 'best', task: 'sr' });
    const baseline = (stored: NamedArray[]) => findBaseline([enlarged], settings, methods.rnn, false, stored);
    const solved = baseline([]);
    expect(solved.alignment).toEqual(alignmentOf(enlarged));
    expect(solved.alignedFilter).not.toEqual(solved.filter);
    const stored = baselineArrays(solved);
    expect(baseline(stored)).toEqual(solved);
    expect(baseline(stored.slice(0, 1))).toEqual(solved);
    for (const { data } of stored) data[0]! += 1e-4;
    expect(baselineArrays(baseline(stored))).toEqual(stored);
  });

  it('is the same out of a model file', () => {
    const alignment = { shift: { x: 1, y: -2 }, symmetries: [0, 3, 5] };
    expect(alignmentFromTensors(alignmentTensors(alignment))).toEqual(alignment);
  });
});
