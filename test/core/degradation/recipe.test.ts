import { expect, it } from 'vitest';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { degradeByRecipe, psfOfPicture } from '../../../src-main/core/degradation/recipe';
import { measureDegradation } from '../../../src-main/core/degradation/model';
import { numbersOf } from '../../../src-main/core/degradation/words';
import { PSF_RADIUS, PSF_SIDE } from '../../../src-main/core/degradation/psf';
import type { ImageF32 } from '../../../src-main/core/image/image';

const clean = drawDeadLeaves({ size: 128, seed: 4 });
const point = (channels: number): ImageF32 => {
  const data = new Float32Array(31 * 31 * channels);
  data.fill(1, (15 * 31 + 15) * channels, (15 * 31 + 16) * channels);
  return { data, width: 31, height: 31, channels };
};
const reached = ({ data, channels }: ImageF32) =>
  [...data.keys()]
    .filter((at) => at % channels === 0 && data[at]! > 0.2 * Math.max(...data))
    .map((at) => [((at / channels) % 31) - 15, Math.floor(at / channels / 31) - 15]);

it('does nothing where nothing is said, and the same again for the same seed', () => {
  expect(degradeByRecipe(clean, {}).data).toEqual(clean.data);
  expect(degradeByRecipe(clean, { iso: 800, seed: 3 })).toEqual(degradeByRecipe(clean, { iso: 800, seed: 3 }));
});

it('spreads a point to a disc, and along a line in its direction', () => {
  const radii = reached(degradeByRecipe(point(1), { defocus: 4 })).map(([x, y]) => Math.hypot(x!, y!));
  expect(Math.max(...radii)).toBeGreaterThan(3.5);
  expect(Math.max(...radii)).toBeLessThan(4.5);
  const drawn = reached(degradeByRecipe(point(3), { motion: 9, angle: 90 }));
  expect(drawn.every(([x]) => x === 0)).toBe(true);
  expect(drawn).toHaveLength(9);
});

it('spreads a point to the picture of a PSF as it is, not mirrored', () => {
  const picture = { data: Float32Array.of(0, 0, 0, 0, 0.5, 0.5, 0, 0, 0.5), width: 3, height: 3, channels: 1 } as const;
  const psf = psfOfPicture(picture);
  expect(psf.reduce((sum, tap) => sum + tap, 0)).toBeCloseTo(1);
  expect(psf[PSF_RADIUS * PSF_SIDE + PSF_RADIUS]).toBeCloseTo(1 / 3);
  expect(reached(degradeByRecipe(point(1), {}, psf))).toEqual([
    [0, 0],
    [1, 0],
    [1, 1],
  ]);
  const black = { ...picture, data: new Float32Array(9) };
  expect(() => psfOfPicture(black)).toThrow('black');
  expect(() => psfOfPicture(point(1))).toThrow('21 × 21');
});

it('makes noise that is read off again as such', () => {
  const { noise, grain, blur } = numbersOf(measureDegradation(degradeByRecipe(clean, { iso: 6400 }), clean));
  expect(blur).toBeNull();
  // 0.5 levels at ISO 100, eight times at 6400.
  expect(Math.abs(noise.middle - 4)).toBeLessThan(0.6);
  expect(noise.bright).toBeGreaterThan(1.2 * noise.dark);
  expect(grain.shared).toBeGreaterThan(0.4);
});

it('fades towards a warm grey: black rises most in red, contrast falls', () => {
  const flat = (level: number): ImageF32 => ({
    data: new Float32Array(3).fill(level),
    width: 1,
    height: 1,
    channels: 3,
  });
  const [black, white] = [0, 1].map((level) => degradeByRecipe(flat(level), { fade: 100 }).data);
  expect(black![0]).toBeGreaterThan(black![2]!);
  expect(white![1]! - black![1]!).toBeCloseTo(0.55);
});
