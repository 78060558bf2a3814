import { solveCholesky } from '../cholesky';
import { blur } from '../degrade/blur';
import { fitLine, type Tone } from '../degrade/tone';
import type { ImageF32 } from '../image/image';
import type { Plane } from '../image/plane';
import { reduceByMean } from '../image/reduce';
import { byLevel, median, quantile } from '../order';

/** Tones are compared on copies blurred with this sigma in pixels, so that noise and blur do not matter, */
const COMPARED_SIGMA = 4;
/** where the clean copy is calm: this share of its pixels, */
const CALM = 0.7;
/** neither black nor white, */
const CLIPPED = 4 / 255;
/** in so many equally full bins of its level. */
const BINS = 24;
const LEAST_PIXELS = BINS * 40;
/** Larger pictures are reduced to about so many pixels first. */
const ENOUGH_PIXELS = 1 << 18;
/** A cubic that differs from a straight line by no more than this is one. */
const STRAIGHT = 1.2 / 255;
/** A curve is believed as long as it rises at least so fast. */
const LEAST_SLOPE = 0.15;

/** What makes a channel of the clean picture as bright as the degraded one: a cubic, straight on beyond the levels seen. */
export interface ToneCurve {
  /** c0 + c1·x + c2·x² + c3·x³ for x in [0,1]. */
  coefficients: readonly [number, number, number, number];
  from: number;
  to: number;
}

export function toneAt({ coefficients: [c0, c1, c2, c3], from, to }: ToneCurve, level: number): number {
  const x = level < from ? from : level > to ? to : level;
  const slope = c1 + x * (2 * c2 + x * 3 * c3);
  return c0 + x * (c1 + x * (c2 + x * c3)) + slope * (level - x);
}

/** What the clean picture has lost to white or black is looked for in the degraded one softened by this sigma, in pixels, */
const SOFT_SIGMA = 2;
const NEARLY = 0.5 / 255;

/**
 * The clean picture as bright as the degraded one. Where it is white or black and the degraded one is not, as after a longer
 * exposure, there is no clean value to learn: the degraded one's own, softened, stands in.
 */
export function matchedTo(degraded: ImageF32, clean: ImageF32, curves: readonly ToneCurve[]): ImageF32 {
  const image = applyCurves(clean, curves);
  const soft = blur(degraded, SOFT_SIGMA).data;
  for (let i = 0; i < soft.length; i++) {
    const [value, there] = [image.data[i]!, soft[i]!];
    const white = clean.data[i]! >= 1 - NEARLY && there > value;
    const black = clean.data[i]! <= NEARLY && there < value;
    if (white || black) image.data[i] = there;
  }
  return image;
}

/** Values may leave [0,1]. */
function applyCurves(image: ImageF32, curves: readonly ToneCurve[]): ImageF32 {
  const { channels } = image;
  return { ...image, data: image.data.map((value, i) => toneAt(curves[i % channels]!, value)) };
}

/** The curves of all channels between two pictures of one size that lie on each other, but for what is left out (not 0). */
export function measureTone(clean: ImageF32, degraded: ImageF32, leftOut: Plane | null = null): ToneCurve[] {
  const factor = Math.max(1, Math.round(Math.sqrt((clean.width * clean.height) / ENOUGH_PIXELS)));
  const [from, to] = [reduceByMean(clean, factor), reduceByMean(degraded, factor)];
  const [x, y] = [blur(from, COMPARED_SIGMA / factor), blur(to, COMPARED_SIGMA / factor)];
  const unknown = leftOut === null ? null : reduceByMean(leftOut, factor).data;
  const isKnown = (pixel: number) => unknown === null || unknown[pixel] === 0;
  const line = lineWhere(isKnown, x, y);
  const calm = calmPixels(x).filter(isKnown);
  return line.gain.map((gain, channel) => {
    const straight: ToneCurve = { coefficients: [line.offset[channel]!, gain, 0, 0], from: 0, to: 1 };
    return curveOf(binned(x, y, channel, calm, straight), straight);
  });
}

function lineWhere(isKnown: (pixel: number) => boolean, x: ImageF32, y: ImageF32): Tone {
  const { channels } = x;
  const known = (_: number, at: number) => isKnown(Math.floor(at / channels));
  const [from, to] = [x.data.filter(known), y.data.filter(known)];
  const lines = Array.from({ length: channels }, (_, channel) => fitLine(from, to, channel, channels));
  return { gain: lines.map(([gain]) => gain), offset: lines.map(([, offset]) => offset) };
}

function calmPixels({ data, width, height, channels }: ImageF32): Uint32Array {
  const row = width * channels;
  const slopes = new Float32Array(width * height);
  for (let y = 0; y < height - 1; y++) {
    for (let pixel = y * width; pixel < (y + 1) * width - 1; pixel++) {
      for (let at = pixel * channels; at < (pixel + 1) * channels; at++)
        slopes[pixel]! += Math.abs(data[at + channels]! - data[at]!) + Math.abs(data[at + row]! - data[at]!);
    }
  }
  const limit = quantile(slopes, CALM);
  return Uint32Array.from(slopes.keys()).filter((pixel) => slopes[pixel]! <= limit);
}

interface Bin {
  x: number;
  y: number;
}

/**
 * Mean level of the clean picture and what the degraded one has there, bin by bin; none of a picture that is hardly calm. The
 * median is that of what lies beside the straight line: levels themselves lie lopsided in a wide bin.
 */
function binned(x: ImageF32, y: ImageF32, channel: number, calm: Uint32Array, straight: ToneCurve): Bin[] {
  const at = (pixel: number) => pixel * x.channels + channel;
  const seen = (value: number) => value > CLIPPED && value < 1 - CLIPPED;
  const used = calm.filter((pixel) => seen(x.data[at(pixel)]!) && seen(y.data[at(pixel)]!));
  if (used.length < LEAST_PIXELS) return [];
  const ordered = byLevel(used, (pixel) => x.data[at(pixel)]!);
  return Array.from({ length: BINS }, (_, bin) => {
    const [from, to] = [bin, bin + 1].map((end) => Math.floor((end * used.length) / BINS));
    const part = ordered.subarray(from, to);
    const mean = part.reduce((sum, pixel) => sum + x.data[at(pixel)]!, 0) / part.length;
    const beside = (pixel: number) => y.data[at(pixel)]! - toneAt(straight, x.data[at(pixel)]!);
    return { x: mean, y: toneAt(straight, mean) + median(Float32Array.from(part, beside)) };
  });
}

/** The cubic through the bins where it says something else than the line, and rises. */
function curveOf(bins: readonly Bin[], straight: ToneCurve): ToneCurve {
  const coefficients = cubicThrough(bins);
  if (coefficients === null) return straight;
  const curve: ToneCurve = { coefficients, from: bins[0]!.x, to: bins.at(-1)!.x };
  const [, c1, c2, c3] = coefficients;
  const rises = bins.every(({ x }) => c1 + x * (2 * c2 + x * 3 * c3) >= LEAST_SLOPE);
  const bent = bins.some(({ x }) => Math.abs(toneAt(curve, x) - toneAt(straight, x)) > STRAIGHT);
  return rises && bent ? curve : straight;
}

/** Least squares; null where the levels do not span a cubic. */
function cubicThrough(bins: readonly Bin[]): ToneCurve['coefficients'] | null {
  if (bins.length === 0 || bins.at(-1)!.x - bins[0]!.x < 0.1) return null;
  const [matrix, right] = [new Float64Array(16), new Float64Array(4)];
  for (const { x, y } of bins) {
    const powers = [1, x, x * x, x ** 3];
    for (const [a, power] of powers.entries()) {
      right[a]! += power * y;
      for (const [b, other] of powers.entries()) matrix[a * 4 + b]! += power * other;
    }
  }
  for (let i = 0; i < 4; i++) matrix[i * 5]! += 1e-9;
  const solution = solveCholesky(matrix, right);
  return solution === null ? null : (Array.from(solution) as unknown as ToneCurve['coefficients']);
}

/** Beyond this exposure, in EV, and beyond this difference from any exposure, tone is what went wrong rather than chance. */
const CHANCE = { ev: 1, level: 12 / 255 } as const;

/** What a curve does, in a photographer's terms. */
export interface ToneChange {
  /** Exposure of each channel from the clean to the degraded picture, in EV of linear light (sRGB). */
  ev: number[];
  /** The largest change of a level on average over the picture's levels, signed, for pixels in [0,1]. */
  level: number;
  /** As two shots of one scene may differ: by exposure and white balance; else contrast or fading. */
  byChance: boolean;
}

export function toneChange(clean: ImageF32, curves: readonly ToneCurve[]): ToneChange {
  const { channels, data } = clean;
  const levels = curves.map((_, channel) => levelsOf(data, channel, channels));
  const ev = curves.map((curve, channel) => exposureOf(curve, levels[channel]!));
  const changes = curves.map((curve, channel) => {
    const of = levels[channel]!;
    return of.reduce((sum, x) => sum + toneAt(curve, x) - x, 0) / of.length;
  });
  const level = changes.reduce((most, change) => (Math.abs(change) > Math.abs(most) ? change : most), 0);
  const beyond = (curve: ToneCurve, channel: number) =>
    levels[channel]!.some((x) => Math.abs(toneAt(curve, x) - encode(2 ** ev[channel]! * decode(x))) > CHANCE.level);
  const byChance = ev.every((value) => Math.abs(value) <= CHANCE.ev) && !curves.some(beyond);
  return { ev, level, byChance };
}

/** Some of a channel's levels that are neither black nor white, evenly over the picture's pixels, rising. */
function levelsOf(data: Float32Array, channel: number, channels: number): number[] {
  const pixels = data.length / channels;
  const step = Math.max(1, Math.floor(pixels / 20_000));
  const values: number[] = [];
  for (let pixel = 0; pixel < pixels; pixel += step) values.push(data[pixel * channels + channel]!);
  values.sort((a, b) => a - b);
  const inner = Array.from({ length: 19 }, (_, i) => values[Math.floor(((i + 1) * values.length) / 20)]!);
  const seen = inner.filter((x) => x > 0.03 && x < 0.97);
  return seen.length === 0 ? inner : seen;
}

function exposureOf(curve: ToneCurve, levels: readonly number[]): number {
  const steps = levels
    .map((x) => Math.log2(Math.max(1e-4, decode(toneAt(curve, x))) / Math.max(1e-4, decode(x))))
    .sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}

/** sRGB (IEC 61966-2-1), straight below black. */
const decode = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
const encode = (v: number) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
