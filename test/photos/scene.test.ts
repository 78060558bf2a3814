import { expect, it } from 'vitest';
import { drawScene } from '../../src-main/photos/scene';

it('draws the same scene each time, of any size: a smooth sky, skin, and leaves full of detail', async () => {
  const size = 256;
  const [scene, again] = await Promise.all([drawScene({ size, seed: 0 }), drawScene({ size, seed: 0 })]);
  expect(again.data).toEqual(scene.data);
  expect([scene.width, scene.height, scene.channels, scene.data.length]).toEqual([size, size, 3, size * size * 3]);
  const at = (x: number, y: number) => [...scene.data.subarray((y * size + x) * 3, (y * size + x) * 3 + 3)];
  const [red = 0, green = 0, blue = 0] = at(184, 125);
  expect([red > green, green > blue], 'skin').toEqual([true, true]);
  /** Mean step to the next pixel, in levels of 255. */
  const detail = (left: number, top: number) => {
    let sum = 0;
    for (let y = top; y < top + 32; y++)
      for (let x = left; x < left + 32; x++) sum += Math.abs(at(x, y)[1]! - at(x + 1, y)[1]!);
    return (255 * sum) / 32 ** 2;
  };
  expect(detail(215, 2), 'sky').toBeLessThan(2);
  expect(detail(30, 85), 'leaves').toBeGreaterThan(10);
  const other = await drawScene({ size, seed: 1 });
  expect(other.data).not.toEqual(scene.data);
});
