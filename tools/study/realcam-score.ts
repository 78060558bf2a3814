import { mean } from '../../src-main/core/evaluate/mean';
import { applyTone, matchTone } from '../../src-main/core/degrade/tone';
import type { ImageF32 } from '../../src-main/core/image/image';
import { channelPlane } from '../../src-main/core/image/plane';
import { psnr } from '../../src-main/core/metrics/psnr';
import { ssim } from '../../src-main/core/metrics/ssim';
import type { CaseScore } from './cases/case-row';

/** Over R, G and B. */
export type RealScore = Required<CaseScore>;

/** Gain and offset of each channel are fitted on copies blurred with this sigma. */
const MATCHED_SIGMA = 3;

export function scoreReal(image: ImageF32, clean: ImageF32): RealScore {
  const matched = applyTone(image, matchTone(image, clean, MATCHED_SIGMA));
  const ofChannel = (channel: number) => {
    const grey = (of: ImageF32): ImageF32 => ({ ...channelPlane(of, channel), channels: 1 });
    return ssim(grey(image), grey(clean));
  };
  return {
    psnr: psnr(image, clean) ?? Infinity,
    matched: psnr(matched, clean) ?? Infinity,
    ssim: mean([0, 1, 2].map(ofChannel)),
  };
}

export const meanScores = (scores: readonly RealScore[]): RealScore => ({
  psnr: mean(scores.map((score) => score.psnr)),
  matched: mean(scores.map(({ matched }) => matched)),
  ssim: mean(scores.map((score) => score.ssim)),
});
