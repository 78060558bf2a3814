import { describe, expect, test } from 'vitest';
import type { TaskName } from '@contract/model-spec';
import type { PhotoInfo } from '@contract/photo';
import { inEnglish } from '@contract/in-language';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../../src-main/core/degrade/degrade';
import { luminance } from '../../../src-main/core/image/color';
import { crop } from '../../../src-main/core/image/crop';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { reduceByMean } from '../../../src-main/core/image/reduce';
import { psnr } from '../../../src-main/core/metrics/psnr';
import { checkPair, type PairInput } from '../../../src-main/core/pair/check-pair';
import { flatPicture } from '../image/drawn-picture';

const scene = drawDeadLeaves({ size: 264, seed: 1 });
const other = drawDeadLeaves({ size: 240, seed: 2 });
const part = (x: number, y: number, width = 240, height = 240, image = scene) => crop(image, { x, y, width, height });
const clean = part(12, 12);
const blurred = degrade(scene, { task: 'deblur' });

function infoOf(name: string, image: ImageF32): PhotoInfo {
  return {
    name,
    format: 'png',
    width: image.width,
    height: image.height,
    channels: image.channels === 1 ? 1 : 3,
    hasAlpha: false,
    depth: 8,
    orientation: 1,
    hasProfile: false,
    bytes: image.data.length,
  };
}

function check(degraded: ImageF32, cleanImage: ImageF32, more: Pick<PairInput, 'task' | 'region' | 'patch'> = {}) {
  return checkPair({
    degraded,
    clean: cleanImage,
    degradedInfo: infoOf('old.png', degraded),
    cleanInfo: infoOf('new.png', cleanImage),
    ...more,
  });
}

const textsOf = (report: ReturnType<typeof check>) => report.verdicts.map((verdict) => inEnglish(verdict.text));
const aboutOf = (report: ReturnType<typeof check>) =>
  report.verdicts.map((verdict) => `${verdict.level} ${verdict.about}`);

test.each<[TaskName, object]>([
  ['deblur', {}],
  ['denoise', {}],
  ['denoise', { noise: 50 }],
  ['deblur', { blurSigma: 3, noise: 5 }],
])('a pair of %s %j is good', (task, options) => {
  const degraded = degrade(clean, { task, ...options });
  const report = check(degraded, clean, { task });
  expect(aboutOf(report)).toEqual(['good aligned']);
  expect(report).toMatchObject({ level: 'good', scale: 1, alignment: null });
  expect(report.psnr).toBe(psnr(luminance(degraded), luminance(clean)));
});

describe('shift', () => {
  test('of whole pixels is named with its direction, and the offered crops undo it', () => {
    const degraded = part(12, 12, 240, 240, blurred);
    const report = check(degraded, part(9, 13));
    expect(textsOf(report)).toEqual(['The clean photo lies 3 px to the right and 1 px up: align crops both.']);
    expect(report.level).toBe('caution');
    expect(report.alignment).toEqual({
      degraded: { x: 0, y: 1, width: 237, height: 239 },
      clean: { x: 3, y: 0, width: 237, height: 239 },
    });
    const { degraded: first, clean: second } = report.alignment!;
    expect(aboutOf(check(crop(degraded, first), crop(part(9, 13), second)))).toEqual(['good aligned']);
  });

  test('of part of a pixel cannot be cropped away', () => {
    // Drawn five times larger and averaged: two large pixels are 0.4 small ones.
    const large = luminance(drawDeadLeaves({ size: 802, seed: 3 }));
    const small = (x: number) => reduceByMean(crop(large, { x, y: 0, width: 800, height: 800 }), 5);
    const report = check(degrade(small(0), { task: 'deblur' }), small(2));
    expect(report.shift!.x).toBeCloseTo(-0.4, 1);
    expect(Math.abs(report.shift!.y)).toBeLessThan(0.05);
    expect(report.alignment).toBeNull();
    expect(textsOf(report)).toEqual([
      'The clean photo lies 0.4 px to the left: too little to be cropped away, and restored photos will move by as much.',
    ]);
    expect(aboutOf(check(small(0), small(1)))).toEqual(['good aligned']);
  });

  test('is found under another exposure, which is named as well', () => {
    const dark = part(12, 12, 240, 240, { ...blurred, data: blurred.data.map((value) => 0.7 * value) });
    const report = check(dark, part(12, 4));
    expect(textsOf(report)).toEqual([
      'The clean photo lies 8 px down: align crops both.',
      expect.stringMatching(/^The clean photo is brighter by 1\d % of full white, so the model will brighten/),
    ]);
  });

  test.each([
    ['another scene', other],
    ['a flat picture', flatPicture(240, 240, 3, 0.5)],
  ])('is not made up for %s', (_, degraded) => {
    const report = check(degraded, clean);
    expect(report).toMatchObject({ shift: null, alignment: null, level: 'caution' });
    expect(textsOf(report)[0]).toMatch(/too little in common/);
  });

  test('of a third of the photo is found', () => {
    const report = check(part(0, 0, 198, 198, blurred), part(66, 0, 198, 198));
    expect(report.shift!.x).toBeCloseTo(-66, 1);
    expect(report.alignment!.clean).toEqual({ x: 0, y: 0, width: 132, height: 198 });
  });

  test('of a large photo is found in its middle', () => {
    const size = 1100;
    const large = luminance(drawDeadLeaves({ size: size + 7, seed: 4 }));
    const report = check(part(0, 0, size, size, large), part(7, 0, size, size, large));
    expect(report.shift).toEqual({ x: -7, y: 0 });
  });
});

describe('sizes', () => {
  const sr = degrade(clean, { task: 'sr' });

  test('of a small photo and its enlargement make a super-resolution pair, decimation shift and all', () => {
    const report = check(sr, clean, { task: 'sr' });
    expect(report).toMatchObject({ level: 'good', scale: 3, alignment: null });
    expect(aboutOf(report)).toEqual(['good size', 'good aligned']);
    expect(report.shift!.x).toBeCloseTo(-1, 0);
    expect(report.psnr).toBeGreaterThan(10);
  });

  test.each([2, 3, 4])('a remainder below scale %i is left out', (scale) => {
    const small = degrade(part(0, 0, 240, 240), { task: 'sr', scale });
    const report = check(small, part(0, 0, 240 + scale - 1, 241));
    expect(report).toMatchObject({ level: 'good', scale });
  });

  test('a shifted super-resolution pair is aligned in pixels of the large photo', () => {
    const moved = part(5, 12);
    const report = check(sr, moved, { task: 'sr' });
    expect(report.level).toBe('caution');
    expect(report.shift!.x).toBeCloseTo(6, 0);
    const { degraded, clean: large } = report.alignment!;
    expect([large.width, large.height]).toEqual([degraded.width * 3, degraded.height * 3]);
    expect(check(crop(sr, degraded), crop(moved, large), { task: 'sr' }).level).toBe('good');
  });

  test('a clean photo one pixel short is offered to be cropped', () => {
    const report = check(sr, part(12, 12, 239, 240));
    expect(aboutOf(report)[0]).toBe('stop size');
    expect(textsOf(report)[0]).toContain('not quite 3 times larger (old.png is 80 × 80 px, new.png is 239 × 240 px)');
    expect(report.alignment).toMatchObject({ degraded: { width: 79, height: 80 }, clean: { width: 237, height: 240 } });
  });

  test('a few rows more are cropped where the photos show the same', () => {
    const report = check(part(12, 12, 240, 240, blurred), part(10, 12, 250, 246));
    expect(report).toMatchObject({ level: 'stop', psnr: null });
    expect(report.shift!.x).toBeCloseTo(2, 1);
    expect(textsOf(report)).toEqual([
      'The photos differ in size (old.png is 240 × 240 px, new.png is 250 × 246 px): align crops both to what they share.',
    ]);
    expect(report.alignment).toEqual({
      degraded: { x: 0, y: 0, width: 240, height: 240 },
      clean: { x: 2, y: 0, width: 240, height: 240 },
    });
  });

  test.each([
    ['other sizes of other scenes', other, part(0, 0, 200, 264), undefined, /export both at the same size\.$/],
    ['a photo on its side', part(0, 0, 200, 240), part(0, 0, 240, 200), undefined, /^One photo lies on its side/],
    ['swapped photos', clean, sr, undefined, /^The degraded photo is the larger one .*: swap the two\.$/],
    ['one size for super resolution', clean, part(12, 12, 240, 240, blurred), 'sr', /^Super resolution learns/],
    ['a small photo for deblurring', sr, clean, 'deblur', /3 times larger .*: choose super resolution/],
  ] as const)('%s are stopped in words', (_, degraded, cleanImage, task, sentence) => {
    const report = check(degraded, cleanImage, task === undefined ? {} : { task });
    expect(report.level).toBe('stop');
    expect(textsOf(report)[0]).toMatch(sentence);
  });

  test('of one pixel each are survived', () => {
    const sizes = [1, 2, 3, 5];
    for (const width of sizes) {
      for (const height of sizes) {
        const tiny = part(0, 0, width, height);
        for (const degraded of [tiny, part(0, 0, 1, 1), part(0, 0, 7, 2)])
          expect(check(degraded, tiny).level).toBe('stop');
      }
    }
  });
});

describe('what cannot teach', () => {
  test('identical photos', () => {
    const report = check(clean, clean);
    expect(aboutOf(report)).toEqual(['stop identical']);
    expect(report.psnr).toBeNull();
  });

  test('photos that hardly differ', () => {
    const report = check(degrade(clean, { task: 'denoise', noise: 0.3 }), clean);
    expect(aboutOf(report)).toEqual(['caution identical', 'good aligned']);
  });

  test.each([
    [63, undefined, 'stop', /too small to learn from \(240 × 63 px\): 64 px a side are needed/],
    [100, undefined, 'caution', /The photo is small/],
    [10, 15, 'stop', /not even one patch of 15 px fits/],
  ] as const)('a photo %i px high (patch %s): %s', (height, patch, level, sentence) => {
    const cleanImage = part(12, 12, 240, height);
    const report = check(degrade(cleanImage, { task: 'deblur' }), cleanImage, patch === undefined ? {} : { patch });
    expect(report.level).toBe(level);
    expect(textsOf(report)[0]).toMatch(sentence);
  });

  test('one grey photo', () => {
    const report = check(luminance(part(12, 12, 240, 240, blurred)), clean);
    expect(aboutOf(report)).toEqual(['caution channels', 'good aligned']);
    expect(textsOf(report)[0]).toBe(
      'The degraded photo is grey and the clean one in colour: only brightness can be learned.',
    );
  });
});

describe('region', () => {
  const degraded = part(12, 12, 240, 240, blurred);

  test.each([
    [{ x: 0, y: 0, width: 128, height: 128 }, 'good', /lie on each other/],
    [{ x: 112, y: 0, width: 128, height: 100 }, 'caution', /The region is small \(128 × 100 px\): 128 px/],
    [{ x: 0, y: 0, width: 60, height: 128 }, 'stop', /The region is too small/],
    [{ x: 113, y: 0, width: 128, height: 128 }, 'stop', /reaches outside the photo \(240 × 240 px\)/],
  ] as const)('%j is %s', (region, level, sentence) => {
    const report = check(degraded, clean, { region });
    expect(report.level).toBe(level);
    expect(textsOf(report)[0]).toMatch(sentence);
  });

  test('is in pixels of the clean photo for super resolution', () => {
    const sr = degrade(clean, { task: 'sr' });
    expect(check(sr, clean, { region: { x: 90, y: 90, width: 150, height: 150 } }).level).toBe('good');
    expect(check(sr, clean, { region: { x: 91, y: 90, width: 150, height: 150 } }).level).toBe('stop');
  });
});
