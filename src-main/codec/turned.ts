/** How positions in a photo's picture as it is stored become positions in its upright result. */
export interface Turn {
  /** EXIF's number, 1 to 8. */
  orientation: number;
  stored: { width: number; height: number };
  result: { width: number; height: number };
}

/** A rectangle by its middle; all in parts of the picture, [0,1]. */
export interface Area {
  x: number;
  y: number;
  w: number;
  h: number;
}

type Point = readonly [x: number, y: number];

/** By EXIF's number (EXIF 2.32, 4.6.4, Orientation). */
const TURNS: readonly ((x: number, y: number) => Point)[] = [
  (x, y) => [x, y],
  (x, y) => [x, y],
  (x, y) => [1 - x, y],
  (x, y) => [1 - x, 1 - y],
  (x, y) => [x, 1 - y],
  (x, y) => [y, x],
  (x, y) => [1 - y, x],
  (x, y) => [1 - y, 1 - x],
  (x, y) => [y, 1 - x],
];

const liesOnItsSide = ({ orientation }: Turn): boolean => orientation > 4;

/** A rectangle of the stored picture in the result. */
export function turnedArea({ x, y, w, h }: Area, turn: Turn): Area {
  const [newX, newY] = TURNS[turn.orientation]!(x, y);
  return liesOnItsSide(turn) ? { x: newX, y: newY, w: h, h: w } : { x: newX, y: newY, w, h };
}

/**
 * What EXIF's SubjectArea and SubjectLocation hold, in pixels: a point, with a diameter, or with width and height.
 * Other numbers come back as they are.
 */
export function turnedSubject(numbers: readonly number[], turn: Turn): number[] {
  const [x = 0, y = 0, w = 0, h = 0] = numbers;
  if (numbers.length < 2 || numbers.length > 4) return [...numbers];
  const { stored, result } = turn;
  const area = turnedArea(
    { x: x / stored.width, y: y / stored.height, w: w / stored.width, h: h / stored.height },
    turn,
  );
  const middle = [area.x * result.width, area.y * result.height];
  const [across, down] = [area.w * result.width, area.h * result.height];
  const sides = Math.max(stored.width, stored.height);
  const diameter = (w * Math.max(result.width, result.height)) / sides;
  const size = numbers.length === 4 ? [across, down] : numbers.length === 3 ? [diameter] : [];
  return [...middle, ...size].map(Math.round);
}
