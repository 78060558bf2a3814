import { applyTone, matchTone } from '../degrade/tone';
import { luminance } from '../image/color';
import { crop } from '../image/crop';
import type { ImageF32 } from '../image/image';
import { eachPlane } from '../image/plane';
import { deviationAt, LEVELS, noiseOf } from '../nonlocal/noise-law';
import { createRandom } from '../random';
import { degradeAlike, type DegradationModel } from './degrade-alike';
import { measureGrain, sheetOf } from './grain';
import { compressed, UNIT } from './compress';
import { measureJpeg, type JpegTrace } from './jpeg-quality';
import { blurredBy, measurePsf } from './psf';

/** Noise that compression swallowed is looked for on a square of this side, in so many rounds; it may be so much stronger. */
const TRIAL = { side: 256, rounds: 3, most: 4 } as const;

const PLACE = { x: 0, y: 0, gain: 1 } as const;

/** Larger pictures are read in their middle: enough to tell, and a matter of seconds. */
const MOST_SIDE = 1024;
/** A multiple of this is cut off in front, so that blocks of a JPEG stay where they are. */
const GRID = 8;

function middleOf(image: ImageF32): ImageF32 {
  const start = (length: number) => Math.max(0, GRID * Math.floor((length - MOST_SIDE) / (2 * GRID)));
  const side = (length: number) => Math.min(MOST_SIDE, length);
  const { width, height } = image;
  if (Math.max(width, height) <= MOST_SIDE) return image;
  return crop(image, { x: start(width), y: start(height), width: side(width), height: side(height) });
}

/** The whole units of a JPEG's blocks. */
function unitsOf(image: ImageF32, { x, y }: JpegTrace): ImageF32 {
  const whole = (length: number) => length - (length % UNIT);
  return crop(image, { x, y, width: whole(image.width - x), height: whole(image.height - y) });
}

/** Reads the model off a pair laid on each other: pictures of one size and number of channels, 64 px a side or more. */
export function measureDegradation(degradedPicture: ImageF32, cleanPicture: ImageF32): DegradationModel {
  const [degradedMiddle, cleanMiddle] = [middleOf(degradedPicture), middleOf(cleanPicture)];
  const jpeg = measureJpeg(degradedMiddle);
  const degraded = jpeg === null ? degradedMiddle : unitsOf(degradedMiddle, jpeg);
  const clean = jpeg === null ? cleanMiddle : unitsOf(cleanMiddle, jpeg);
  const psf = measurePsf(luminance(applyTone(clean, matchTone(clean, degraded))), luminance(degraded));
  const blurred = psf === null ? clean : eachPlane(clean, (plane) => blurredBy(psf, plane));
  // Blur takes contrast away, too.
  const tone = matchTone(blurred, degraded);
  const still = applyTone(blurred, tone);
  const { law, unit, activity } = noiseOf(degraded, jpeg === null ? still : compressed(still, jpeg.quality));
  const model = { channels: clean.channels, tone, psf, noise: law, grain: measureGrain(unit, activity), jpeg };
  return jpeg === null ? model : { ...model, noise: beforeCompression(model, degraded, clean, activity) };
}

/**
 * The noise that leaves as much behind as is measured in the calmest square: compression swallows a part of it. What
 * it makes of the picture without noise does not count.
 */
function beforeCompression(
  model: DegradationModel,
  degraded: ImageF32,
  clean: ImageF32,
  activity: Float32Array,
): DegradationModel['noise'] {
  const side = Math.min(TRIAL.side, clean.width, clean.height);
  const square = calmestSquare(clean, activity, side);
  const part = crop(clean, square);
  const sheet = sheetOf(model.grain, createRandom(1), TRIAL.side);
  const still = degradeAlike({ ...model, noise: scaled(model.noise, 0) }, part, { sheet, ...PLACE });
  const wanted = meanDeviation(noiseOf(crop(degraded, square), still).law);
  let factor = 1;
  for (let round = 0; round < TRIAL.rounds; round++) {
    const noise = scaled(model.noise, factor);
    const trial = degradeAlike({ ...model, noise }, part, { sheet, ...PLACE });
    const left = meanDeviation(noiseOf(trial, still).law);
    factor = Math.min(TRIAL.most, Math.max(1 / TRIAL.most, (factor * wanted) / left));
  }
  return scaled(model.noise, factor);
}

function calmestSquare({ width, height }: ImageF32, activity: Float32Array, side: number) {
  const step = Math.max(1, side >> 1);
  const places: { x: number; y: number; sum: number }[] = [];
  for (let y = 0; y + side <= height; y += step) {
    for (let x = 0; x + side <= width; x += step) {
      let sum = 0;
      for (let dy = 0; dy < side; dy += 4)
        for (let dx = 0; dx < side; dx += 4) sum += activity[(y + dy) * width + x + dx]!;
      places.push({ x, y, sum });
    }
  }
  const { x, y } = places.reduce((best, place) => (place.sum < best.sum ? place : best));
  return { x, y, width: side, height: side };
}

const scaled = (noise: DegradationModel['noise'], factor: number): DegradationModel['noise'] => ({
  ...noise,
  deviations: noise.deviations.map((deviation) => factor * deviation),
});

const meanDeviation = ({ deviations }: DegradationModel['noise']) =>
  deviations.reduce((sum, deviation) => sum + deviation, 0) / deviations.length;

/** The deviation of the noise in the middle of the pair's levels, all channels' mean, for pixels in [0,255]. */
export function middleNoise({ noise }: DegradationModel): number {
  let sum = 0;
  for (let channel = 0; channel < noise.channels; channel++)
    sum += deviationAt(noise, channel, noise.levels[channel * LEVELS + (LEVELS >> 1)]!);
  return (255 * sum) / noise.channels;
}
