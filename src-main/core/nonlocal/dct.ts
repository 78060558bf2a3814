import { NON_LOCAL_LAYOUT } from '@contract/methods';

/** Side of the square blocks that are compared and filtered together, in pixels. */
export const BLOCK = NON_LOCAL_LAYOUT.block;
export const BLOCK_AREA = BLOCK * BLOCK;

const [C1, C2, C3, C5, C6, C7] = [1, 2, 3, 5, 6, 7].map((k) => Math.cos((k * Math.PI) / 16) / 2) as [
  number,
  number,
  number,
  number,
  number,
  number,
];
const C0 = Math.sqrt(1 / 8);

/** Orthonormal DCT-II of an 8×8 block, in place: the block begins at `at`. */
export function forwardDct(values: Float32Array, at: number): void {
  for (let row = 0; row < BLOCK; row++) forwardLine(values, at + row * BLOCK, 1);
  for (let column = 0; column < BLOCK; column++) forwardLine(values, at + column, BLOCK);
}

/** The inverse of `forwardDct`. */
export function inverseDct(values: Float32Array, at: number): void {
  for (let column = 0; column < BLOCK; column++) inverseLine(values, at + column, BLOCK);
  for (let row = 0; row < BLOCK; row++) inverseLine(values, at + row * BLOCK, 1);
}

/** Eight samples `step` apart: the even half by butterflies, the odd half as a 4×4 matrix. */
function forwardLine(v: Float32Array, at: number, step: number): void {
  const i1 = at + step;
  const i2 = i1 + step;
  const i3 = i2 + step;
  const i4 = i3 + step;
  const i5 = i4 + step;
  const i6 = i5 + step;
  const i7 = i6 + step;
  const d0 = v[at]! - v[i7]!;
  const d1 = v[i1]! - v[i6]!;
  const d2 = v[i2]! - v[i5]!;
  const d3 = v[i3]! - v[i4]!;
  const s0 = v[at]! + v[i7]!;
  const s1 = v[i1]! + v[i6]!;
  const s2 = v[i2]! + v[i5]!;
  const s3 = v[i3]! + v[i4]!;
  v[at] = (s0 + s3 + s1 + s2) * C0;
  v[i4] = (s0 + s3 - s1 - s2) * C0;
  v[i2] = (s0 - s3) * C2 + (s1 - s2) * C6;
  v[i6] = (s0 - s3) * C6 - (s1 - s2) * C2;
  v[i1] = d0 * C1 + d1 * C3 + d2 * C5 + d3 * C7;
  v[i3] = d0 * C3 - d1 * C7 - d2 * C1 - d3 * C5;
  v[i5] = d0 * C5 - d1 * C1 + d2 * C7 + d3 * C3;
  v[i7] = d0 * C7 - d1 * C5 + d2 * C3 - d3 * C1;
}

function inverseLine(v: Float32Array, at: number, step: number): void {
  const i1 = at + step;
  const i2 = i1 + step;
  const i3 = i2 + step;
  const i4 = i3 + step;
  const i5 = i4 + step;
  const i6 = i5 + step;
  const i7 = i6 + step;
  const sum = (v[at]! + v[i4]!) * C0;
  const difference = (v[at]! - v[i4]!) * C0;
  const outer = v[i2]! * C2 + v[i6]! * C6;
  const inner = v[i2]! * C6 - v[i6]! * C2;
  const [x1, x3, x5, x7] = [v[i1]!, v[i3]!, v[i5]!, v[i7]!];
  const d0 = x1 * C1 + x3 * C3 + x5 * C5 + x7 * C7;
  const d1 = x1 * C3 - x3 * C7 - x5 * C1 - x7 * C5;
  const d2 = x1 * C5 - x3 * C1 + x5 * C7 + x7 * C3;
  const d3 = x1 * C7 - x3 * C5 + x5 * C3 - x7 * C1;
  v[at] = sum + outer + d0;
  v[i7] = sum + outer - d0;
  v[i1] = difference + inner + d1;
  v[i6] = difference + inner - d1;
  v[i2] = difference - inner + d2;
  v[i5] = difference - inner - d2;
  v[i3] = sum - outer + d3;
  v[i4] = sum - outer - d3;
}
