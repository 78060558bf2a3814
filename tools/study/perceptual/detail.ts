import type { Plane } from '../../../src-main/core/image/plane';
import { requireSameShape } from '../../../src-main/core/metrics/psnr';
import { complexGrid, powerOfTwoFrom, transform } from '../../../src-main/core/pair/fft';

/** What counts as detail, in cycles a pixel; above lies only what the corners of the spectrum hold. */
const [LEAST, MOST] = [0.25, 0.5];

/** How much of the clean picture's detail a restored one has: the ratio of their spectral energies at 0.25–0.5 cycles a pixel. */
export function detailKept(restored: Plane, clean: Plane): number {
  requireSameShape(restored, clean);
  return fineEnergy(restored) / fineEnergy(clean);
}

/** Energy in that band of the picture about its mean, under a Hann window. */
function fineEnergy({ data, width, height }: Plane): number {
  const grid = complexGrid(powerOfTwoFrom(width), powerOfTwoFrom(height));
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const [down, across] = [hann(height), hann(width)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) grid.re[y * grid.width + x] = (data[y * width + x]! - mean) * down[y]! * across[x]!;
  transform(grid);
  let energy = 0;
  for (let y = 0; y < grid.height; y++)
    for (let x = 0; x < grid.width; x++) {
      const frequency = Math.hypot(cycles(y, grid.height), cycles(x, grid.width));
      if (frequency < LEAST || frequency > MOST) continue;
      const at = y * grid.width + x;
      energy += grid.re[at]! ** 2 + grid.im[at]! ** 2;
    }
  return energy;
}

const cycles = (index: number, length: number) => Math.min(index, length - index) / length;

const hann = (length: number) =>
  Float64Array.from({ length }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / (length - 1)));
