import { LIMITS, type TrainSettings } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { enlargeBicubic } from '../image/bicubic';
import { crop } from '../image/crop';
import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import type { TrainingPlanes } from '../models/method';
import type { Plane } from '../patches/plane';

/** Degraded and clean of one size, channels as in the files. */
export interface TrainingPair {
  degraded: ImageF32;
  clean: ImageF32;
}

/**
 * Makes the pair that is learned from: a small degraded picture of super resolution is enlarged (bicubic), the clean
 * one is cropped top-left to the same size, then both to the region. Throws bad-input when sizes do not match.
 */
export function preparePair(degraded: ImageF32, clean: ImageF32, settings: TrainSettings): TrainingPair {
  const same = degraded.width === clean.width && degraded.height === clean.height;
  const large = settings.scale > 1 && !same ? enlargeBicubic(degraded, settings.scale) : degraded;
  const within = (surplus: number) => surplus >= 0 && surplus < settings.scale;
  if (!within(clean.width - large.width) || !within(clean.height - large.height)) {
    throw new AppError(
      'bad-input',
      `The degraded picture is ${size(degraded)}, the clean one ${size(clean)}: both have to show the same frame` +
        (settings.scale > 1 ? ` at a scale of ${settings.scale}.` : ' at the same size. Crop or export them alike.'),
    );
  }
  const region = settings.region ?? { x: 0, y: 0, width: large.width, height: large.height };
  if (region.x + region.width > large.width || region.y + region.height > large.height) {
    throw new AppError('bad-input', `The region reaches beyond the picture of ${size(large)}: choose it inside.`);
  }
  const least = Math.max(LIMITS.pictureSide, settings.patch);
  if (Math.min(region.width, region.height) < least) {
    throw new AppError(
      'bad-input',
      `${size(region)} is too small to learn from: at least ${least} px each way are needed.`,
    );
  }
  return { degraded: crop(large, region), clean: crop(clean, region) };
}

const size = (of: { width: number; height: number }) => `${of.width} × ${of.height} px`;

/** What is learned: luminance, or with `channels: 'all'` R, G and B as three pictures of one model. */
export function planesOf(pair: TrainingPair, settings: TrainSettings): TrainingPlanes[] {
  const asPlane = (image: ImageF32): Plane => ({ data: image.data, width: image.width, height: image.height });
  const channels = Math.min(pair.degraded.channels, pair.clean.channels);
  if (settings.channels === 'luminance' || channels === 1) {
    return [{ degraded: asPlane(luminance(pair.degraded)), clean: asPlane(luminance(pair.clean)) }];
  }
  return [0, 1, 2].map((channel) => ({
    degraded: channelPlane(pair.degraded, channel),
    clean: channelPlane(pair.clean, channel),
  }));
}

/** One channel of an interleaved picture. */
export function channelPlane(image: ImageF32, channel: number): Plane {
  const data = new Float32Array(image.width * image.height);
  for (let index = 0; index < data.length; index++) data[index] = image.data[index * image.channels + channel]!;
  return { data, width: image.width, height: image.height };
}
