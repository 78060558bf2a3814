import { applyTone, type Tone } from '../degrade/tone';
import type { ImageF32 } from '../image/image';
import { eachPlane } from '../image/plane';
import { deviationAt, type NoiseLaw } from '../nonlocal/noise-law';
import { compressed } from './compress';
import type { Grain } from './grain';
import type { JpegTrace } from './jpeg-quality';
import { blurredBy, type Psf } from './psf';

/** How the degraded picture of a pair comes of its clean one: tone, blur, noise, compression, in this order. */
export interface DegradationModel {
  channels: number;
  /** Of the clean picture, by channel. */
  tone: Tone;
  /** Null: no blur. */
  psf: Psf | null;
  /** Standard deviation by level of the clean picture after tone and blur, before compression. */
  noise: Omit<NoiseLaw, 'covariances'>;
  grain: Grain;
  /** Null: not compressed, or so little that it counts as noise. */
  jpeg: JpegTrace | null;
}

/** Where on a sheet of noise (`sheetOf`) a picture's own begins, and how many times as strong as the pair's it is. */
export interface NoisePlace {
  sheet: ImageF32;
  x: number;
  y: number;
  gain: number;
}

/**
 * Another clean picture degraded as the pair was: [height, width, channels], rounded to 8 bits. Sides are multiples of 16 px
 * where the model compresses. `blur` makes the blurred picture, where there is a quicker way than plain JavaScript.
 */
export function degradeAlike(
  model: DegradationModel,
  clean: ImageF32,
  place: NoisePlace,
  blur: (psf: Psf, image: ImageF32) => ImageF32 = (psf, image) => eachPlane(image, (plane) => blurredBy(psf, plane)),
): ImageF32 {
  const toned = applyTone(clean, model.tone);
  const blurred = model.psf === null ? toned : blur(model.psf, toned);
  const noisy = withNoise(model.noise, blurred, place);
  const stored = model.jpeg === null ? noisy : compressed(inRange(noisy), model.jpeg.quality);
  return inRange(stored);
}

/** Levels at which deviations are looked up. */
const TABLE = 256;

function withNoise(law: Omit<NoiseLaw, 'covariances'>, image: ImageF32, { sheet, x, y, gain }: NoisePlace): ImageF32 {
  const { width, height, channels } = image;
  const tables = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: TABLE }, (__, level) => gain * deviationAt(law, channel, level / (TABLE - 1))),
  );
  const data = image.data.slice();
  for (let row = 0, at = 0; row < height; row++) {
    const line = ((y + row) % sheet.height) * sheet.width;
    for (let column = 0; column < width; column++) {
      const from = (line + ((x + column) % sheet.width)) * channels;
      for (let channel = 0; channel < channels; channel++, at++) {
        const level = Math.min(TABLE - 1, Math.max(0, Math.round(data[at]! * (TABLE - 1))));
        data[at]! += tables[channel]![level]! * sheet.data[from + channel]!;
      }
    }
  }
  return { ...image, data };
}

/** As a file of 8 bits holds it. */
const inRange = (image: ImageF32): ImageF32 => ({
  ...image,
  data: image.data.map((value) => Math.round(255 * Math.min(1, Math.max(0, value))) / 255),
});
