import { BLOCK, height, matched, most, radius, width } from './places';

/** Where the blocks of the group begin, in pixels of a plane, and how far each lies from the reference. */
const starts: usize = memory.data(4 * 32, 16);
const distances: usize = memory.data(4 * 32, 16);
/** Every pixel of the reference, four times. */
const reference: usize = memory.data(16 * 64, 16);

export function startOf(block: i32): i32 {
  return load<i32>(starts + ((<usize>block) << 2));
}

/**
 * Fills the group with the blocks of `matched` most like the one at (x, y), by squared distance, among those that begin
 * within the radius. Returns their number, a power of two; the reference is the first.
 */
export function findSimilar(x: i32, y: i32): i32 {
  const left = max(0, x - radius);
  const right = min(width - BLOCK, x + radius);
  const top = max(0, y - radius);
  const bottom = min(height - BLOCK, y + radius);
  const own = y * width + x;
  spreadReference(own);
  store<i32>(starts, own);
  store<f32>(distances, 0);
  let count = 1;
  let limit: f32 = Infinity;
  for (let row = top; row <= bottom; row++) {
    for (let start = row * width + left, last = row * width + right; start <= last; start += 8) {
      const from = matched + ((<usize>start) << 2);
      let near = f32x4.splat(0);
      let far = f32x4.splat(0);
      for (let line: i32 = 0; line < BLOCK; line++) {
        const candidate = from + ((<usize>(line * width)) << 2);
        const known = reference + ((<usize>line) << 7);
        near = eight(near, candidate, known);
        far = eight(far, candidate + 16, known);
        if (line & 1) {
          const within = v128.or(f32x4.lt(near, f32x4.splat(limit)), f32x4.lt(far, f32x4.splat(limit)));
          if (!v128.any_true(within)) break;
        }
      }
      const bound = f32x4.splat(limit);
      let within = i32x4.bitmask(f32x4.lt(near, bound)) | (i32x4.bitmask(f32x4.lt(far, bound)) << 4);
      while (within) {
        const lane = ctz(within);
        within &= within - 1;
        const at = start + lane;
        if (at > last) break;
        if (at === own) continue;
        const distance = laneOf(near, far, lane);
        if (distance >= limit) continue;
        count = insert(at, distance, count);
        if (count === most) limit = load<f32>(distances + ((<usize>(most - 1)) << 2));
      }
    }
  }
  return 1 << (31 - clz(count));
}

function laneOf(near: v128, far: v128, lane: i32): f32 {
  store<v128>(spare, near);
  store<v128>(spare + 16, far);
  return load<f32>(spare + ((<usize>lane) << 2));
}
const spare: usize = memory.data(32, 16);

/** Puts a block in its place among those that are nearer and farther, the farthest out where the group is full. */
function insert(start: i32, distance: f32, count: i32): i32 {
  let place = count < most ? count : most - 1;
  const grown = place === count ? count + 1 : count;
  for (; place > 1; place--) {
    const before = (<usize>(place - 1)) << 2;
    const other = load<f32>(distances + before);
    if (!(other > distance)) break;
    store<f32>(distances + before, other, 4);
    store<i32>(starts + before, load<i32>(starts + before), 4);
  }
  store<f32>(distances + ((<usize>place) << 2), distance);
  store<i32>(starts + ((<usize>place) << 2), start);
  return grown;
}

function spreadReference(own: i32): void {
  let to = reference;
  for (let line: i32 = 0; line < BLOCK; line++) {
    let from = matched + ((<usize>(own + line * width)) << 2);
    for (let i: i32 = 0; i < BLOCK; i++, from += 4, to += 16) store<v128>(to, v128.load32_splat(from));
  }
}

/** Adds the squared differences of one line of the reference to four blocks that begin one pixel apart. */
function eight(sum: v128, candidate: usize, known: usize): v128 {
  const a = f32x4.sub(v128.load(candidate, 0), v128.load(known, 0));
  const b = f32x4.sub(v128.load(candidate, 4), v128.load(known, 16));
  const c = f32x4.sub(v128.load(candidate, 8), v128.load(known, 32));
  const d = f32x4.sub(v128.load(candidate, 12), v128.load(known, 48));
  const e = f32x4.sub(v128.load(candidate, 16), v128.load(known, 64));
  const f = f32x4.sub(v128.load(candidate, 20), v128.load(known, 80));
  const g = f32x4.sub(v128.load(candidate, 24), v128.load(known, 96));
  const h = f32x4.sub(v128.load(candidate, 28), v128.load(known, 112));
  const ab = f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b));
  const cd = f32x4.add(f32x4.mul(c, c), f32x4.mul(d, d));
  const ef = f32x4.add(f32x4.mul(e, e), f32x4.mul(f, f));
  const gh = f32x4.add(f32x4.mul(g, g), f32x4.mul(h, h));
  return f32x4.add(sum, f32x4.add(f32x4.add(ab, cd), f32x4.add(ef, gh)));
}
