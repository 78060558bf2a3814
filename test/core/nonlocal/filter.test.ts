import { expect, it } from 'vitest';
import { createRandom } from '../../../src-main/core/random';
import { crop } from '../../../src-main/core/image/crop';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { gather, indicesWithin } from '../../../src-main/core/image/pad';
import { psnr } from '../../../src-main/core/metrics/psnr';
import { filterMargin, filterTile, learnFilter } from '../../../src-main/core/nonlocal/filter';
import { fromOpponent, toOpponent } from '../../../src-main/core/nonlocal/opponent';
import { addCameraNoise, drawnPhoto } from './noisy';

const walk = { step: 4, radius: 6, most: 8 };
const margin = filterMargin(walk, 2);
const learned = drawnPhoto(1, 192);
const filter = learnFilter(addCameraNoise(learned, 2), learned, walk, 2);

function padded(image: ImageF32): ImageF32 {
  const indices = (size: number) => indicesWithin(-margin, size + 2 * margin, size);
  return gather(image, indices(image.width), indices(image.height));
}

const unseen = drawnPhoto(7, 96);
const noisy = addCameraNoise(unseen, 8);
const whole = filterTile(filter, { image: padded(noisy), margin, x: 0, y: 0, width: 96, height: 96 }, walk);

it('opponent colours are only another way to write a picture', () => {
  const back = fromOpponent(toOpponent(unseen));
  expect(psnr(back, unseen) ?? 200).toBeGreaterThan(120);
});

it('learned from one noisy pair, it takes the noise out of an unseen picture', () => {
  expect(psnr(whole, unseen)! - psnr(noisy, unseen)!).toBeGreaterThan(1.2);
});

const white = (clean: ImageF32, seed: number) => {
  const random = createRandom(seed);
  return { ...clean, data: clean.data.map((value) => value + 0.1 * random.normal()) };
};

it('looks for large grains at half the size, and only where there are any', () => {
  expect(filter).toHaveLength(2);
  const clean = drawnPhoto(3, 128);
  expect(learnFilter(white(clean, 4), clean, walk, 2)).toHaveLength(1);
});

it('leaves the mean level of a photo as it is', () => {
  const mean = ({ data }: ImageF32) => data.reduce((sum, value) => sum + value, 0) / data.length;
  expect(Math.abs(mean(whole) - mean(noisy))).toBeLessThan(0.1 / 255);
});

it('gives a tile exactly what it gives the whole picture', () => {
  const rect = { x: 21, y: 34, width: 40, height: 30 };
  const around = crop(padded(noisy), {
    x: rect.x,
    y: rect.y,
    width: rect.width + 2 * margin,
    height: rect.height + 2 * margin,
  });
  const tile = filterTile(filter, { image: around, margin, ...rect }, walk);
  const expected = crop(whole, rect);
  const worst = tile.data.reduce((most, value, i) => Math.max(most, Math.abs(value - expected.data[i]!)), 0);
  expect(worst).toBeLessThan(1e-6);
});
