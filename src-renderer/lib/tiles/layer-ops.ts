import { heatTable } from './heat';

/** A picture that is worked out from others, tile by tile. `gain` multiplies what is shown. */
export type LayerOp =
  /** The largest difference of R, G and B between two pictures, as heat. */
  | { kind: 'difference'; of: readonly [string, string]; gain: number }
  /** The first picture with this share (0–1) of the second one, rounded once: exactly what restoring would have mixed. */
  | { kind: 'mix'; of: readonly [string, string]; gain: number }
  /** A grey map as heat that covers the more the higher it is. */
  | { kind: 'heat'; of: readonly [string]; gain: number }
  /** A grey map as opacity: what is erased where two answers are far apart. */
  | { kind: 'mask'; of: readonly [string]; gain: number };

export const opKey = ({ kind, of, gain }: LayerOp): string => `${kind}*${gain}:${of.join('|')}`;

/** RGBA bytes, as canvas gives and takes them. */
type Pixels = Uint8ClampedArray;

const HEAT = heatTable();

/** Computes a layer in place of the first picture's pixels. All pictures are of one size. */
export function computeLayer(op: LayerOp, pictures: readonly Pixels[]): Pixels {
  const [first, second] = pictures;
  if (!first || pictures.some(({ length }) => length !== first.length)) {
    throw new RangeError('The pictures of a layer have to be of one size.');
  }
  if (op.kind === 'heat') return heat(first, op.gain);
  if (op.kind === 'mask') return mask(first, op.gain);
  if (!second) throw new RangeError(`A ${op.kind} takes two pictures.`);
  return op.kind === 'mix' ? mix(first, second, op.gain) : difference(first, second, op.gain);
}

function mix(a: Pixels, b: Pixels, share: number): Pixels {
  for (let at = 0; at < a.length; at++) a[at] = a[at]! + share * (b[at]! - a[at]!);
  return a;
}

function difference(a: Pixels, b: Pixels, gain: number): Pixels {
  for (let at = 0; at < a.length; at += 4) {
    paint(a, at, Math.min(255, Math.round(largestDifference(a, b, at) * gain)), 255);
  }
  return a;
}

/** Of R, G and B, how far the two colours at `at` are apart, 0–255. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>, at = 0): number {
  const red = Math.abs(a[at]! - b[at]!);
  const green = Math.abs(a[at + 1]! - b[at + 1]!);
  return Math.max(red, green, Math.abs(a[at + 2]! - b[at + 2]!));
}

function heat(grey: Pixels, gain: number): Pixels {
  for (let at = 0; at < grey.length; at += 4) {
    const value = Math.min(255, Math.round(grey[at]! * gain));
    paint(grey, at, value, value);
  }
  return grey;
}

function mask(grey: Pixels, gain: number): Pixels {
  for (let at = 0; at < grey.length; at += 4) grey[at + 3] = Math.min(255, Math.round(grey[at]! * gain));
  return grey;
}

function paint(pixels: Pixels, at: number, value: number, alpha: number): void {
  pixels[at] = HEAT[value * 3]!;
  pixels[at + 1] = HEAT[value * 3 + 1]!;
  pixels[at + 2] = HEAT[value * 3 + 2]!;
  pixels[at + 3] = alpha;
}
