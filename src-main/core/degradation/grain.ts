import type { ImageF32 } from '../image/image';
import { complexGrid, transform, type ComplexGrid } from '../pair/fft';
import type { Random } from '../random';

/** Side of the windows in which the noise's spectrum is measured, and how far apart they lie, in pixels. */
const WINDOW = 32;
const STEP = 16;
/** The share of windows that is measured: the calmer ones. */
const CALM = 0.5;
/** Side of a sheet of noise, in pixels. */
const SHEET_SIDE = 512;

/**
 * How noise of deviation 1 correlates, in space and among channels: one filter of white noise for each pair of channels d ≤ c,
 * [c, d][32 · 32], centred on 0 with periodic borders. Channel c is the sum over d of filter [c, d] on white noise d.
 */
export interface Grain {
  channels: number;
  filters: Float64Array[];
}

const filterAt = (channel: number, other: number) => (channel * (channel + 1)) / 2 + other;

/**
 * The grain of noise whose deviation is 1 (`unit`), measured where the clean picture is calm. `activity`: how much goes on at
 * each pixel.
 */
export function measureGrain(unit: ImageF32, activity: Float32Array): Grain {
  const { width, height, channels } = unit;
  const places: number[] = [];
  for (let y = 0; y + WINDOW <= height; y += STEP)
    for (let x = 0; x + WINDOW <= width; x += STEP) places.push(y * width + x);
  const middle = (WINDOW / 2) * (width + 1);
  const calm = (place: number) => activity[place + middle]!;
  const chosen = places.sort((a, b) => calm(a) - calm(b)).slice(0, Math.max(1, Math.ceil(CALM * places.length)));
  const size = WINDOW * WINDOW;
  const pairs = (channels * (channels + 1)) / 2;
  const [re, im] = [0, 1].map(() => Array.from({ length: pairs }, () => new Float64Array(size))) as [
    Float64Array[],
    Float64Array[],
  ];
  for (const place of chosen) {
    const spectra = Array.from({ length: channels }, (_, channel) => windowSpectrum(unit, place, channel));
    for (let c = 0; c < channels; c++) {
      for (let d = 0; d <= c; d++) {
        const [a, b, at] = [spectra[c]!, spectra[d]!, filterAt(c, d)];
        for (let f = 0; f < size; f++) {
          re[at]![f]! += (a.re[f]! * b.re[f]! + a.im[f]! * b.im[f]!) / chosen.length;
          im[at]![f]! += (a.im[f]! * b.re[f]! - a.re[f]! * b.im[f]!) / chosen.length;
        }
      }
    }
  }
  return { channels, filters: filtersOf(re, im, channels) };
}

const HANN = Float64Array.from({ length: WINDOW }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / WINDOW));
const HANN_POWER = HANN.reduce((sum, weight) => sum + weight * weight, 0) ** 2;

/** Scaled so that white noise of deviation 1 has a spectrum of ones. */
function windowSpectrum({ data, width, channels }: ImageF32, place: number, channel: number): ComplexGrid {
  const grid = complexGrid(WINDOW, WINDOW);
  for (let at = 0; at < grid.re.length; at++) {
    const [x, y] = [at % WINDOW, Math.floor(at / WINDOW)];
    grid.re[at] = (data[(place + y * width + x) * channels + channel]! * HANN[x]! * HANN[y]!) / Math.sqrt(HANN_POWER);
  }
  transform(grid);
  return grid;
}

/** The Cholesky factor of the cross-spectra at every frequency, transformed back: filters whose noise has these spectra. */
function filtersOf(re: Float64Array[], im: Float64Array[], channels: number): Float64Array[] {
  const factors = re.map(() => complexGrid(WINDOW, WINDOW));
  for (let f = 0; f < WINDOW * WINDOW; f++) {
    for (let c = 0; c < channels; c++) {
      for (let d = 0; d <= c; d++) {
        const own = filterAt(c, d);
        let [a, b] = [re[own]![f]!, im[own]![f]!];
        for (let k = 0; k < d; k++) {
          const [p, q] = [factors[filterAt(c, k)]!, factors[filterAt(d, k)]!];
          a -= p.re[f]! * q.re[f]! + p.im[f]! * q.im[f]!;
          b -= p.im[f]! * q.re[f]! - p.re[f]! * q.im[f]!;
        }
        const diagonal = factors[filterAt(d, d)]!.re[f]!;
        if (c === d) factors[own]!.re[f] = Math.sqrt(Math.max(1e-9, a));
        else [factors[own]!.re[f], factors[own]!.im[f]] = [a / diagonal, b / diagonal];
      }
    }
  }
  return factors.map((factor) => {
    // The inverse transform, by conjugating before; the filters are real.
    for (let f = 0; f < factor.im.length; f++) factor.im[f] = -factor.im[f]!;
    transform(factor);
    return factor.re.map((value) => value / (WINDOW * WINDOW));
  });
}

/** New noise of this grain and deviation 1, [side, side, channels], `side` a power of two: it goes on from one border to the other. */
export function sheetOf({ channels, filters }: Grain, random: Random, side = SHEET_SIDE): ImageF32 {
  const size = side * side;
  const data = new Float32Array(size * channels);
  const white = Array.from({ length: channels }, () => {
    const grid = complexGrid(side, side);
    for (let at = 0; at < size; at++) grid.re[at] = random.normal();
    transform(grid);
    return grid;
  });
  for (let c = 0; c < channels; c++) {
    const sum = complexGrid(side, side);
    for (let d = 0; d <= c; d++) {
      const filter = enlarged(filters[filterAt(c, d)]!, side);
      transform(filter);
      const noise = white[d]!;
      for (let f = 0; f < size; f++) {
        // Conjugated, so that the forward transform brings it back.
        sum.re[f]! += noise.re[f]! * filter.re[f]! - noise.im[f]! * filter.im[f]!;
        sum.im[f]! -= noise.re[f]! * filter.im[f]! + noise.im[f]! * filter.re[f]!;
      }
    }
    transform(sum);
    for (let at = 0; at < size; at++) data[at * channels + c] = sum.re[at]! / size;
  }
  return { data, width: side, height: side, channels };
}

/** A filter of 32 × 32, centred on 0, with zeros between. */
function enlarged(filter: Float64Array, side: number): ComplexGrid {
  const grid = complexGrid(side, side);
  const place = (at: number) => (at < WINDOW / 2 ? at : side - WINDOW + at);
  for (let at = 0; at < filter.length; at++)
    grid.re[place(Math.floor(at / WINDOW)) * side + place(at % WINDOW)] = filter[at]!;
  return grid;
}

/** Correlation of channels c and d at a displacement, in pixels. */
export function correlationOf({ filters }: Grain, c: number, d: number, x = 0, y = 0): number {
  const wrap = (at: number) => (at + WINDOW) % WINDOW;
  const product = (one: number, other: number) => {
    let sum = 0;
    for (let k = 0; k <= Math.min(one, other); k++) {
      const [a, b] = [filters[filterAt(one, k)]!, filters[filterAt(other, k)]!];
      for (let row = 0; row < WINDOW; row++)
        for (let column = 0; column < WINDOW; column++)
          sum += a[wrap(row + y) * WINDOW + wrap(column + x)]! * b[row * WINDOW + column]!;
    }
    return sum;
  };
  const variance = (channel: number) => {
    let sum = 0;
    for (let k = 0; k <= channel; k++) for (const tap of filters[filterAt(channel, k)]!) sum += tap * tap;
    return sum;
  };
  return product(c, d) / Math.sqrt(variance(c) * variance(d));
}

/** How wide grains are, in pixels: 1 for white noise; the square root of the area over which noise is the same. */
export function grainWidth(grain: Grain): number {
  let area = 0;
  for (let y = -3; y <= 3; y++) for (let x = -3; x <= 3; x++) area += correlationOf(grain, 0, 0, x, y) ** 2;
  return Math.sqrt(area);
}
