import { NON_LOCAL_LAYOUT } from '@contract/methods';
import { blur } from '../degrade/blur';
import type { ImageF32 } from '../image/image';
import type { Plane } from '../image/plane';
import { byLevel, quantile } from '../order';
import { BLOCK, BLOCK_AREA, forwardDct } from './dct';

/** Levels at which the deviation is measured: quantiles, so that each has as many pixels behind it. */
export const LEVELS = NON_LOCAL_LAYOUT.levels;
/** Noise is measured where the clean picture is calm: misplaced edges would count as noise. */
const CALM_PIXELS = 0.7;
const CALM_BLOCKS = 0.5;
/** What is slower than this Gaussian's sigma, in pixels, is light that changed, not noise. */
const SLOW_SIGMA = 20;
/** Blocks are measured this many pixels apart. */
const STEP = 4;
/** No camera is better than a fraction of one of 8 bits' steps. */
const LEAST_DEVIATION = 0.2 / 255;

/** The noise of a picture: its standard deviation by level and channel, and how it correlates in space and colour. */
export interface NoiseLaw {
  channels: number;
  /** [channels, LEVELS], rising: clean levels in [0,1]. */
  levels: Float32Array;
  /** [channels, LEVELS]: standard deviation of the noise there. */
  deviations: Float32Array;
  /**
   * [pairs of channels (c ≤ d), 64]: covariances of the coefficients of an 8×8 DCT, for noise divided by its deviation.
   * White noise of independent channels has ones for c = d and zeros else.
   */
  covariances: Float32Array;
}

/** c ≤ d, in the order of `covariances`. */
export function channelPairs(channels: number): [number, number][] {
  const all = Array.from({ length: channels }, (_, channel) => channel);
  return all.flatMap((c) => all.filter((d) => d >= c).map((d): [number, number] => [c, d]));
}

/**
 * Reads the law off a pair whose tones match: pictures of one size and number of channels, 64 px a side or more. Where
 * `leftOut` is not 0, nothing is measured.
 */
export function measureNoise(degraded: ImageF32, clean: ImageF32, leftOut?: Plane): NoiseLaw {
  const { law, unit, activity } = noiseOf(degraded, clean, leftOut);
  return { ...law, covariances: covariancesOf(unit, activity) };
}

/** So many times what white noise has is in the means of blocks where grains are large. */
const LARGE_GRAINS = 2;

/** Whether there is noise that is slower than what blocks of 8 × 8 px see. */
export function grainsAreLarge({ channels, covariances }: NoiseLaw): boolean {
  const own = channelPairs(channels).flatMap(([c, d], pair) => (c === d ? [covariances[pair * BLOCK_AREA]!] : []));
  return own.reduce((sum, value) => sum + value, 0) / channels > LARGE_GRAINS;
}

/** What is measured of noise by level, the noise itself divided by its deviation, and where the clean picture is calm. */
export function noiseOf(
  degraded: ImageF32,
  clean: ImageF32,
  leftOut?: Plane,
): { law: Omit<NoiseLaw, 'covariances'>; unit: ImageF32; activity: Float32Array } {
  const residual = withoutSlow(difference(degraded, clean));
  // Nothing is less calm than what is left out.
  const activity = activityOf(clean).map((value, at) => (leftOut && leftOut.data[at] !== 0 ? Infinity : value));
  const law = { channels: clean.channels, ...deviationsByLevel(residual, clean, activity) };
  return { law, unit: unitNoise(residual, clean, law), activity };
}

/** The deviation of a channel's noise at a level, constant beyond the ends. */
export function deviationAt(
  { levels, deviations }: Pick<NoiseLaw, 'levels' | 'deviations'>,
  channel: number,
  level: number,
) {
  const first = channel * LEVELS;
  const last = first + LEVELS - 1;
  if (!(level > levels[first]!)) return deviations[first]!;
  if (level >= levels[last]!) return deviations[last]!;
  let at = first;
  while (levels[at + 1]! <= level) at++;
  const share = (level - levels[at]!) / (levels[at + 1]! - levels[at]!);
  return deviations[at]! + share * (deviations[at + 1]! - deviations[at]!);
}

/** The law of a colour picture's luminance, by BT.601; a grey one's is its own. */
export function greyLaw(law: NoiseLaw): NoiseLaw {
  if (law.channels === 1) return law;
  const { levels, deviations, covariances } = law;
  const weights = [0.299, 0.587, 0.114];
  const pairs = channelPairs(3);
  // Of luminance in units of its channels' mean deviation; by Parseval, a pixel's variance is the mean of the coefficients'.
  const sums = Float32Array.from({ length: BLOCK_AREA }, (_, i) =>
    pairs.reduce((sum, [c, d], pair) => {
      const factor = (c === d ? 1 : 2) * weights[c]! * weights[d]!;
      return sum + factor * covariances[pair * BLOCK_AREA + i]!;
    }, 0),
  );
  const share = sums.reduce((sum, value) => sum + value, 0) / BLOCK_AREA;
  const mixed = (values: Float32Array, bin: number) =>
    weights.reduce((sum, weight, channel) => sum + weight * values[channel * LEVELS + bin]!, 0);
  return {
    channels: 1,
    levels: Float32Array.from({ length: LEVELS }, (_, bin) => mixed(levels, bin)),
    deviations: Float32Array.from({ length: LEVELS }, (_, bin) => mixed(deviations, bin) * Math.sqrt(share)),
    covariances: sums.map((value) => value / share),
  };
}

function difference(a: ImageF32, b: ImageF32): ImageF32 {
  return { ...a, data: a.data.map((value, index) => value - b.data[index]!) };
}

function withoutSlow(residual: ImageF32): ImageF32 {
  return difference(residual, blur(residual, SLOW_SIGMA));
}

/** How much a picture changes around every pixel, all channels together: [height, width]. */
function activityOf(clean: ImageF32): Float32Array {
  const { width, height, channels } = clean;
  const soft = blur(clean, 1);
  const squares = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      const across = x + 1 < width ? channels : -channels;
      const down = y + 1 < height ? width * channels : -width * channels;
      for (let channel = at; channel < at + channels; channel++) {
        const [dx, dy] = [
          soft.data[channel + across]! - soft.data[channel]!,
          soft.data[channel + down]! - soft.data[channel]!,
        ];
        squares[y * width + x]! += dx * dx + dy * dy;
      }
    }
  }
  return blur({ data: squares, width, height, channels: 1 }, 2).data;
}

/** Of what is not left out; everything where all is. */
function limitOf(activity: Float32Array, share: number): number {
  const known = activity.filter((value) => value !== Infinity);
  return known.length === 0 ? Infinity : quantile(known, share);
}

/** In each of LEVELS equally full bins of a channel's calm pixels: the mean level and the residual's deviation. */
function deviationsByLevel({ data, channels }: ImageF32, clean: ImageF32, activity: Float32Array) {
  const limit = limitOf(activity, CALM_PIXELS);
  const calm = Uint32Array.from(activity.keys()).filter((pixel) => activity[pixel]! <= limit);
  const levels = new Float32Array(channels * LEVELS);
  const deviations = new Float32Array(channels * LEVELS);
  for (let channel = 0; channel < channels; channel++) {
    const at = (pixel: number) => pixel * channels + channel;
    const ordered = byLevel(calm, (pixel) => clean.data[at(pixel)]!);
    for (let bin = 0; bin < LEVELS; bin++) {
      const from = Math.floor((bin * ordered.length) / LEVELS);
      const part = ordered.subarray(from, Math.floor(((bin + 1) * ordered.length) / LEVELS));
      const mean = (of: (pixel: number) => number) => part.reduce((sum, pixel) => sum + of(pixel), 0) / part.length;
      levels[channel * LEVELS + bin] = mean((pixel) => clean.data[at(pixel)]!);
      deviations[channel * LEVELS + bin] = Math.max(LEAST_DEVIATION, Math.sqrt(mean((pixel) => data[at(pixel)]! ** 2)));
    }
  }
  return { levels, deviations };
}

/** The residual divided by the deviation at its level. */
function unitNoise(residual: ImageF32, clean: ImageF32, law: Pick<NoiseLaw, 'levels' | 'deviations'>): ImageF32 {
  const { channels } = residual;
  const data = residual.data.map((value, index) => value / deviationAt(law, index % channels, clean.data[index]!));
  return { ...residual, data };
}

/** Mean products of DCT coefficients over the calm blocks. */
function covariancesOf({ data, width, height, channels }: ImageF32, activity: Float32Array): Float32Array {
  const pairs = channelPairs(channels);
  const places: number[] = [];
  for (let y = 0; y + BLOCK <= height; y += STEP)
    for (let x = 0; x + BLOCK <= width; x += STEP) places.push(y * width + x);
  const middle = (BLOCK / 2) * width + BLOCK / 2;
  const limit = limitOf(
    Float32Array.from(places, (place) => activity[place + middle]!),
    CALM_BLOCKS,
  );
  const sums = new Float64Array(pairs.length * BLOCK_AREA);
  const blocks = Array.from({ length: channels }, () => new Float32Array(BLOCK_AREA));
  let count = 0;
  for (const place of places) {
    if (activity[place + middle]! > limit) continue;
    count++;
    for (const [channel, block] of blocks.entries()) {
      for (let i = 0; i < BLOCK_AREA; i++) {
        block[i] = data[(place + Math.floor(i / BLOCK) * width + (i % BLOCK)) * channels + channel]!;
      }
      forwardDct(block, 0);
    }
    for (const [index, [c, d]] of pairs.entries()) {
      for (let i = 0; i < BLOCK_AREA; i++) sums[index * BLOCK_AREA + i]! += blocks[c]![i]! * blocks[d]![i]!;
    }
  }
  return Float32Array.from(sums, (sum) => sum / count);
}
