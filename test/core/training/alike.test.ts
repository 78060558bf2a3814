import { expect, it } from 'vitest';
import { sheetOf } from '../../../src-main/core/degradation/grain';
import { measureDegradation } from '../../../src-main/core/degradation/model';
import { createRandom } from '../../../src-main/core/random';
import { alikeSource } from '../../../src-main/core/training/alike';
import { addCameraNoise, drawnPhoto } from '../nonlocal/noisy';

const photo = drawnPhoto(1, 128);
const model = measureDegradation(addCameraNoise(photo, 2), photo);
const sheet = sheetOf(model.grain, createRandom(5), 256);
const source = alikeSource(model, photo, undefined, sheet, [drawnPhoto(7, 128)]);

it('draws as many pictures as are wanted, all planes large enough, noise of the pair’s kind on each', () => {
  const drawn = source.draw(createRandom(3), 24, 48);
  expect(drawn).toHaveLength(24);
  const deviations = drawn.flat().map(({ degraded, clean }) => {
    expect(Math.min(degraded.width, degraded.height, clean.width, clean.height)).toBe(48);
    const squares = degraded.data.reduce((sum, value, at) => sum + (value - clean.data[at]!) ** 2, 0);
    return 255 * Math.sqrt(squares / degraded.data.length);
  });
  // 2 to 8 levels in the pair, from 0.8 to 2 times as strong.
  const mean = deviations.reduce((sum, value) => sum + value, 0) / deviations.length;
  expect(mean).toBeGreaterThan(4);
  expect(mean).toBeLessThan(10);
  expect(Math.max(...deviations)).toBeGreaterThan(1.5 * Math.min(...deviations));
});

it('draws the same from the same random state, so that a training that goes on is the same', () => {
  const again = () =>
    source
      .draw(createRandom(8), 2, 32)
      .flat()
      .flatMap(({ degraded, clean }) => [...degraded.data, ...clean.data]);
  expect(again()).toEqual(again());
});

it('starts from the degraded picture itself where nothing is blurred', () => {
  expect(source.filter.reduce((sum, tap) => sum + tap, 0)).toBe(1);
  expect(source.filter[source.filter.length >> 1]).toBe(1);
});
