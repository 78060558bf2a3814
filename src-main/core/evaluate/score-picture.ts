import type { LuminanceRange, PictureScore, Protocol } from '@contract/evaluate';
import { enlargeAligned, enlargeBicubic } from '../image/bicubic';
import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import { gmsd } from '../metrics/gmsd';
import { gradientDistance } from '../metrics/gradient';
import { psnr } from '../metrics/psnr';
import { ssim } from '../metrics/ssim';

/** Studio range: black is 16 and white 235 of 255. */
const STUDIO = { black: 16 / 255, span: 219 / 255 } as const;

/** The luminance that is measured, [height, width, 1]. */
function measuredLuminance(image: ImageF32, range: LuminanceRange): ImageF32 {
  const grey = luminance(image);
  if (range === 'full') return grey;
  return { ...grey, data: grey.data.map((value) => STUDIO.black + STUDIO.span * value) };
}

/** PSNR and SSIM of two pictures on the luminance asked for. */
export function lumaScore(a: ImageF32, b: ImageF32, range: LuminanceRange): { psnr: number | null; ssim: number } {
  const [one, other] = [measuredLuminance(a, range), measuredLuminance(b, range)];
  return { psnr: psnr(one, other), ssim: ssim(one, other) };
}

/** The degraded picture at the clean one's size: what doing nothing looks like. */
export function asInput(degraded: ImageF32, { scale, borders }: Pick<Protocol, 'scale' | 'borders'>): ImageF32 {
  return scale > 1 ? enlargeBicubic(degraded, scale, borders) : degraded;
}

/** What is said about one restored picture. */
export type Measured = Omit<PictureScore, 'set' | 'picture' | 'restoreMs' | 'restored' | 'trainedOn'>;

interface Pictures {
  clean: ImageF32;
  degraded: ImageF32;
  restored: ImageF32;
}

/**
 * Everything that is said about one restored picture, on every luminance; what does not depend on it is measured once.
 * Gradients are always measured on full-range luminance.
 */
export function scoreEveryRange(
  { clean, degraded, restored }: Pictures,
  { scale, borders }: Pick<Protocol, 'scale' | 'borders'>,
): Record<LuminanceRange, Measured> {
  const input = asInput(degraded, { scale, borders });
  const aligned = scale > 1 ? enlargeAligned(degraded, scale, borders) : null;
  const [restoredGrey, cleanGrey] = [luminance(restored), luminance(clean)];
  const always = {
    width: clean.width,
    height: clean.height,
    inputPsnrRgb: psnr(input, clean),
    gmsd: gmsd(restoredGrey, cleanGrey),
    gradientDistance: gradientDistance(restoredGrey, cleanGrey),
    inputGradientDistance: gradientDistance(luminance(input), cleanGrey),
  };
  const on = (range: LuminanceRange): Measured => {
    const before = lumaScore(input, clean, range);
    const alignedScore = aligned && lumaScore(aligned, clean, range);
    return {
      ...always,
      inputPsnr: before.psnr,
      inputSsim: before.ssim,
      alignedPsnr: alignedScore?.psnr ?? null,
      alignedSsim: alignedScore?.ssim ?? null,
      ...lumaScore(restored, clean, range),
    };
  };
  return { full: on('full'), studio: on('studio') };
}
