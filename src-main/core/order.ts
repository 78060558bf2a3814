/** The value below which `share` (0–1) of the numbers lie, the nearest one. Throws nothing; NaN for no numbers. */
export function quantile(numbers: ArrayLike<number>, share: number): number {
  const sorted = (numbers instanceof Float32Array ? numbers.slice() : Float64Array.from(numbers)).sort();
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}

export const median = (numbers: ArrayLike<number>): number => quantile(numbers, 0.5);

/** Levels closer than 1 / LEVELS are one. */
const LEVELS = 1 << 16;

/** Pixels by rising level, which is clipped to [0,1]; those of one level keep their order. One pass, however many they are. */
export function byLevel(pixels: Uint32Array, levelOf: (pixel: number) => number): Uint32Array {
  const keys = new Uint16Array(pixels.length);
  const starts = new Uint32Array(LEVELS + 1);
  for (const [at, pixel] of pixels.entries()) {
    const key = Math.min(LEVELS - 1, Math.max(0, Math.floor(levelOf(pixel) * LEVELS)));
    keys[at] = key;
    starts[key + 1]!++;
  }
  for (let key = 0; key < LEVELS; key++) starts[key + 1]! += starts[key]!;
  const ordered = new Uint32Array(pixels.length);
  for (const [at, pixel] of pixels.entries()) ordered[starts[keys[at]!]!++] = pixel;
  return ordered;
}
