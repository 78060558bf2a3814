import { fault } from '@contract/result';
import { createPlane, type Plane } from '../image/plane';
import type { ImageF32 } from '../image/image';
import { padZero } from '../image/pad';
import { gradientMagnitude } from './gradient';
import { requireSameShape } from './psnr';

/** The constant of Xue et al. for grey levels 0–255. */
const T = 170 / 255 ** 2;

/**
 * Gradient magnitude similarity deviation of two grey pictures with values in [0,1] (Xue, Zhang, Mou & Bovik, IEEE TIP
 * 2014), as in the authors' program: means over 2×2 px, every second kept, Prewitt gradients with zeros beyond the
 * borders, the sample standard deviation of the similarities. 0 for identical pictures; larger is worse.
 */
export function gmsd(a: ImageF32, b: ImageF32): number {
  requireSameShape(a, b);
  if (a.channels !== 1) throw fault(`GMSD compares grey pictures, not ${a.channels} channels.`);
  const [gradientA, gradientB] = [a, b].map((image) => gradientMagnitude(padZero(halved(image), 1)).data);
  const count = gradientA!.length;
  const similarities = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const [one, other] = [gradientA![i]!, gradientB![i]!];
    similarities[i] = (2 * one * other + T) / (one * one + other * other + T);
    sum += similarities[i]!;
  }
  const mean = sum / count;
  const squares = similarities.reduce((total, value) => total + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, count - 1));
}

/** Means over 2×2 px from every second pixel on; beyond the last row and column there are zeros. */
function halved(image: ImageF32): Plane {
  const { data, width, height } = image;
  const half = createPlane(Math.ceil(width / 2), Math.ceil(height / 2));
  const at = (x: number, y: number) => (x < width && y < height ? data[y * width + x]! : 0);
  for (let y = 0, to = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2, to++) {
      half.data[to] = (at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) / 4;
    }
  }
  return half;
}
