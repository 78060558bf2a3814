import { BLOCK } from './dct';

/** A group of similar blocks: where each one begins in a plane of `width` columns, the reference first. */
export interface Group {
  starts: Int32Array;
  distances: Float32Array;
  count: number;
}

export function emptyGroup(most: number): Group {
  return { starts: new Int32Array(most), distances: new Float32Array(most), count: 0 };
}

/**
 * Fills a group with the blocks most like the one at (x, y), by squared distance, among those that begin within `radius`
 * pixels; as many as fit into the group, cut to a power of two.
 */
export function findSimilar(
  plane: Float32Array,
  size: { width: number; height: number },
  at: { x: number; y: number },
  radius: number,
  group: Group,
): void {
  const { width } = size;
  const reference = at.y * width + at.x;
  const [left, right] = [Math.max(0, at.x - radius), Math.min(width - BLOCK, at.x + radius)];
  const [top, bottom] = [Math.max(0, at.y - radius), Math.min(size.height - BLOCK, at.y + radius)];
  const { starts, distances } = group;
  const most = starts.length;
  starts[0] = reference;
  distances[0] = 0;
  let count = 1;
  let limit = Infinity;
  for (let y = top; y <= bottom; y++) {
    for (let start = y * width + left, last = y * width + right; start <= last; start++) {
      if (start === reference) continue;
      const distance = squaredDistance(plane, width, reference, start, limit);
      if (distance >= limit) continue;
      let place = count < most ? count++ : most - 1;
      for (; place > 1 && distances[place - 1]! > distance; place--) {
        distances[place] = distances[place - 1]!;
        starts[place] = starts[place - 1]!;
      }
      distances[place] = distance;
      starts[place] = start;
      if (count === most) limit = distances[most - 1]!;
    }
  }
  group.count = 2 ** Math.floor(Math.log2(count));
}

/** The sum of squared differences of two blocks, given up once it passes `limit`. */
function squaredDistance(plane: Float32Array, width: number, a: number, b: number, limit: number): number {
  let sum = 0;
  for (let row = 0; row < BLOCK && sum < limit; row++, a += width, b += width) {
    const d0 = plane[a]! - plane[b]!;
    const d1 = plane[a + 1]! - plane[b + 1]!;
    const d2 = plane[a + 2]! - plane[b + 2]!;
    const d3 = plane[a + 3]! - plane[b + 3]!;
    const d4 = plane[a + 4]! - plane[b + 4]!;
    const d5 = plane[a + 5]! - plane[b + 5]!;
    const d6 = plane[a + 6]! - plane[b + 6]!;
    const d7 = plane[a + 7]! - plane[b + 7]!;
    sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4 + d5 * d5 + d6 * d6 + d7 * d7;
  }
  return sum;
}
