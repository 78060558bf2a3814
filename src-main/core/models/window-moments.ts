import type { Plane } from '../image/plane';

/** Products of all k×k windows of a plane with themselves and with the value that each is to give, summed. */
export interface WindowMoments {
  /** Σ v·vᵀ of the windows v, row-major: [k², k²], symmetric. */
  own: Float64Array;
  /** Σ v·t: [k²]. */
  target: Float64Array;
}

/**
 * Of every window that fits, with the target's value at its middle. Two taps' sum depends on how far they are apart, but for
 * what enters and leaves at the borders, so one pass over the picture for each of those distances gives all: the exact sums
 * for a hundredth of the arithmetic of adding up window by window. Both planes have the same size.
 */
export function windowMoments(plane: Plane, target: Plane, k: number): WindowMoments {
  const taps = k * k;
  const own = new Float64Array(taps * taps);
  for (let down = 0; down < k; down++)
    for (let right = down === 0 ? 0 : 1 - k; right < k; right++)
      addDistance(plane, k, down, right, (x, y, sum) => {
        const [one, other] = [y * k + x, (y + down) * k + x + right];
        own[one * taps + other] = sum;
        own[other * taps + one] = sum;
      });
  return { own, target: targetMoments(plane, target, k) };
}

/** For each tap (x, y) whose partner, so much to the right and down, is a tap as well: the sum of both values' product. */
function addDistance(
  { data, width, height }: Plane,
  k: number,
  down: number,
  right: number,
  put: (x: number, y: number, sum: number) => void,
): void {
  const [across, along] = [width - k + 1, height - k + 1];
  const first = Math.max(0, -right);
  const [columns, rows] = [k - Math.abs(right), k - down];
  // Sums along each row of the picture, by the tap's column.
  const inRow = new Float64Array((height - down) * columns);
  for (let y = 0; y < height - down; y++) {
    const from = y * width + first;
    const partner = from + down * width + right;
    let sum = dot(data, from, data, partner, across);
    inRow[y * columns] = sum;
    for (let column = 1; column < columns; column++) {
      const [left, entered] = [column - 1, column - 1 + across];
      sum += data[from + entered]! * data[partner + entered]! - data[from + left]! * data[partner + left]!;
      inRow[y * columns + column] = sum;
    }
  }
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let y = 0; y < along; y++) sum += inRow[y * columns + column]!;
    put(first + column, 0, sum);
    for (let row = 1; row < rows; row++) {
      sum += inRow[(row - 1 + along) * columns + column]! - inRow[(row - 1) * columns + column]!;
      put(first + column, row, sum);
    }
  }
}

function targetMoments(plane: Plane, target: Plane, k: number): Float64Array {
  const { width, height } = plane;
  const radius = (k - 1) / 2;
  const [across, along] = [width - k + 1, height - k + 1];
  return Float64Array.from({ length: k * k }, (_, tap) => {
    const [x, y] = [tap % k, Math.floor(tap / k)];
    let sum = 0;
    for (let row = 0; row < along; row++)
      sum += dot(plane.data, (row + y) * width + x, target.data, (row + radius) * width + radius, across);
    return sum;
  });
}

/** Four sums beside each other: one would wait for each addition. */
function dot(a: Float32Array, fromA: number, b: Float32Array, fromB: number, count: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const even = count - (count % 4);
  for (let index = 0; index < even; index += 4) {
    s0 += a[fromA + index]! * b[fromB + index]!;
    s1 += a[fromA + index + 1]! * b[fromB + index + 1]!;
    s2 += a[fromA + index + 2]! * b[fromB + index + 2]!;
    s3 += a[fromA + index + 3]! * b[fromB + index + 3]!;
  }
  for (let index = even; index < count; index++) s0 += a[fromA + index]! * b[fromB + index]!;
  return s0 + s1 + s2 + s3;
}
