import type { ImageF32 } from './image';

/** Lanczos' kernel of this radius keeps detail that a cubic one softens. */
const RADIUS = 3;
const TAPS = 2 * RADIUS;
/** Steps between two pixels at which the kernel is known. */
const STEPS = 1024;

/** [STEPS + 1, TAPS]: weights of the pixels from RADIUS - 1 before to RADIUS after, for every step; each row sums to 1. */
const KERNEL = Float64Array.from({ length: (STEPS + 1) * TAPS }, (_, i) =>
  lanczos((i % TAPS) - (RADIUS - 1) - Math.floor(i / TAPS) / STEPS),
);
for (let row = 0; row < KERNEL.length; row += TAPS) {
  const weights = KERNEL.subarray(row, row + TAPS);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  for (let tap = 0; tap < TAPS; tap++) weights[tap]! /= sum;
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  const angle = Math.PI * x;
  return Math.abs(x) >= RADIUS ? 0 : (RADIUS * Math.sin(angle) * Math.sin(angle / RADIUS)) / angle ** 2;
}

/**
 * The picture [size.height, size.width, channels] whose pixel (x, y) shows what another one shows at `seenAt(x, y)`, between
 * its pixels by Lanczos' kernel. Beyond its borders the outermost pixels go on. For maps that enlarge or reduce by a few
 * per cent: nothing is softened against aliasing.
 */
export function warp(
  image: ImageF32,
  size: { width: number; height: number },
  seenAt: (x: number, y: number) => { x: number; y: number },
): ImageF32 {
  const { channels, width, height, data } = image;
  const result = new Float32Array(size.width * size.height * channels);
  const columns = new Int32Array(TAPS);
  for (let y = 0, to = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, to += channels) {
      const at = seenAt(x, y);
      const [left, top] = [Math.floor(at.x), Math.floor(at.y)];
      const across = Math.round((at.x - left) * STEPS) * TAPS;
      const down = Math.round((at.y - top) * STEPS) * TAPS;
      for (let tap = 0; tap < TAPS; tap++) columns[tap] = channels * within(left + tap - RADIUS + 1, width);
      for (let row = 0; row < TAPS; row++) {
        const line = within(top + row - RADIUS + 1, height) * width * channels;
        const weight = KERNEL[down + row]!;
        if (weight === 0) continue;
        for (let tap = 0; tap < TAPS; tap++) {
          const share = weight * KERNEL[across + tap]!;
          const from = line + columns[tap]!;
          for (let channel = 0; channel < channels; channel++) result[to + channel]! += share * data[from + channel]!;
        }
      }
    }
  }
  return { data: result, width: size.width, height: size.height, channels };
}

const within = (at: number, length: number) => (at < 0 ? 0 : at >= length ? length - 1 : at);
