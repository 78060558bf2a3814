import { expect, test } from 'vitest';
import { inEnglish } from '@contract/in-language';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { degrade } from '../../../src-main/core/degrade/degrade';
import { crop } from '../../../src-main/core/image/crop';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { warp } from '../../../src-main/core/image/warp';
import { psnr } from '../../../src-main/core/metrics/psnr';
import { apartAt, inverse, mapPoint, type Homography } from '../../../src-main/core/pair/homography';
import { measureTone, toneAt } from '../../../src-main/core/pair/tone-curve';
import { prepare, regionWithin } from '../../../src-main/core/pair/prepare';

const SIDE = 168;
const MIDDLE = (SIDE - 1) / 2;
// Softened a little: between the pixels of a drawing's hard edges no picture is known.
const scene = degrade(drawDeadLeaves({ size: SIDE, seed: 5 }), { task: 'deblur', blurSigma: 0.7, noise: 0 });
const noisy = degrade(scene, { task: 'denoise', noise: 8, seed: 2 });

/** Turned by degrees and zoomed around the middle, then shifted, then out of perspective. */
function motion(degrees: number, zoom: number, x: number, y: number, perspective = 0): Homography {
  const [c, s] = [zoom * Math.cos((degrees * Math.PI) / 180), zoom * Math.sin((degrees * Math.PI) / 180)];
  return [c, -s, MIDDLE + x - c * MIDDLE + s * MIDDLE, s, c, MIDDLE + y - s * MIDDLE - c * MIDDLE, perspective, 0];
}

const seenThrough = (map: Homography) => warp(scene, scene, (x, y) => mapPoint(map, { x, y }));
const told = (pair: ReturnType<typeof prepare>) => pair.findings.map(({ text }) => inEnglish(text));

test.each<[string, Homography, RegExp]>([
  ['turn, zoom and shift', motion(0.3, 1.01, 7.4, -2.2), / px .*0\.(29|3|31) ° counterclockwise.*(0\.9\d|1) % smaller/],
  ['perspective', motion(0, 1, 0.6, 0, 8e-5), /out of perspective/],
])('%s are found to a twentieth of a pixel, said and taken out', (_, map, words) => {
  const pair = prepare(noisy, seenThrough(map));
  expect(told(pair)).toEqual([expect.stringMatching(words)]);
  expect(apartAt(scene, pair.map, inverse(map))).toBeLessThan(0.05);
  expect(pair.findings.map(({ step, done }) => [step, done])).toEqual([['position', true]]);
  expect(psnr(pair.clean, crop(scene, pair.area))).toBeGreaterThan(40);
  expect(pair.degraded.data).toEqual(crop(noisy, pair.area).data);
});

test('a colour cast is said where the exposure is the same', () => {
  const [words] = told(prepare(noisy, exposed(scene, [0.12, 0, -0.12]), ['tone']));
  expect(words).toMatch(/^The clean photo is .*, its colours 0\.2[2-6] EV apart/);
});

test('a sound pair stays as it is, sample by sample', () => {
  const pair = prepare(noisy, scene);
  expect(pair).toMatchObject({ findings: [], area: { x: 0, y: 0, width: SIDE, height: SIDE } });
  expect(pair.degraded).toBe(noisy);
  expect(pair.clean).toBe(scene);
});

test('whole pixels are cropped away, nothing is resampled, and a region moves along', () => {
  const [first, second] = [
    crop(noisy, { x: 0, y: 3, width: 160, height: 160 }),
    crop(scene, { x: 5, y: 0, width: 160, height: 160 }),
  ];
  const pair = prepare(first, second);
  expect(told(pair)).toEqual(['The clean photo lies 5 px to the left and 3 px down: it is laid on the degraded one.']);
  expect(pair.area).toEqual({ x: 5, y: 0, width: 155, height: 157 });
  expect(pair.clean.data).toEqual(crop(scene, { x: 5, y: 3, width: 155, height: 157 }).data);
  expect(regionWithin(pair, { x: 10, y: 20, width: 64, height: 70 })).toEqual({ x: 10, y: 17, width: 64, height: 70 });
});

const decode = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const encode = (v: number) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
const clip = (v: number) => Math.min(1, Math.max(0, v));

/** Exposed by so many EV a channel, as a camera does: in linear light, white where it is too much. */
const exposed = (image: ImageF32, ev: number[]): ImageF32 => ({
  ...image,
  data: image.data.map((value, i) => clip(encode(2 ** ev[i % 3]! * decode(clip(value))))),
});

test('exposure and a colour cast are matched channel by channel, what is white in one only is left out', () => {
  const pair = prepare(noisy, exposed(scene, [0.4, 0.3, 0.2]));
  expect(told(pair)[0]).toMatch(/^[\d.]+ % of the picture is plain white or black in one photo only/);
  expect(told(pair)[1]).toMatch(/^The clean photo is 0\.(28|29|3|31) EV brighter, its colours 0\.(19|2|21) EV apart/);
  expect(psnr(pair.clean, scene)).toBeGreaterThan(38);
  const left = prepare(noisy, exposed(scene, [0.4, 0.3, 0.2]), []);
  expect(left.leftOut).toBeNull();
  expect(left.findings.at(-1)).toMatchObject({ step: 'tone', done: false });
  expect(psnr(left.clean, scene)).toBeLessThan(26);
});

test('fading is no exposure: it is left to be learned', () => {
  const faded: ImageF32 = { ...noisy, data: noisy.data.map((value) => 0.25 + 0.5 * value) };
  const pair = prepare(faded, scene);
  expect(pair.clean).toBe(scene);
  expect(pair.findings).toMatchObject([{ step: 'tone', done: false, advice: true }]);
});

test('an empty border of one photo is cut off from both', () => {
  const bordered: ImageF32 = { ...noisy, data: noisy.data.slice() };
  for (let y = 0; y < SIDE; y++) bordered.data.fill(1, y * SIDE * 3, (y * SIDE + 9) * 3);
  const pair = prepare(bordered, scene);
  expect(pair.area).toEqual({ x: 9, y: 0, width: SIDE - 9, height: SIDE });
  expect(pair.findings).toMatchObject([{ step: 'borders', done: true }]);
});

test('pictures of other things, and of other sizes, come back as they are', () => {
  const other = drawDeadLeaves({ size: SIDE, seed: 6 });
  expect(prepare(noisy, other, ['position']).clean).toBe(other);
  const small = crop(scene, { x: 0, y: 0, width: 80, height: 80 });
  expect(prepare(small, scene)).toMatchObject({ degraded: small, clean: scene, findings: [] });
});

test('identical pictures come back as they are, with nothing found: the check that follows refuses them', () => {
  const one = { ...scene, data: scene.data.map((value) => value ** 3) };
  const pair = prepare(one, { ...one, data: one.data.slice() });
  expect(pair.findings).toEqual([]);
  expect(pair.degraded).toBe(one);
  expect(pair.clean.data).toEqual(one.data);
});

test('a mostly dark picture of a few lights has no other tone than itself with noise', () => {
  const dark = { ...scene, data: scene.data.map((value) => value ** 3) };
  const curves = measureTone(dark, degrade(dark, { task: 'denoise', noise: 2, seed: 4 }));
  for (const curve of curves)
    for (let level = 0.05; level < 0.9; level += 0.05)
      expect(Math.abs(toneAt(curve, level) - level)).toBeLessThan(0.15 / 255);
});

test('what moved is left out, and changes neither position nor tone', () => {
  // A dark ball that rolled from left to right.
  const withBall = (image: ImageF32, x: number): ImageF32 => ({
    ...image,
    data: image.data.map((value, i) => {
      const [column, row] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
      return Math.hypot(column - x, row - 90) < 16 ? 0.12 : value;
    }),
  });
  const pair = prepare(withBall(noisy, 45), withBall(exposed(scene, [-0.3, -0.3, -0.3]), 120));
  expect(pair.findings.map(({ step }) => step)).toEqual(['moved', 'tone']);
  const share = pair.leftOut!.data.reduce((sum, value) => sum + value, 0) / SIDE ** 2;
  expect(share).toBeGreaterThan((2 * Math.PI * 16 ** 2) / SIDE ** 2 - 0.005);
  expect(share).toBeLessThan(0.18);
  expect(
    psnr(
      crop(pair.clean, { x: 0, y: 0, width: SIDE, height: 60 }),
      crop(scene, { x: 0, y: 0, width: SIDE, height: 60 }),
    ),
  ).toBeGreaterThan(38);
});
