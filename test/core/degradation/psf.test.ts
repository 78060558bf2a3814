import { expect, it } from 'vitest';
import { blurredBy, measurePsf, PSF_RADIUS, PSF_SIDE, psfWidths } from '../../../src-main/core/degradation/psf';
import { blur } from '../../../src-main/core/degrade/blur';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { addNoise } from '../../../src-main/core/degrade/degrade';
import { planeOf } from '../../../src-main/core/image/plane';
import { luminance } from '../../../src-main/core/image/color';
import { indicesWithin } from '../../../src-main/core/image/pad';
import { createPlane } from '../../../src-main/core/image/plane';
import { createRandom } from '../../../src-main/core/random';
import { addCameraNoise } from '../nonlocal/noisy';

const clean = drawDeadLeaves({ size: 192, seed: 3 });
const grey = luminance(clean);

it('finds a Gaussian again under noise', () => {
  const psf = measurePsf(grey, luminance(addNoise(blur(clean, 1.6), 2, 1)))!;
  expect(Math.abs(psfWidths(psf).longer - 1.6)).toBeLessThan(0.1);
  expect(Math.abs(psfWidths(psf).shorter - 1.6)).toBeLessThan(0.1);
});

it('averages a Gaussian over its turns, so that one half of a picture’s noise does not make it narrower', () => {
  const small = luminance(drawDeadLeaves({ size: 128, seed: 4 }));
  const psf = measurePsf(small, luminance(addNoise(blur(small, 1.6), 2, 1)))!;
  const { longer, shorter } = psfWidths(psf);
  expect(longer).toBeCloseTo(shorter, 5);
  expect(Math.abs(longer - 1.6)).toBeLessThan(0.05);
});

it('finds motion again, tap by tap, with its direction', () => {
  const motion = new Float32Array(PSF_SIDE ** 2);
  for (let at = -4; at <= 4; at++) motion[(PSF_RADIUS + at) * PSF_SIDE + PSF_RADIUS + at] = 1 / 9;
  const psf = measurePsf(grey, luminance(addNoise(blurredBy(motion, grey), 2, 1)))!;
  const apart = psf.reduce((sum, tap, at) => sum + Math.abs(tap - motion[at]!), 0);
  expect(apart).toBeLessThan(0.25);
  expect(Math.abs(psfWidths(psf).angle - 45)).toBeLessThan(2);
});

it('leaves a PSF lopsided that is', () => {
  const tail = new Float32Array(PSF_SIDE ** 2);
  for (const [away, weight] of [0.5, 0.25, 0.15, 0.1].entries())
    tail[PSF_RADIUS * PSF_SIDE + PSF_RADIUS + away] = weight;
  const psf = measurePsf(grey, luminance(addNoise(blurredBy(tail, grey), 2, 1)))!;
  expect(psf.reduce((sum, tap, at) => sum + Math.abs(tap - tail[at]!), 0)).toBeLessThan(0.25);
});

it('blurs pictures smaller than its reach with their borders mirrored as often as needed', () => {
  const even = new Float32Array(PSF_SIDE ** 2).fill(1 / PSF_SIDE ** 2);
  for (const [width, height] of [
    [1, 1],
    [3, 2],
    [9, 30],
  ] as const) {
    const blurred = blurredBy(even, planeOf(new Float32Array(width * height).fill(0.25), width, height));
    for (const value of blurred.data) expect(value).toBeCloseTo(0.25, 5);
  }
  // Ten to the right in a row of three: … c b a | a b c | c b a | a b c …
  const right = new Float32Array(PSF_SIDE ** 2);
  right[PSF_RADIUS * PSF_SIDE + 2 * PSF_RADIUS] = 1;
  expect([...blurredBy(right, planeOf(Float32Array.of(1, 2, 3), 3, 1)).data]).toEqual([2, 1, 1]);
});

it('finds none where noise of large grains lies on a soft, flat picture, which half of it would explain', () => {
  const [size, seed, levels] = [128, 2, 6];
  const soft = luminance(blur(drawDeadLeaves({ size, seed }), 3));
  const flat = { ...soft, data: soft.data.map((value) => 0.5 + 0.1 * (value - 0.5)) };
  const random = createRandom(seed + 50);
  const grains = blur({ ...flat, data: flat.data.map(() => random.normal()) }, 3.5).data;
  const deviation = Math.sqrt(grains.reduce((sum, value) => sum + value ** 2, 0) / grains.length);
  const data = flat.data.map((value, at) => value + ((levels / 255) * grains[at]!) / deviation);
  expect(measurePsf(flat, { ...flat, data })).toBeNull();
});

it('finds none where there is nothing but noise, and none in a pair that is one picture', () => {
  expect(measurePsf(grey, luminance(addCameraNoise(clean, 2)))).toBeNull();
  expect(measurePsf(grey, grey)).toBeNull();
});

it('blurs a plane of any size as the plain sum says, with mirrored borders', () => {
  const psf = new Float32Array(PSF_SIDE ** 2);
  const taps = [
    [0, 0, 0.5],
    [3, -7, 0.3],
    [-10, 10, 0.2],
  ] as const;
  for (const [x, y, weight] of taps) psf[(y + PSF_RADIUS) * PSF_SIDE + x + PSF_RADIUS] = weight;
  const random = createRandom(5);
  for (const [width, height] of [
    [300, 70],
    [40, 9],
  ] as const) {
    const plane = createPlane(width, height);
    for (const at of plane.data.keys()) plane.data[at] = random.next();
    const blurred = blurredBy(psf, plane);
    const [columns, rows] = [indicesWithin(-10, width + 20, width), indicesWithin(-10, height + 20, height)];
    const worst = blurred.data.map((value, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      const plain = taps.reduce(
        (sum, [dx, dy, weight]) => sum + weight * plane.data[rows[y + dy + 10]! * width + columns[x + dx + 10]!]!,
        0,
      );
      return Math.abs(value - plain);
    });
    expect(Math.max(...worst)).toBeLessThan(1e-6);
  }
});
