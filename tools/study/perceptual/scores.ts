import { mean } from '../../../src-main/core/evaluate/mean';
import type { Plane } from '../../../src-main/core/image/plane';
import { psnr } from '../../../src-main/core/metrics/psnr';
import { ssim } from '../../../src-main/core/metrics/ssim';
import { detailKept } from './detail';
import { niqe, type NaturalPictures } from './niqe';
import { smoothError } from './smooth-areas';

/** A restored picture beside its clean one, in luminance. */
export interface Seen {
  picture: string;
  restored: Plane;
  clean: Plane;
}

/** How a restored picture scores, in figures. PSNR in dB, errors and differences in levels of 255; null where there is nothing to measure. */
export interface PerceptualScores {
  picture: string;
  psnr: number | null;
  ssim: number;
  /** Of the clean picture's detail, 1 is all. */
  detail: number;
  smoothError: number | null;
  niqe: number | null;
  meanDifference: number;
  maxDifference: number;
}

/** `beside` is the same picture by another model. NIQE wants to know natural pictures. */
export function scoresOf(
  { picture, restored, clean }: Seen,
  beside: Seen,
  natural: NaturalPictures | null,
): PerceptualScores {
  const differences = restored.data.map((value, at) => 255 * Math.abs(value - beside.restored.data[at]!));
  return {
    picture,
    psnr: psnr(restored, clean),
    ssim: ssim(restored, clean),
    detail: detailKept(restored, clean),
    smoothError: smoothError(restored, clean),
    niqe: natural && niqe(restored, natural),
    meanDifference: mean([...differences]),
    maxDifference: differences.reduce((most, value) => Math.max(most, value), 0),
  };
}

/** The means over pictures; of the greatest difference, the greatest. */
export function meanScores(scores: readonly PerceptualScores[]): Omit<PerceptualScores, 'picture'> {
  const over = (read: (one: PerceptualScores) => number | null) => {
    const known = scores.map(read).filter((value) => value !== null);
    return known.length === 0 ? null : mean(known);
  };
  return {
    psnr: over((one) => one.psnr),
    ssim: over((one) => one.ssim) ?? NaN,
    detail: over((one) => one.detail) ?? NaN,
    smoothError: over((one) => one.smoothError),
    niqe: over((one) => one.niqe),
    meanDifference: over((one) => one.meanDifference) ?? NaN,
    maxDifference: scores.reduce((most, one) => Math.max(most, one.maxDifference), 0),
  };
}
