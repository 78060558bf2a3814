import { blur } from '../degrade/blur';
import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import type { Plane } from '../image/plane';
import { quantile } from '../order';

/** What tells the two sides of a pair apart. */
export interface Sides {
  /** Standard deviation of what is finer than 1.5 px where both are calm, for pixels in [0,255]. */
  noise: { degraded: number; clean: number };
  /**
   * How strong the detail that both show is on one side, of all the other's: 1 as strong, above sharper. Noise of the
   * other side lowers it, noise of its own does not.
   */
  detail: { degraded: number; clean: number };
}

const CALM = 0.3;
const FINE_SIGMA = 1.5;
/** Detail between these sigmas in pixels is compared. */
const DETAIL = [0.8, 2] as const;

/** Compares the two sides of a pair of one size whose pictures lie on each other. */
export function compareSides(degraded: ImageF32, clean: ImageF32): Sides {
  const [a, b] = [luminance(degraded), luminance(clean)];
  const [fineA, fineB] = [between(a, 0, FINE_SIGMA), between(b, 0, FINE_SIGMA)];
  const calm = calmPixels(a, b);
  const deviation = (fine: Float32Array) =>
    255 * Math.sqrt(calm.reduce((sum, at) => sum + fine[at]! ** 2, 0) / calm.length);
  const [detailA, detailB] = [between(a, ...DETAIL), between(b, ...DETAIL)];
  const [both, ofA, ofB] = [product(detailA, detailB), product(detailA, detailA), product(detailB, detailB)];
  return {
    noise: { degraded: deviation(fineA), clean: deviation(fineB) },
    detail: { degraded: both / Math.max(1e-9, ofB), clean: both / Math.max(1e-9, ofA) },
  };
}

const product = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

/** The calmest pixels of the mean of both, by the slopes of what is coarser than noise. */
function calmPixels(a: Plane, b: Plane): Uint32Array {
  const mean = blur({ ...a, data: a.data.map((value, at) => value + b.data[at]!) }, 3);
  const slopes = mean.data.map(
    (value, at) =>
      Math.abs(value - (mean.data[at + 1] ?? value)) + Math.abs(value - (mean.data[at + mean.width] ?? value)),
  );
  const limit = quantile(slopes, CALM);
  return Uint32Array.from(slopes.keys()).filter((at) => slopes[at]! <= limit);
}

function between(plane: Plane, fine: number, coarse: number): Float32Array {
  const [first, second] = [fine === 0 ? plane.data : blur(plane, fine).data, blur(plane, coarse).data];
  return first.map((value, at) => value - second[at]!);
}

/** The degraded side is sharper where its shared detail is so much stronger. */
const SHARPER = 1.25;
/** Noise is the difference where neither side's detail is stronger than this, and the noisier side has more so much of its own. */
const ALIKE = 1.12;
const OWN = 0.02;
/** Noise in calm places that says so: clearly, or a little where all detail of the degraded side is in the clean one. */
const NOISIER = { clearly: 1.3, little: 1.08, detail: 0.93 } as const;

/** Which way a pair seems to be the wrong way round: its clean side noisier or softer; null where it is neither. */
export function wrongWay({ noise, detail }: Sides): 'noisier' | 'softer' | null {
  if (detail.degraded > SHARPER) return 'softer';
  const isNoise = detail.clean < ALIKE && detail.degraded < detail.clean - OWN;
  const times = noise.clean / Math.max(1e-3, noise.degraded);
  const isNoisier = times > NOISIER.clearly || (times > NOISIER.little && detail.clean > NOISIER.detail);
  return isNoise && isNoisier ? 'noisier' : null;
}
