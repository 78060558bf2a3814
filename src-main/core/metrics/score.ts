import type { Score } from '@contract/photo';
import { say } from '@contract/sentence';
import { luminance } from '../image/color';
import { cropTopLeft } from '../image/crop';
import type { ImageF32 } from '../image/image';
import { psnr } from './psnr';
import { ssim } from './ssim';

/**
 * PSNR and SSIM on luminance (paper Sec. 5). Pictures of different size are cropped top-left to their common size, and
 * the note says so. Throws bad-input where the common size is below 11 px.
 */
export function score(restored: ImageF32, clean: ImageF32): Score {
  const width = Math.min(restored.width, clean.width);
  const height = Math.min(restored.height, clean.height);
  const a = luminance(cropTopLeft(restored, width, height));
  const b = luminance(cropTopLeft(clean, width, height));
  const decibels = psnr(a, b);
  const result: Score = { psnr: decibels, ssim: ssim(a, b), identical: decibels === null };
  const alike = restored.width === clean.width && restored.height === clean.height;
  return alike ? result : { ...result, note: say('photo.comparedOn', { width, height }) };
}
