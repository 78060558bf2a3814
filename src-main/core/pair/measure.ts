import { enlargedRect } from '@contract/model-spec';
import { enlargeBicubic } from '../image/bicubic';
import { luminance } from '../image/color';
import { crop, cropTopLeft } from '../image/crop';
import type { ImageF32 } from '../image/image';
import { reduceByMean } from '../image/reduce';
import { psnr } from '../metrics/psnr';
import { middleOf, overlapOf } from './geometry';
import { phaseCorrelation } from './phase-correlation';

/** Larger pictures are compared by their middle of this many pixels a side: enough to tell, and bounded in memory. */
const MAX_SIDE = 1024;

/** What the pixels of a pair say. */
export interface Measurements {
  /** Where the clean picture lies from the degraded one, in pixels of the clean one; null when they have too little in common. */
  shift: { x: number; y: number } | null;
  /** Mean luminance of the clean picture less that of the degraded one, on what both show; full white is 1. */
  brighter: number;
}

/** Shift and brightness of a pair whose clean picture is `scale` times larger; compared after reducing it. */
export function measurePair(degraded: ImageF32, clean: ImageF32, scale: number): Measurements {
  const common = {
    width: Math.min(degraded.width, Math.floor(clean.width / scale)),
    height: Math.min(degraded.height, Math.floor(clean.height / scale)),
  };
  const part = middleOf(common, MAX_SIDE);
  const first = luminance(crop(degraded, part));
  const second = reduceByMean(luminance(crop(clean, enlargedRect(part, scale))), scale);
  const found = phaseCorrelation(first, second);
  if (!found.reliable) return { shift: null, brighter: meanOf(second) - meanOf(first) };
  const shared = overlapOf(first, second, { x: Math.round(found.x), y: Math.round(found.y) });
  return {
    shift: { x: toHundredths(found.x * scale), y: toHundredths(found.y * scale) },
    brighter: meanOf(crop(second, shared.second)) - meanOf(crop(first, shared.first)),
  };
}

/** PSNR in dB on luminance, the degraded picture enlarged (bicubic) for scale > 1; null when identical. */
export function psnrOfPair(degraded: ImageF32, clean: ImageF32, scale: number): number | null {
  const enlarged = scale === 1 ? luminance(degraded) : enlargeBicubic(luminance(degraded), scale);
  return psnr(enlarged, luminance(cropTopLeft(clean, enlarged.width, enlarged.height)));
}

function meanOf(image: ImageF32): number {
  return image.data.reduce((sum, value) => sum + value, 0) / image.data.length;
}

/** Also turns -0 into 0. */
function toHundredths(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
