import { solveCholesky } from '../cholesky';
import { crop } from '../image/crop';
import { borderIndex } from '../image/pad';
import { planeOf, type Plane } from '../image/plane';
import { applySymmetry, SYMMETRIES } from '../patches/symmetry';
import { complexGrid, powerOfTwoFrom, transform, type ComplexGrid } from '../pair/fft';

/** How far a PSF may reach from its middle, in pixels. */
export const PSF_RADIUS = 10;
export const PSF_SIDE = 2 * PSF_RADIUS + 1;

/** Larger pictures are measured in their middle. */
const MOST_SIDE = 1024 - 2 * PSF_RADIUS;
/** Pixels over which a half's border fades, so that what lies beyond does not matter. */
const FADE = 16;
/** Nine taps count together where they are as large as so many deviations of their mean between the two halves of the picture. */
const SURE = 3;
/** Taps are drawn to nothing as if so much white noise lay on the clean picture, a share of the error's variance. */
const RIDGE = 0.01;
/** Where all that is left of the taps comes to less, there is no PSF. */
const LEAST_SUM = 0.5;
/** A PSF has to explain so much of the squared difference to be one: taps of one half of the picture, on the other. */
const LEAST_EXPLAINED = 0.03;

/** Point spread function, [PSF_SIDE, PSF_SIDE] in correlation order: degraded(x) = Σ psf(t) · clean(x + t), its taps sum to 1. */
export type Psf = Float32Array;

/**
 * The PSF of any shape that makes a degraded plane of a clean one: the forward least-squares filter, from correlations of both
 * halves of the picture, of which the taps stay that both agree on. Null where there is none beyond a single pixel, or where
 * what one half says does not hold in the other: noise that correlates looks like a filter, but every time like another one.
 * Tones have to match.
 */
export function measurePsf(clean: Plane, degraded: Plane): Psf | null {
  const statistics = halves(clean, degraded).map(([c, d]) => correlationsOf(c, d));
  if (statistics.some(({ error }) => error === 0)) return null;
  const solutions = symmetric(statistics.map(solved) as [Float64Array, Float64Array]);
  const [first, second] = solutions;
  const apart = apartness(first, second) / 2;
  const taps = meanOf([first, second]);
  const isSure = taps.map((_, at) => Number(Math.abs(meanAround(taps, at)) >= (SURE * apart) / 3));
  const kept = (of: Float64Array) => {
    const sure = of.map((tap, at) => tap * isSure[at]!);
    return sumOf(sure) > LEAST_SUM ? normalised(sure) : null;
  };
  const holds = solutions.every((own, half) => {
    const psf = kept(own);
    const other = statistics[1 - half]!;
    return psf !== null && errorOf(psf, other) <= (1 - LEAST_EXPLAINED) * other.error;
  });
  return holds ? kept(taps) : null;
}

const apartness = (one: Float64Array, other: Float64Array) =>
  Math.sqrt(one.reduce((sum, tap, at) => sum + (tap - other[at]!) ** 2, 0) / one.length);

const meanOf = (all: Float64Array[]) =>
  all[0]!.map((_, at) => all.reduce((sum, taps) => sum + taps[at]!, 0) / all.length);

/** All turns and mirror images, or half a turn alone: what a PSF may be symmetric under. */
const GROUPS = [SYMMETRIES, [0, 3]] as const;
/** Turns count as the same where they differ by no more than so many times what the two halves of the picture do. */
const AS_HALVES = 1.2;

/** Both solutions averaged over the turns under which they are symmetric but for noise, which is less then. */
function symmetric(solutions: [Float64Array, Float64Array]): [Float64Array, Float64Array] {
  const turnedBy = (taps: Float64Array, symmetry: number) =>
    Float64Array.from(applySymmetry(planeOf(Float32Array.from(taps), PSF_SIDE, PSF_SIDE), symmetry).data);
  const both = meanOf(solutions);
  const noise = apartness(...solutions) / 2;
  // Of two that differ by noise alone, the difference is √2 of it.
  const holds = (symmetry: number) => apartness(turnedBy(both, symmetry), both) <= AS_HALVES * Math.SQRT2 * noise;
  const group = GROUPS.find((symmetries) => symmetries.every(holds));
  if (group === undefined) return solutions;
  const averaged = (taps: Float64Array) => meanOf(group.map((symmetry) => turnedBy(taps, symmetry)));
  return [averaged(solutions[0]), averaged(solutions[1])];
}

/** Taps that sum to 1. */
export function normalised(taps: Float32Array | Float64Array): Psf {
  const total = sumOf(taps);
  return Float32Array.from(taps, (tap) => tap / total);
}

const sumOf = (taps: Float32Array | Float64Array): number => {
  let sum = 0;
  for (const tap of taps) sum += tap;
  return sum;
};

/** The mean of a tap and its eight neighbours, of which those outside are nothing. */
function meanAround(taps: Float64Array, at: number): number {
  const { x, y } = tapAt(at);
  let sum = 0;
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++)
      if (Math.abs(x + dx) <= PSF_RADIUS && Math.abs(y + dy) <= PSF_RADIUS) sum += taps[at + dy * PSF_SIDE + dx]!;
  return sum / 9;
}

/** The left and the right half of both planes' middle, faded towards their borders, without their means. */
function halves(clean: Plane, degraded: Plane): [Plane, Plane][] {
  const [width, height] = [Math.min(clean.width, MOST_SIDE), Math.min(clean.height, MOST_SIDE)];
  const half = width >> 1;
  const place = { x: (clean.width - width) >> 1, y: (clean.height - height) >> 1, width: half, height };
  return [0, half].map((left) => {
    const rect = { ...place, x: place.x + left };
    const [c, d] = [crop(clean, rect), crop(degraded, rect)];
    const mean = c.data.reduce((sum, value) => sum + value, 0) / c.data.length;
    return [faded(c, mean), faded(d, mean)];
  });
}

function faded({ data, width, height }: Plane, mean: number): Plane {
  const fade = (at: number, length: number) => Math.min(1, (Math.min(at, length - 1 - at) + 0.5) / FADE);
  const weights = Float32Array.from({ length: width }, (_, x) => fade(x, width));
  const values = data.map((value, at) => (value - mean) * weights[at % width]! * fade(Math.floor(at / width), height));
  return planeOf(values, width, height);
}

interface Correlations {
  /** Σ clean(x) · clean(x + t), and Σ clean(x + t) · degraded(x), as functions of (t.x, t.y). */
  own: (x: number, y: number) => number;
  cross: (x: number, y: number) => number;
  /** Σ (degraded − clean)². */
  error: number;
  /** Σ degraded². */
  power: number;
  pixels: number;
}

function correlationsOf(clean: Plane, degraded: Plane): Correlations {
  const { width, height } = clean;
  const grid = complexGrid(powerOfTwoFrom(width + 2 * PSF_RADIUS), powerOfTwoFrom(height + 2 * PSF_RADIUS));
  let [error, power] = [0, 0];
  for (let at = 0; at < clean.data.length; at++) {
    const to = Math.floor(at / width) * grid.width + (at % width);
    const [c, d] = [clean.data[at]!, degraded.data[at]!];
    grid.re[to] = c;
    grid.im[to] = d;
    error += (c - d) ** 2;
    power += d * d;
  }
  transform(grid);
  const { own, cross } = spectra(grid);
  transform(own);
  transform(cross);
  const length = grid.width * grid.height;
  const reader = (of: ComplexGrid) => (x: number, y: number) =>
    of.re[((y + of.height) % of.height) * of.width + ((x + of.width) % of.width)]! / length;
  return { own: reader(own), cross: reader(cross), error, power, pixels: clean.data.length };
}

/** Of the transform of clean + i·degraded: |C|² and C̄·D, whose transforms are the correlations (of mirrored places). */
function spectra({ re, im, width, height }: ComplexGrid): { own: ComplexGrid; cross: ComplexGrid } {
  const [own, cross] = [complexGrid(width, height), complexGrid(width, height)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const mirror = ((height - y) % height) * width + ((width - x) % width);
      const [cr, ci] = [(re[at]! + re[mirror]!) / 2, (im[at]! - im[mirror]!) / 2];
      const [dr, di] = [(im[at]! + im[mirror]!) / 2, (re[mirror]! - re[at]!) / 2];
      own.re[at] = cr * cr + ci * ci;
      cross.re[at] = cr * dr + ci * di;
      cross.im[at] = cr * di - ci * dr;
    }
  }
  return { own, cross };
}

const tapAt = (tap: number) => ({ x: (tap % PSF_SIDE) - PSF_RADIUS, y: Math.floor(tap / PSF_SIDE) - PSF_RADIUS });

/** The normal equations of the taps. */
function solved({ own, cross, error, pixels }: Correlations): Float64Array {
  const count = PSF_SIDE ** 2;
  const matrix = new Float64Array(count * count);
  const right = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    const a = tapAt(row);
    for (let column = 0; column <= row; column++) {
      const b = tapAt(column);
      const value = own(a.x - b.x, a.y - b.y);
      matrix[row * count + column] = value;
      matrix[column * count + row] = value;
    }
    right[row] = cross(a.x, a.y);
  }
  const ridge = RIDGE * error + 1e-9 * pixels;
  for (let row = 0; row < count; row++) matrix[row * (count + 1)]! += ridge;
  return solveCholesky(matrix, right) ?? new Float64Array(count);
}

/** Σ (degraded − psf ∗ clean)² from the correlations alone. */
function errorOf(psf: Psf, { own, cross, power }: Correlations): number {
  let sum = power;
  const taps = [...psf.keys()].filter((tap) => psf[tap] !== 0);
  for (const row of taps) {
    const a = tapAt(row);
    sum -= 2 * psf[row]! * cross(a.x, a.y);
    for (const column of taps) {
      const b = tapAt(column);
      sum += psf[row]! * psf[column]! * own(a.x - b.x, a.y - b.y);
    }
  }
  return sum;
}

/** Standard deviation in pixels of a PSF along its longer and its shorter axis, and the longer one's angle in degrees, 0–180 from x to y. */
export function psfWidths(psf: Psf): { longer: number; shorter: number; angle: number } {
  let [mx, my, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (const [tap, weight] of psf.entries()) {
    const { x, y } = tapAt(tap);
    mx += weight * x;
    my += weight * y;
    xx += weight * x * x;
    yy += weight * y * y;
    xy += weight * x * y;
  }
  [xx, yy, xy] = [xx - mx * mx, yy - my * my, xy - mx * my];
  const [middle, spread] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  const angle = (90 / Math.PI) * Math.atan2(2 * xy, xx - yy);
  const width = (variance: number) => Math.sqrt(Math.max(0, variance));
  return { longer: width(middle + spread), shorter: width(middle - spread), angle: (angle + 180) % 180 };
}

/** Side of the squares that are transformed at once, in pixels: large beside a PSF, small beside a processor's cache. */
const BLOCK = 256;

/** What a PSF makes of a plane: symmetric borders. Square by square, two at a time as the two parts of one transform. */
export function blurredBy(psf: Psf, plane: Plane): Plane {
  const [blockWidth, blockHeight] = [plane.width, plane.height].map((length) =>
    Math.min(BLOCK, powerOfTwoFrom(length + 2 * PSF_RADIUS)),
  ) as [number, number];
  const spread = spectrumOf(psf, blockWidth, blockHeight);
  const inner = { width: blockWidth - 2 * PSF_RADIUS, height: blockHeight - 2 * PSF_RADIUS };
  const result = new Float32Array(plane.data.length);
  const places: { left: number; top: number }[] = [];
  for (let top = 0; top < plane.height; top += inner.height)
    for (let left = 0; left < plane.width; left += inner.width) places.push({ left, top });
  const block = complexGrid(blockWidth, blockHeight);
  const turned = { ...block, re: block.im, im: block.re };
  for (let at = 0; at < places.length; at += 2) {
    const [one, other = null] = [places[at]!, places[at + 1]];
    copyIn(plane, one, block, block.re);
    copyIn(plane, other, block, block.im);
    transform(block);
    multiply(block, spread);
    // With its parts changed over, a transform runs backwards.
    transform(turned);
    copyOut(block, block.re, one, plane, result);
    if (other !== null) copyOut(block, block.im, other, plane, result);
  }
  return planeOf(result, plane.width, plane.height);
}

/** The transform of a PSF, each tap where a pixel gathers from it; divided by the grid's size. */
function spectrumOf(psf: Psf, width: number, height: number): ComplexGrid {
  const grid = complexGrid(width, height);
  for (const [tap, weight] of psf.entries()) {
    const { x, y } = tapAt(tap);
    grid.re[((height - y) % height) * width + ((width - x) % width)] = weight / (width * height);
  }
  transform(grid);
  return grid;
}

function multiply({ re, im }: ComplexGrid, by: ComplexGrid): void {
  for (let at = 0; at < re.length; at++) {
    const [a, b, c, d] = [re[at]!, im[at]!, by.re[at]!, by.im[at]!];
    re[at] = a * c - b * d;
    im[at] = a * d + b * c;
  }
}

type Place = { left: number; top: number } | null;
const mirrored = borderIndex('symmetric');

/** A square of the plane and what lies around it; zeros where there is none. */
function copyIn(plane: Plane, place: Place, { width, height }: ComplexGrid, to: Float64Array): void {
  if (place === null) {
    to.fill(0);
    return;
  }
  const columns = Int32Array.from({ length: width }, (_, x) => mirrored(place.left + x - PSF_RADIUS, plane.width));
  for (let y = 0, at = 0; y < height; y++) {
    const row = mirrored(place.top + y - PSF_RADIUS, plane.height) * plane.width;
    for (let x = 0; x < width; x++, at++) to[at] = plane.data[row + columns[x]!]!;
  }
}

function copyOut(
  { width, height }: ComplexGrid,
  from: Float64Array,
  { left, top }: NonNullable<Place>,
  plane: Plane,
  result: Float32Array,
): void {
  const columns = Math.min(width - 2 * PSF_RADIUS, plane.width - left);
  const rows = Math.min(height - 2 * PSF_RADIUS, plane.height - top);
  for (let y = 0; y < rows; y++) {
    const start = (y + PSF_RADIUS) * width + PSF_RADIUS;
    result.set(from.subarray(start, start + columns), (top + y) * plane.width + left);
  }
}
