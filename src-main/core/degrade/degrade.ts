import type { Borders } from '@contract/evaluate';
import { LIMITS, PAPER_DEGRADATION } from '@contract/model-spec';
import type { DegradeRequest } from '@contract/worker-calls';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { cropTopLeft } from '../image/crop';
import type { ImageF32 } from '../image/image';
import { createRandom, type Random } from '../random';
import { blur } from './blur';

export interface DegradeOptions extends DegradeRequest {
  /** What lies beyond the borders when blurring; default symmetric. */
  borders?: Borders;
}

/**
 * The degraded picture Y of a clean picture X. deblur: blur and noise; denoise: noise; sr: X cropped to a multiple of
 * the scale, blurred, decimated from row and column 0, noise: the small picture. Noise is added to each channel. Values
 * are not clipped: that belongs to the file they are written to. Throws bad-input for `custom` and values out of range.
 */
export function degrade(clean: ImageF32, options: DegradeOptions): ImageF32 {
  const settled = settledOptions(options);
  return addNoise(withoutNoise(clean, settled), settled.noise, settled.seed);
}

export type SettledOptions = Required<DegradeOptions>;

/** The options with the paper's values where none are given. Throws bad-input for values out of range. */
export function settledOptions(options: DegradeOptions): SettledOptions {
  const {
    task,
    blurSigma = PAPER_DEGRADATION.blurSigma,
    scale = PAPER_DEGRADATION.scale,
    seed = 0,
    borders = 'symmetric',
  } = options;
  const noise = options.noise ?? (task === 'denoise' ? PAPER_DEGRADATION.denoiseNoise : PAPER_DEGRADATION.noise);
  requireAtLeastZero('blur', blurSigma);
  requireAtLeastZero('noise', noise);
  return { task, blurSigma, scale, noise, seed, borders };
}

/** The first half of degrading. */
export function withoutNoise(clean: ImageF32, { task, blurSigma, scale, borders }: SettledOptions): ImageF32 {
  switch (task) {
    case 'deblur':
      return blur(clean, blurSigma, 1, borders);
    case 'denoise':
      return { ...clean, data: clean.data.slice() };
    case 'sr':
      return decimate(clean, blurSigma, scale, borders);
    case 'custom':
      throw new AppError('bad-input', say('degrade.chooseTask'));
  }
}

function decimate(clean: ImageF32, blurSigma: number, scale: number, borders?: Borders): ImageF32 {
  const { min, max } = LIMITS.scale;
  if (!Number.isInteger(scale) || scale < min || scale > max) {
    throw new AppError('bad-input', say('degrade.scale', { least: min, most: max, scale }));
  }
  const [width, height] = [clean.width - (clean.width % scale), clean.height - (clean.height % scale)];
  if (width === 0 || height === 0) {
    throw new AppError('bad-input', say('degrade.tooSmall', { width: clean.width, height: clean.height, scale }));
  }
  return blur(cropTopLeft(clean, width, height), blurSigma, scale, borders);
}

/** Adds white Gaussian noise in place; `sigma` for pixels in [0,255]. */
export function addNoise(image: ImageF32, sigma: number, seed: number): ImageF32 {
  return addNoiseOf(createRandom(seed), image, sigma);
}

/** The same with a generator that goes on: bands of a picture get the noise of the whole. */
export function addNoiseOf(random: Random, image: ImageF32, sigma: number): ImageF32 {
  if (sigma === 0) return image;
  for (let i = 0; i < image.data.length; i++) image.data[i]! += (sigma / 255) * random.normal();
  return image;
}

function requireAtLeastZero(what: string, value: number): void {
  if (!(value >= 0 && value < Infinity))
    throw new AppError(
      'bad-input',
      what === 'noise' ? say('degrade.noise', { noise: value }) : say('degrade.blur', { blur: value }),
    );
}
