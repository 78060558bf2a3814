import { gather, indicesWithin } from '../../../src-main/core/image/pad';
import { planeOf, type Plane } from '../../../src-main/core/image/plane';
import { requireSameShape } from '../../../src-main/core/metrics/psnr';

/** A pixel is smooth where the clean picture's standard deviation in a window of so many pixels is below so many levels of 255. */
const WINDOW = 9;
const SMOOTH_BELOW = 2;
/** Pixels nearer than this to any other do not count: what surrounds them reaches in. */
const AWAY = 5;
/** Fewer pixels tell nothing. */
const LEAST_PIXELS = 200;

/** Where the clean picture is smooth and no other pixel is near, 1; else 0. */
export function smoothAreas(clean: Plane): Uint8Array {
  const mean = boxMean(clean, WINDOW);
  const meanSquare = boxMean({ ...clean, data: clean.data.map((value) => value ** 2) }, WINDOW);
  const rough = Float32Array.from(mean.data, (value, at) => {
    const deviation = Math.sqrt(Math.max(0, meanSquare.data[at]! - value ** 2));
    return 255 * deviation < SMOOTH_BELOW ? 0 : 1;
  });
  const near = boxMean(planeOf(rough, clean.width, clean.height), 2 * AWAY + 1);
  return Uint8Array.from(near.data, (share) => (share < 0.5 / (2 * AWAY + 1) ** 2 ? 1 : 0));
}

/** Root mean square error there, in levels of 255; null where the picture has no smooth areas. */
export function smoothError(restored: Plane, clean: Plane): number | null {
  requireSameShape(restored, clean);
  const counts = smoothAreas(clean);
  const pixels = counts.reduce((sum, counted) => sum + counted, 0);
  if (pixels < LEAST_PIXELS) return null;
  const squares = counts.reduce(
    (sum, counted, at) => sum + (counted === 0 ? 0 : (restored.data[at]! - clean.data[at]!) ** 2),
    0,
  );
  return 255 * Math.sqrt(squares / pixels);
}

/** The mean of the `side` × `side` pixels about each, with symmetric borders. */
function boxMean(plane: Plane, side: number): Plane {
  const { width, height } = plane;
  const reach = (side - 1) / 2;
  const along = (length: number) => indicesWithin(-reach, length + 2 * reach, length);
  const padded = gather(plane, along(width), along(height));
  const rows = new Float64Array(padded.height * width);
  for (let y = 0; y < padded.height; y++) slide(padded.data, y * padded.width, 1, side, rows, y * width, 1, width);
  const sums = new Float64Array(width * height);
  for (let x = 0; x < width; x++) slide(rows, x, width, side, sums, x, width, height);
  return planeOf(
    Float32Array.from(sums, (sum) => sum / side ** 2),
    width,
    height,
  );
}

/** `count` sums of `side` neighbours of a line that starts at `from` and goes on by `step`, written likewise. */
function slide(
  source: Float32Array | Float64Array,
  from: number,
  step: number,
  side: number,
  to: Float64Array,
  start: number,
  stride: number,
  count: number,
): void {
  let sum = 0;
  for (let at = 0; at < side; at++) sum += source[from + at * step]!;
  for (let at = 0; at < count; at++) {
    to[start + at * stride] = sum;
    if (at + 1 < count) sum += source[from + (at + side) * step]! - source[from + at * step]!;
  }
}
