import type { Size } from './geometry';

/**
 * Where a pixel of one picture is seen in another: x' = (h0·x + h1·y + h2) / w, y' = (h3·x + h4·y + h5) / w with
 * w = h6·x + h7·y + 1, in pixels from the middle of the top left one.
 */
export type Homography = readonly [number, number, number, number, number, number, number, number];

export interface Point {
  x: number;
  y: number;
}

export const IDENTITY: Homography = [1, 0, 0, 0, 1, 0, 0, 0];

/** Moves by so many pixels. */
export const translation = ({ x, y }: Point): Homography => [1, 0, x, 0, 1, y, 0, 0];

export function mapPoint(h: Homography, { x, y }: Point): Point {
  const w = h[6] * x + h[7] * y + 1;
  return { x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w };
}

/** The map back. */
export function inverse([a, b, c, d, e, f, g, h]: Homography): Homography {
  const scale = a * e - b * d;
  const back = [e - f * h, c * h - b, b * f - c * e, f * g - d, a - c * g, c * d - a * f, d * h - e * g, b * g - a * h];
  return back.map((value) => value / scale) as unknown as Homography;
}

/** The middles of a picture's corner pixels, clockwise from the top left. */
function cornersOf({ width, height }: Size): [Point, Point, Point, Point] {
  const [right, bottom] = [width - 1, height - 1];
  return [
    { x: 0, y: 0 },
    { x: right, y: 0 },
    { x: right, y: bottom },
    { x: 0, y: bottom },
  ];
}

/** How far apart two maps take a picture's corners at most, in pixels. */
export function apartAt(size: Size, a: Homography, b: Homography): number {
  return Math.max(
    ...cornersOf(size).map((corner) => {
      const [first, second] = [mapPoint(a, corner), mapPoint(b, corner)];
      return Math.hypot(first.x - second.x, first.y - second.y);
    }),
  );
}

/** A map in words' terms, as it acts in the middle of a picture. */
export interface Motion {
  /** How far the middle moves, in pixels. */
  shift: Point;
  /** Clockwise as seen on screen, in degrees. */
  turn: number;
  /** 1: the size stays. */
  zoom: number;
  /** What shift, turn and zoom leave at a corner, in pixels at most. */
  perspective: number;
}

export function motionOf(h: Homography, size: Size): Motion {
  const middle = { x: (size.width - 1) / 2, y: (size.height - 1) / 2 };
  const at = mapPoint(h, middle);
  const step = Math.min(size.width, size.height) / 4;
  const along = (dx: number, dy: number) => {
    const [ahead, behind] = [
      mapPoint(h, { x: middle.x + dx, y: middle.y + dy }),
      mapPoint(h, { x: middle.x - dx, y: middle.y - dy }),
    ];
    return { x: (ahead.x - behind.x) / (2 * step), y: (ahead.y - behind.y) / (2 * step) };
  };
  const [right, down] = [along(step, 0), along(0, step)];
  const [cosine, sine] = [(right.x + down.y) / 2, (right.y - down.x) / 2];
  const similar: Homography = [
    cosine,
    -sine,
    at.x - cosine * middle.x + sine * middle.y,
    sine,
    cosine,
    at.y - sine * middle.x - cosine * middle.y,
    0,
    0,
  ];
  return {
    shift: { x: at.x - middle.x, y: at.y - middle.y },
    turn: (Math.atan2(sine, cosine) * 180) / Math.PI,
    zoom: Math.hypot(cosine, sine),
    perspective: apartAt(size, h, similar),
  };
}

/** First one map, then the other: where `second` takes what `first` gives. */
export function composed(second: Homography, first: Homography): Homography {
  const product = multiply([...second, 1], [...first, 1]);
  return product.slice(0, 8).map((value) => value / product[8]!) as unknown as Homography;
}

/** The product of two 3×3 matrices, by rows. */
export function multiply(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [3 * Math.floor(i / 3), i % 3];
    return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!;
  });
}
