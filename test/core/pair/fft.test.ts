import { expect, test } from 'vitest';
import { complexGrid, powerOfTwoFrom, transform } from '../../../src-main/core/pair/fft';
import { createRandom } from '../../../src-main/core/random';
import { largestDifference } from '../image/drawn-picture';

/** The definition, term by term. */
function slowTransform(grid: ReturnType<typeof complexGrid>) {
  const { width, height } = grid;
  const result = complexGrid(width, height);
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const angle = -2 * Math.PI * ((u * x) / width + (v * y) / height);
          const [re, im] = [grid.re[y * width + x]!, grid.im[y * width + x]!];
          result.re[v * width + u]! += re * Math.cos(angle) - im * Math.sin(angle);
          result.im[v * width + u]! += re * Math.sin(angle) + im * Math.cos(angle);
        }
      }
    }
  }
  return result;
}

test.each([
  [8, 4],
  [1, 1],
  [1, 16],
  [2, 2],
  [16, 8],
])('a transform of %i × %i is that of the definition', (width, height) => {
  const random = createRandom(1);
  const grid = complexGrid(width, height);
  for (let i = 0; i < grid.re.length; i++) [grid.re[i], grid.im[i]] = [random.normal(), random.normal()];
  const expected = slowTransform(grid);
  transform(grid);
  expect(largestDifference(grid.re, expected.re)).toBeLessThan(1e-10);
  expect(largestDifference(grid.im, expected.im)).toBeLessThan(1e-10);
});

test('the next power of two', () => {
  expect([1, 2, 3, 64, 65, 1024].map(powerOfTwoFrom)).toEqual([1, 2, 4, 64, 128, 1024]);
});
