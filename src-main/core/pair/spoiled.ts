import { blur } from '../degrade/blur';
import type { ImageF32 } from '../image/image';
import { createPlane, type Plane } from '../image/plane';
import { reduceByMean } from '../image/reduce';
import { median, quantile } from '../order';
import type { Size } from './geometry';
import { toneAt, type ToneCurve } from './tone-curve';

/** What is lost to white or black is looked for in copies softened by this sigma, in pixels, */
const SOFT_SIGMA = 3;
/** and counts as lost where the other side lies farther out by more than this. */
const FARTHER = 4 / 255;
const NEARLY = 0.5 / 255;

/**
 * Where one side is white or black and the other, as bright, is not: there it shows no more what was there. 1 for such
 * pixels. Pictures of one size and channels; `curves` make the clean one as bright as the degraded one.
 */
export function clippedPixels(degraded: ImageF32, clean: ImageF32, curves: readonly ToneCurve[]): Plane {
  const { width, height, channels } = clean;
  const factor = reductionOf(clean);
  const softened = (image: ImageF32) => blur(reduceByMean(image, factor), SOFT_SIGMA / factor);
  const [soft, there] = [softened(degraded), softened(toned(clean, curves)).data];
  const mask = createPlane(width, height);
  const columns = Int32Array.from({ length: width }, (_, x) => channels * reducedAt(x, factor, soft.width));
  for (let y = 0, i = 0; y < height; y++) {
    const row = reducedAt(y, factor, soft.height) * soft.width * channels;
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++, i++) {
        const at = row + columns[x]! + channel;
        const [level, seen] = [clean.data[i]!, soft.data[at]!];
        const isEnd = level >= 1 - NEARLY || level <= NEARLY;
        const expected = isEnd ? toneAt(curves[channel]!, level) : level;
        const cleanIsLost =
          (level >= 1 - NEARLY && seen > expected + FARTHER) || (level <= NEARLY && seen < expected - FARTHER);
        // Noise lifts what is softened off the ends: only a plain white or black is one.
        const degradedIsLost =
          (seen >= 1 - NEARLY && there[at]! < 1 - FARTHER) || (seen <= NEARLY && there[at]! > FARTHER);
        if (cleanIsLost || degradedIsLost) mask.data[y * width + x] = 1;
      }
    }
  }
  return mask;
}

/** Larger pictures are compared reduced to about so many pixels. */
const ENOUGH_PIXELS = 1 << 20;
const reductionOf = ({ width, height }: Size) => Math.max(1, Math.round(Math.sqrt((width * height) / ENOUGH_PIXELS)));
/** Where a row or column of a picture lies in the reduced one: what was left out of it is as its edge. */
const reducedAt = (at: number, factor: number, length: number) => Math.min(length - 1, Math.floor(at / factor));

/** What moved is looked for in copies softened by this sigma, so that noise and blur matter little: */
const COMPARED_SIGMA = 4;
/** a difference of more levels, */
const LEAST_DIFFERENCE = 6 / 255;
/** of more than so many times what is usual, */
const UNUSUAL = 8;
/** and of more than so many times what edges of this strength usually differ by. */
const BEYOND_EDGES = 4;
/** Edges: the fifth of the picture with the steepest slopes. */
const EDGES = 0.8;
/** A pixel counts where so much of what is around it differs: single ones are noise. */
const TOGETHER = 0.35;
/** Less than so much of what is around a pixel is clipped where it counts. */
const CLIPPED_AROUND = 0.02;
/** So far around it, in pixels, the moved thing's edge and shadow reach. */
const AROUND = 4;
/** Of two views of one scene most is the same: where more differs, it is degraded so or another scene. */
const MOST = 0.35;

/**
 * Where the two sides show other things: what moved between the shots. 1 for such pixels; null where nothing did, or where
 * so much differs that it is not what moved. Pictures as in `clippedPixels`, whose answer is `lost`.
 */
export function movedPixels(
  degraded: ImageF32,
  clean: ImageF32,
  curves: readonly ToneCurve[],
  lost: Plane,
): Plane | null {
  const factor = reductionOf(clean);
  const [from, to] = [reduceByMean(degraded, factor), reduceByMean(clean, factor)];
  const mask = movedAt(from, to, curves, reduceByMean(lost, factor) as Plane);
  return mask && enlarged(mask, factor, clean);
}

function movedAt(degraded: ImageF32, clean: ImageF32, curves: readonly ToneCurve[], lost: Plane): Plane | null {
  const [seen, expected] = [blur(degraded, COMPARED_SIGMA), blur(toned(clean, curves), COMPARED_SIGMA)];
  const [differences, slopes] = [unexplained(seen, expected), slopesOf(expected)];
  const usual = median(differences.data);
  const steep = quantile(slopes.data, EDGES);
  // How many pixels' worth of slope both usually differ by: their blur, and what their places still do.
  const perSlope = median(
    differences.data
      .map((value, at) => value / Math.max(1e-6, slopes.data[at]!))
      .filter((_, at) => slopes.data[at]! >= steep),
  );
  const limit = (at: number) =>
    Math.max(LEAST_DIFFERENCE, UNUSUAL * usual) + BEYOND_EDGES * perSlope * slopes.data[at]!;
  // What is clipped differs, and did not move.
  const clipped = blur(lost, COMPARED_SIGMA).data;
  const isBeyond = (value: number, at: number) => Number(value > limit(at) && clipped[at]! < CLIPPED_AROUND);
  const beyond = { ...differences, data: differences.data.map(isBeyond) };
  const together = blur(beyond, COMPARED_SIGMA).data.map((value) => Number(value > TOGETHER));
  const mask = grown({ ...beyond, data: together });
  const share = shareOf(mask);
  return share === 0 || share > MOST ? null : mask;
}

/** The share of a mask's pixels that are not 0. */
export const shareOf = ({ data }: Plane): number =>
  data.reduce((sum, value) => sum + Number(value !== 0), 0) / data.length;

/** Both masks at once. */
export const joined = (a: Plane | null, b: Plane): Plane =>
  a === null ? b : { ...a, data: a.data.map((value, at) => Number(value !== 0 || b.data[at] !== 0)) };

function toned(image: ImageF32, curves: readonly ToneCurve[]): ImageF32 {
  const { channels } = image;
  const clipped = (value: number) => Math.min(1, Math.max(0, value));
  return { ...image, data: image.data.map((value, i) => clipped(toneAt(curves[i % channels]!, value))) };
}

/** Levels that are taken together. */
const BIN = 1 / 32;
const BINS = 32;
/** Fewer pixels of a level say nothing of its tone. */
const LEAST_PIXELS = 64;

/**
 * By how much two pictures differ beyond what pixels of this level do, of the one picture or of the other: a tone that the
 * curves miss differs alike wherever a level is, what moved does not. The largest of a pixel's channels.
 */
function unexplained(a: ImageF32, b: ImageF32): Plane {
  const { channels } = a;
  const plane = createPlane(a.width, a.height);
  for (let channel = 0; channel < channels; channel++) {
    const difference = plane.data.map((_, at) => a.data[at * channels + channel]! - b.data[at * channels + channel]!);
    for (const { data } of [a, b]) {
      const levels = plane.data.map((_, at) => binOf(data[at * channels + channel]!));
      const usual = usualByLevel(difference, levels);
      difference.forEach((value, at) => {
        plane.data[at] = Math.max(plane.data[at]!, Math.abs(value - usual[levels[at]!]!));
      });
    }
  }
  return plane;
}

const binOf = (level: number) => Math.min(BINS - 1, Math.max(0, Math.floor(level / BIN)));

/** The median of the differences at each level; none where a level is rare. */
function usualByLevel(difference: Float32Array, levels: Float32Array): number[] {
  const counts = new Uint32Array(BINS);
  for (const level of levels) counts[level]!++;
  const values = Array.from(counts, (count) => new Float32Array(count));
  const filled = new Uint32Array(BINS);
  levels.forEach((level, at) => (values[level]![filled[level]!++] = difference[at]!));
  return values.map((of) => (of.length < LEAST_PIXELS ? 0 : median(of)));
}

/** How steep a picture is around every pixel, per pixel: the largest of its channels, softened. */
function slopesOf({ data, width, height, channels }: ImageF32): Plane {
  const slopes = createPlane(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const right = x + 1 < width ? channels : -channels;
      const below = y + 1 < height ? width * channels : -width * channels;
      for (let at = from; at < from + channels; at++) {
        const slope = Math.hypot(data[at + right]! - data[at]!, data[at + below]! - data[at]!);
        if (slope > slopes.data[y * width + x]!) slopes.data[y * width + x] = slope;
      }
    }
  return blur(slopes, COMPARED_SIGMA / 2) as Plane;
}

/** Every pixel `factor` times as large, as a mask of this size. */
function enlarged(mask: Plane, factor: number, { width, height }: ImageF32): Plane {
  if (factor === 1) return mask;
  const large = createPlane(width, height);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++)
      large.data[at] = mask.data[reducedAt(y, factor, mask.height) * mask.width + reducedAt(x, factor, mask.width)]!;
  return large;
}

/** The mask and all within AROUND pixels of it, across and down. */
function grown(mask: Plane): Plane {
  const { width, height } = mask;
  const spread = (from: Float32Array, length: number, lines: number, step: number, line: number) => {
    const to = new Float32Array(from.length);
    for (let one = 0; one < lines; one++)
      for (let at = 0, last = -Infinity; at < length + AROUND; at++) {
        if (at < length && from[one * line + at * step] !== 0) last = at;
        const place = at - AROUND;
        if (place >= 0 && at - last <= 2 * AROUND) to[one * line + place * step] = 1;
      }
    return to;
  };
  return { ...mask, data: spread(spread(mask.data, width, height, 1, width), height, width, width, 1) };
}
