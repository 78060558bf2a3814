import { crop } from '../image/crop';
import type { ImageF32 } from '../image/image';
import { requireSameShape } from '../metrics/psnr';
import { complexGrid, powerOfTwoFrom, transform, type ComplexGrid } from './fft';
import { overlapOf } from './geometry';

export interface Displacement {
  /** How far the content of the second picture lies from that of the first, in pixels (x right, y down). */
  x: number;
  y: number;
  /** Share of the frequencies that agree on this: 1 for a pure shift, near 0 for unrelated pictures. */
  confidence: number;
  /** False where unrelated pictures of this size could have come as close by chance. */
  reliable: boolean;
}

/**
 * Frequencies count by a Gaussian of this standard deviation (cycles a pixel): blur and noise spoil the high ones. The
 * peak of a pure shift is then a Gaussian too, which makes its place between the pixels exact.
 */
const FREQUENCY_SPREAD = 0.1;

/** The neighbours of the peak that place it: about its width away, where noise tilts it least. */
const STRIDE = 2;

/**
 * The confidence that chance may reach: measured on unrelated photos of 64 to 256 px, which stay below it, while the same
 * photo blurred (1.6 px) or noisy (25 grey levels) stays above.
 */
const CHANCE = { floor: 0.1, perSide: 18 } as const;

/**
 * Sub-pixel shift between two grey pictures of the same size by phase correlation (Kuglin and Hines 1975). Blur, noise
 * and a different exposure hardly matter. Shifts up to a third of the side are found.
 */
export function phaseCorrelation(first: ImageF32, second: ImageF32): Displacement {
  requireSameShape(first, second);
  const coarse = correlate(first, second, 0, 0);
  const [x, y] = [Math.round(coarse.x), Math.round(coarse.y)];
  if (x === 0 && y === 0) return coarse;
  // Farther than half a side there is hardly an overlap left to believe in.
  if (Math.abs(x) > first.width / 2 || Math.abs(y) > first.height / 2) return { ...coarse, reliable: false };
  // Once more on the parts that overlap: the window then lies on the same content in both.
  const fine = correlate(first, second, x, y);
  return fine.confidence > coarse.confidence ? fine : coarse;
}

/** Compares the parts that overlap when `second` is known to lie (x, y) px from `first`. */
function correlate(first: ImageF32, second: ImageF32, x: number, y: number): Displacement {
  const overlap = overlapOf(first, second, { x, y });
  const peak = findPeak(correlation(crop(first, overlap.first), crop(second, overlap.second)));
  const chance = CHANCE.floor + CHANCE.perSide / Math.sqrt(overlap.first.width * overlap.first.height);
  return { ...peak, x: peak.x + x, y: peak.y + y, reliable: peak.confidence > chance };
}

/** The weighted phase correlation surface in `re`, scaled so that a pure shift has a peak of 1. */
function correlation(a: ImageF32, b: ImageF32): ComplexGrid {
  // Two real pictures go through one complex transform, as its real and its imaginary part.
  const both = complexGrid(powerOfTwoFrom(a.width), powerOfTwoFrom(a.height));
  window(a, both.re, both.width);
  window(b, both.im, both.width);
  transform(both);
  const spectrum = crossSpectrum(both);
  transform(spectrum);
  return spectrum;
}

/** Copies the picture less its mean, faded out towards its borders (Hann). */
function window(image: ImageF32, to: Float64Array, rowLength: number): void {
  const mean = image.data.reduce((sum, value) => sum + value, 0) / image.data.length;
  const hann = (size: number) =>
    Float64Array.from({ length: size }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / size) ** 2);
  const [columns, rows] = [hann(image.width), hann(image.height)];
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      to[y * rowLength + x] = (image.data[y * image.width + x]! - mean) * rows[y]! * columns[x]!;
    }
  }
}

/** From FFT(a + i b): the phases of A·conj(B), weighted by frequency. Its forward transform peaks where b lies from a. */
function crossSpectrum(both: ComplexGrid): ComplexGrid {
  const { width, height } = both;
  const spectrum = complexGrid(width, height);
  const [columnWeights, rowWeights] = [frequencyWeights(width), frequencyWeights(height)];
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++) {
      const at = v * width + u;
      const mirror = ((height - v) % height) * width + ((width - u) % width);
      const aRe = both.re[at]! + both.re[mirror]!;
      const aIm = both.im[at]! - both.im[mirror]!;
      const bRe = both.im[at]! + both.im[mirror]!;
      const bIm = both.re[mirror]! - both.re[at]!;
      const re = aRe * bRe + aIm * bIm;
      const im = aIm * bRe - aRe * bIm;
      const size = Math.hypot(re, im);
      if (size === 0) continue;
      const weight = (columnWeights[u]! * rowWeights[v]!) / size;
      spectrum.re[at] = weight * re;
      spectrum.im[at] = weight * im;
    }
  }
  return spectrum;
}

/** Gaussian weights of one axis' frequencies; they sum to 1. */
function frequencyWeights(size: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, i) => {
    const frequency = Math.min(i, size - i) / size;
    return Math.exp(-(frequency ** 2) / (2 * FREQUENCY_SPREAD ** 2));
  });
  const total = weights.reduce((sum, weight) => sum + weight);
  return weights.map((weight) => weight / total);
}

function findPeak({ re, width, height }: ComplexGrid): Omit<Displacement, 'reliable'> {
  let best = 0;
  for (let i = 1; i < re.length; i++) if (re[i]! > re[best]!) best = i;
  const [x, y] = [best % width, Math.floor(best / width)];
  const at = (column: number, row: number) => re[((row + height) % height) * width + ((column + width) % width)]!;
  const signed = (place: number, size: number) => (place > size / 2 ? place - size : place);
  return {
    x: signed(x, width) + STRIDE * between(at(x - STRIDE, y), at(x, y), at(x + STRIDE, y)),
    y: signed(y, height) + STRIDE * between(at(x, y - STRIDE), at(x, y), at(x, y + STRIDE)),
    confidence: re[best]!,
  };
}

/** Where a Gaussian through three neighbours has its top, from -0.5 to 0.5 of the middle one. */
function between(before: number, middle: number, after: number): number {
  if (before <= 0 || middle <= 0 || after <= 0) return 0;
  const [logBefore, logMiddle, logAfter] = [Math.log(before), Math.log(middle), Math.log(after)];
  const bend = logBefore - 2 * logMiddle + logAfter;
  return bend < 0 ? (logBefore - logAfter) / (2 * bend) : 0;
}
