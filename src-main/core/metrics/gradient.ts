import { fault } from '@contract/result';
import type { ImageF32 } from '../image/image';
import { createPlane, type Plane } from '../image/plane';

/** Prewitt's operator as Xue et al. scale it: differences over two pixels, averaged over three rows or columns. */
const SHARE = 1 / 3;

/**
 * Gradient magnitude of a grey picture by Prewitt's operator / 3, where it fits: [height − 2, width − 2], in the
 * picture's own units. Throws bad-input below 3 px or with several channels.
 */
export function gradientMagnitude({ data, width, height, channels }: ImageF32): Plane {
  if (channels !== 1 || width < 3 || height < 3) {
    throw fault(
      `Gradients are taken of grey pictures of 3 px or more, not ${width} × ${height} px with ${channels} channels.`,
    );
  }
  const result = createPlane(width - 2, height - 2);
  for (let y = 0, to = 0; y < height - 2; y++) {
    for (let x = 0; x < width - 2; x++, to++) {
      const [top, middle, bottom] = [y * width + x, (y + 1) * width + x, (y + 2) * width + x];
      const across =
        data[top]! + data[middle]! + data[bottom]! - data[top + 2]! - data[middle + 2]! - data[bottom + 2]!;
      const down = data[top]! + data[top + 1]! + data[top + 2]! - data[bottom]! - data[bottom + 1]! - data[bottom + 2]!;
      result.data[to] = SHARE * Math.hypot(across, down);
    }
  }
  return result;
}

/**
 * Wasserstein-1 distance between two samples of equal size: the mean distance of their sorted values, which is exact in
 * one dimension. Throws bad-input where the sizes differ.
 */
export function wasserstein(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw fault(`${a.length} values cannot be held against ${b.length}.`);
  const [sortedA, sortedB] = [a.toSorted(), b.toSorted()];
  let sum = 0;
  for (let i = 0; i < sortedA.length; i++) sum += Math.abs(sortedA[i]! - sortedB[i]!);
  return a.length === 0 ? 0 : sum / a.length;
}

/** How far the gradient magnitudes of two grey pictures lie apart as distributions, in grey levels a pixel (0–255). */
export function gradientDistance(restored: ImageF32, clean: ImageF32): number {
  return 255 * wasserstein(gradientMagnitude(restored).data, gradientMagnitude(clean).data);
}
