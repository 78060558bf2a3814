import { describe, expect, it } from 'vitest';
import { planeOf, type Plane } from '../../../src-main/core/image/plane';
import { windowMoments } from '../../../src-main/core/models/window-moments';
import { createRandom } from '../../../src-main/core/random';

const [WIDTH, HEIGHT, K] = [13, 9, 5];

function noise(seed: number): Plane {
  const random = createRandom(seed);
  return planeOf(
    Float32Array.from({ length: WIDTH * HEIGHT }, () => random.next()),
    WIDTH,
    HEIGHT,
  );
}

/** Window by window. */
function addedUp(plane: Plane, target: Plane) {
  const taps = K * K;
  const own = new Float64Array(taps * taps);
  const products = new Float64Array(taps);
  for (let y = 0; y + K <= HEIGHT; y++)
    for (let x = 0; x + K <= WIDTH; x++) {
      const window = Array.from(
        { length: taps },
        (_, tap) => plane.data[(y + Math.floor(tap / K)) * WIDTH + x + (tap % K)]!,
      );
      const wanted = target.data[(y + 2) * WIDTH + x + 2]!;
      window.forEach((one, row) => {
        products[row]! += one * wanted;
        window.forEach((other, column) => (own[row * taps + column]! += one * other));
      });
    }
  return { own, target: products };
}

describe('moments of windows', () => {
  it('are those of adding up window by window', () => {
    const [plane, target] = [noise(1), noise(2)];
    const [found, wanted] = [windowMoments(plane, target, K), addedUp(plane, target)];
    for (const part of ['own', 'target'] as const)
      found[part].forEach((value, at) => {
        expect(value).toBeCloseTo(wanted[part][at]!, 10);
      });
  });
});
