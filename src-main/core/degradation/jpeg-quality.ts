import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import { blockGrid } from '../domain-gap/blockiness';
import { BLOCK, BLOCK_AREA, forwardDct } from '../nonlocal/dct';
import { quantisationOf } from './jpeg-tables';

/** From this quality on steps are no larger than rounding, and what compression leaves is noise. */
const FINEST = 94;
const COARSEST = 5;
/** Coefficients of so low frequencies are looked at: finer ones are mostly zero. */
const MOST_FREQUENCY = 5;
/** Below this step, in levels, rounding to 8 bits hides the steps. */
const LEAST_STEP = 3;
/** Fewer coefficients than this say nothing. */
const LEAST_SAMPLES = 60;
/** How well coefficients have to lie on steps (1: exactly; 0: anywhere), and how near to the best fit a coarser one is. */
const LEAST_FIT = 0.5;
const AS_GOOD = 0.9;
/** So many neighbouring qualities have nearly the same steps. */
const ALIKE = 4;

/** The quality of a JPEG that a picture once was, as libjpeg counts it, and where its grid of blocks begins, 0–7. */
export interface JpegTrace {
  quality: number;
  x: number;
  y: number;
}

/** Whether a picture was compressed so that it shows, by its coefficients lying on steps; null where not. */
export function measureJpeg(picture: ImageF32): JpegTrace | null {
  const grey = luminance(picture);
  const grid = blockGrid([grey]);
  if (grid === null) return null;
  const coefficients = coefficientsOf(grey, grid);
  const fits = Array.from({ length: FINEST - COARSEST }, (_, index) => {
    const quality = COARSEST + index;
    return { quality, fit: fitOf(coefficients, quantisationOf(quality, 'luminance')) };
  });
  const best = Math.max(...fits.map(({ fit }) => fit));
  if (best < LEAST_FIT) return null;
  // Whatever lies on coarse steps lies on each half of them, too.
  const first = fits.findIndex(({ fit }) => fit >= AS_GOOD * best);
  const coarsest = fits.slice(first, first + ALIKE).reduce((one, other) => (other.fit > one.fit ? other : one));
  return { quality: coarsest.quality, ...grid };
}

/** Luminance in levels of 255 as DCT coefficients of whole blocks, [blocks, 64]. */
function coefficientsOf(
  { data, width, height }: ImageF32,
  { x: left, y: top }: { x: number; y: number },
): Float32Array {
  const [columns, rows] = [Math.floor((width - left) / BLOCK), Math.floor((height - top) / BLOCK)];
  const result = new Float32Array(columns * rows * BLOCK_AREA);
  for (let block = 0; block < columns * rows; block++) {
    const start = (top + Math.floor(block / columns) * BLOCK) * width + left + (block % columns) * BLOCK;
    for (let i = 0; i < BLOCK_AREA; i++)
      result[block * BLOCK_AREA + i] = 255 * data[start + Math.floor(i / BLOCK) * width + (i % BLOCK)]!;
    forwardDct(result, block * BLOCK_AREA);
  }
  return result;
}

/** Mean of cos(2π · coefficient / step) over all that are not nearest to nothing. */
function fitOf(coefficients: Float32Array, steps: readonly number[]): number {
  let [sum, count] = [0, 0];
  for (let i = 1; i < BLOCK_AREA; i++) {
    const step = steps[i]!;
    if ((i % BLOCK) + Math.floor(i / BLOCK) > MOST_FREQUENCY || step < LEAST_STEP) continue;
    for (let at = i; at < coefficients.length; at += BLOCK_AREA) {
      const parts = Math.abs(coefficients[at]!) / step;
      if (parts < 0.6) continue;
      sum += Math.cos(2 * Math.PI * parts);
      count++;
    }
  }
  return count < LEAST_SAMPLES ? 0 : sum / count;
}
