import { BLOCK_BYTES, ROW_BYTES, height, sums, weights, width } from './places';
import { startOf } from './matching';

/** Cosines of the orthonormal DCT-II of eight samples, as in dct.ts. */
const C0: f32 = 0.35355339059327373;
const C1: f32 = 0.4903926402016152;
const C2: f32 = 0.46193976625564337;
const C3: f32 = 0.4157348061512726;
const C5: f32 = 0.2777851165098011;
const C6: f32 = 0.1913417161825449;
const C7: f32 = 0.09754516100806417;

/** Blocks count more in their middle: the window that the caller writes here, [64]. */
const window: usize = memory.data(256, 16);
export function windowAt(): usize {
  return window;
}

const spare: usize = memory.data(256, 16);

function times(a: v128, factor: f32): v128 {
  return f32x4.mul(a, f32x4.splat(factor));
}
function plus(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}
function minus(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

/** The transform of four columns of eight rows that lie `stride` bytes apart, to rows of a block. */
function forwardColumns(from: usize, stride: usize, to: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + stride);
  const x2 = v128.load(from + 2 * stride);
  const x3 = v128.load(from + 3 * stride);
  const x4 = v128.load(from + 4 * stride);
  const x5 = v128.load(from + 5 * stride);
  const x6 = v128.load(from + 6 * stride);
  const x7 = v128.load(from + 7 * stride);
  const d0 = minus(x0, x7);
  const d1 = minus(x1, x6);
  const d2 = minus(x2, x5);
  const d3 = minus(x3, x4);
  const s0 = plus(x0, x7);
  const s1 = plus(x1, x6);
  const s2 = plus(x2, x5);
  const s3 = plus(x3, x4);
  const outer = plus(s0, s3);
  const inner = plus(s1, s2);
  const wide = minus(s0, s3);
  const narrow = minus(s1, s2);
  v128.store(to, times(plus(outer, inner), C0));
  v128.store(to, times(minus(outer, inner), C0), 4 * 32);
  v128.store(to, plus(times(wide, C2), times(narrow, C6)), 2 * 32);
  v128.store(to, minus(times(wide, C6), times(narrow, C2)), 6 * 32);
  v128.store(to, plus(plus(times(d0, C1), times(d1, C3)), plus(times(d2, C5), times(d3, C7))), 1 * 32);
  v128.store(to, minus(minus(times(d0, C3), times(d1, C7)), plus(times(d2, C1), times(d3, C5))), 3 * 32);
  v128.store(to, plus(minus(times(d0, C5), times(d1, C1)), plus(times(d2, C7), times(d3, C3))), 5 * 32);
  v128.store(to, minus(plus(minus(times(d0, C7), times(d1, C5)), times(d2, C3)), times(d3, C1)), 7 * 32);
}

/** The inverse of `forwardColumns`, from rows of a block to rows of a block. */
function inverseColumns(from: usize, to: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from, 1 * 32);
  const x2 = v128.load(from, 2 * 32);
  const x3 = v128.load(from, 3 * 32);
  const x4 = v128.load(from, 4 * 32);
  const x5 = v128.load(from, 5 * 32);
  const x6 = v128.load(from, 6 * 32);
  const x7 = v128.load(from, 7 * 32);
  const sum = times(plus(x0, x4), C0);
  const difference = times(minus(x0, x4), C0);
  const outer = plus(times(x2, C2), times(x6, C6));
  const inner = minus(times(x2, C6), times(x6, C2));
  const d0 = plus(plus(times(x1, C1), times(x3, C3)), plus(times(x5, C5), times(x7, C7)));
  const d1 = minus(minus(times(x1, C3), times(x3, C7)), plus(times(x5, C1), times(x7, C5)));
  const d2 = plus(minus(times(x1, C5), times(x3, C1)), plus(times(x5, C7), times(x7, C3)));
  const d3 = minus(plus(minus(times(x1, C7), times(x3, C5)), times(x5, C3)), times(x7, C1));
  const e0 = plus(sum, outer);
  const e1 = plus(difference, inner);
  const e2 = minus(difference, inner);
  const e3 = minus(sum, outer);
  v128.store(to, plus(e0, d0));
  v128.store(to, minus(e0, d0), 7 * 32);
  v128.store(to, plus(e1, d1), 1 * 32);
  v128.store(to, minus(e1, d1), 6 * 32);
  v128.store(to, plus(e2, d2), 2 * 32);
  v128.store(to, minus(e2, d2), 5 * 32);
  v128.store(to, plus(e3, d3), 3 * 32);
  v128.store(to, minus(e3, d3), 4 * 32);
}

/** Turns four rows of four values at `from` into columns at `to`. */
function turnQuarter(from: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from, 32);
  const c = v128.load(from, 64);
  const d = v128.load(from, 96);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(ef, gh, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(ef, gh, 2, 3, 6, 7), 96);
}

/** Rows for columns. */
function turn(from: usize, to: usize): void {
  turnQuarter(from, to);
  turnQuarter(from + 16, to + 128);
  turnQuarter(from + 128, to + 16);
  turnQuarter(from + 144, to + 144);
}

/** Takes the group's blocks out of a plane: their DCT, then a Walsh–Hadamard transform across them. Orthonormal. */
export function gatherBlocks(plane: usize, to: usize, count: i32): void {
  const stride = (<usize>width) << 2;
  const turned = spare;
  for (let block: i32 = 0, at = to; block < count; block++, at += BLOCK_BYTES) {
    const from = plane + ((<usize>startOf(block)) << 2);
    forwardColumns(from, stride, at);
    forwardColumns(from + 16, stride, at + 16);
    turn(at, turned);
    forwardColumns(turned, ROW_BYTES, at);
    forwardColumns(turned + 16, ROW_BYTES, at + 16);
  }
  hadamard(to, count);
}

/** Orthonormal, in place; its own inverse. */
export function hadamard(values: usize, count: i32): void {
  const bytes = <usize>count * BLOCK_BYTES;
  for (let half: usize = BLOCK_BYTES; half < bytes; half *= 2) {
    for (let first = values; first < values + bytes; first += 2 * half) {
      for (let a = first; a < first + half; a += 16) {
        const x = v128.load(a);
        const y = v128.load(a + half);
        v128.store(a, plus(x, y));
        v128.store(a + half, minus(x, y));
      }
    }
  }
  const scale = <f32>(1 / Math.sqrt(<f64>count));
  for (let a = values; a < values + bytes; a += 16) v128.store(a, times(v128.load(a), scale));
}

/** Transforms a stack back and adds its blocks to the sums of a channel, each pixel as often as the window and its weight say. */
export function addBlocks(channel: i32, values: usize, count: i32, weight: f32): void {
  hadamard(values, count);
  const plane = (<usize>(channel * width * height)) << 2;
  const stride = (<usize>width) << 2;
  const turned = spare;
  for (let block: i32 = 0, at = values; block < count; block++, at += BLOCK_BYTES) {
    inverseColumns(at, turned);
    inverseColumns(at + 16, turned + 16);
    turn(turned, at);
    inverseColumns(at, turned);
    inverseColumns(at + 16, turned + 16);
    let to = plane + ((<usize>startOf(block)) << 2);
    for (let row: usize = 0; row < BLOCK_BYTES; row += ROW_BYTES, to += stride) {
      addFour(turned + row, window + row, weight, to);
      addFour(turned + row + 16, window + row + 16, weight, to + 16);
    }
  }
}

function addFour(values: usize, shape: usize, weight: f32, to: usize): void {
  const share = times(v128.load(shape), weight);
  v128.store(sums + to, plus(v128.load(sums + to), f32x4.mul(share, v128.load(values))));
  v128.store(weights + to, plus(v128.load(weights + to), share));
}
