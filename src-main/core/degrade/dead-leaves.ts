import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { ImageF32 } from '../image/image';
import { createRandom } from '../random';
import { randomLeaf, type Leaf } from './leaf';

/** Every pixel is the mean of 2×2 points. */
const POINTS = 2;
const CHANNELS = 3;

/** A picture in the making: the sums of the points seen so far, and which points are still bare. */
interface Canvas {
  size: number;
  sums: Float32Array;
  covered: Uint8Array;
  barePoints: number;
}

/**
 * Draws a 'dead leaves' picture: overlapping ellipses, rectangles and triangles of all sizes, front to back until nothing
 * is bare. RGB, `size` × `size` px, values rounded to 8 bits; the same seed always gives the same picture.
 */
export function drawDeadLeaves({ size, seed }: { size: number; seed: number }): ImageF32 {
  if (!Number.isInteger(size) || size < 1) throw new AppError('bad-input', say('degrade.size', { size }));
  const random = createRandom(seed);
  const points = (size * POINTS) ** 2;
  const canvas: Canvas = {
    size,
    sums: new Float32Array(size * size * CHANNELS),
    covered: new Uint8Array(points),
    barePoints: points,
  };
  while (canvas.barePoints > 0) layBehind(canvas, randomLeaf(random, size));
  const data = canvas.sums.map((sum) => Math.round(sum / POINTS ** 2) / 255);
  return { data, width: size, height: size, channels: CHANNELS };
}

/** Paints the leaf wherever nothing lies in front of it. */
function layBehind(canvas: Canvas, leaf: Leaf): void {
  const [top, bottom] = pointsWithin(leaf.y - leaf.reach, leaf.y + leaf.reach, canvas.size);
  for (let row = top; row <= bottom; row++) {
    const dy = center(row) - leaf.y;
    const span = leaf.span(dy);
    if (span === null) continue;
    const [first, last] = pointsWithin(leaf.x + span[0], leaf.x + span[1], canvas.size);
    paintRow(canvas, leaf, row, dy, first, last);
  }
}

function paintRow(canvas: Canvas, leaf: Leaf, row: number, dy: number, first: number, last: number): void {
  const rowStart = row * canvas.size * POINTS;
  const pixelRow = Math.floor(row / POINTS) * canvas.size;
  for (let column = first; column <= last; column++) {
    if (canvas.covered[rowStart + column]) continue;
    canvas.covered[rowStart + column] = 1;
    canvas.barePoints--;
    const tone = leaf.tone(center(column) - leaf.x, dy);
    const pixel = (pixelRow + Math.floor(column / POINTS)) * CHANNELS;
    for (let channel = 0; channel < CHANNELS; channel++) {
      canvas.sums[pixel + channel]! += Math.min(255, Math.max(0, leaf.color[channel]! + tone));
    }
  }
}

/** The middle of a point, in pixels. */
function center(point: number): number {
  return (point + 0.5) / POINTS;
}

/** The first and last point whose middle lies from `low` to `high` pixels, inside the picture; none when last < first. */
function pointsWithin(low: number, high: number, size: number): [first: number, last: number] {
  const first = Math.ceil(low * POINTS - 0.5);
  const last = Math.floor(high * POINTS - 0.5);
  return [Math.max(0, first), Math.min(size * POINTS - 1, last)];
}
