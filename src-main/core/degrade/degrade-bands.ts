import type { ImageF32, PixelSink, PixelSource } from '../image/image';
import { crop } from '../image/crop';
import { createRandom } from '../random';
import { gaussianWeights } from './blur';
import { addNoiseOf, settledOptions, withoutNoise, type DegradeOptions, type SettledOptions } from './degrade';

/** Rows of the degraded picture that are made at once. */
const BAND_ROWS = 128;

/** The size of the degraded picture. */
export function degradedSize(
  { width, height }: Pick<PixelSource, 'width' | 'height'>,
  options: DegradeOptions,
): { width: number; height: number } {
  const step = stepOf(settledOptions(options));
  return { width: Math.floor(width / step), height: Math.floor(height / step) };
}

const stepOf = ({ task, scale }: SettledOptions): number => (task === 'sr' ? scale : 1);

/**
 * `degrade` band by band, with the same values to the last bit: for photos of which no float copy should exist. Borders
 * are symmetric. Throws as `degrade` does.
 */
export async function degradeBands(
  clean: PixelSource,
  sink: PixelSink,
  options: Omit<DegradeOptions, 'borders'>,
  bandRows = BAND_ROWS,
): Promise<void> {
  const settled = settledOptions(options);
  const random = createRandom(settled.seed);
  const { height } = degradedSize(clean, options);
  // A picture too small for its scale is refused in words by `withoutNoise`.
  for (let first = 0; first < Math.max(1, height); first += bandRows) {
    const rows = Math.min(bandRows, Math.max(1, height) - first);
    await sink.writeRows(first, addNoiseOf(random, await degradeBand(clean, settled, first, rows), settled.noise));
  }
}

/** Some rows without noise: read with as many rows around them as the blur reaches, of which the outer ones are dropped. */
async function degradeBand(
  clean: PixelSource,
  settled: SettledOptions,
  first: number,
  rows: number,
): Promise<ImageF32> {
  const step = stepOf(settled);
  const reach = settled.task === 'denoise' ? 0 : (gaussianWeights(settled.blurSigma).length - 1) / 2;
  const toStep = (value: number) => Math.ceil(value / step) * step;
  const usable = clean.height - (clean.height % step);
  const top = Math.max(0, first * step - toStep(reach));
  const bottom = Math.min(usable || clean.height, toStep((first + rows) * step + reach));
  const region = await clean.read({ x: 0, y: top, width: clean.width, height: bottom - top });
  const degraded = withoutNoise(region, settled);
  return crop(degraded, { x: 0, y: first - top / step, width: degraded.width, height: rows });
}
