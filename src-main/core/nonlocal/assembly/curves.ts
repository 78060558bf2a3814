import { AREA, curves, products, squares, BLOCK_BYTES } from './places';
import { precisionAt, varianceAt } from './noise';

/** Points of a curve, and the squared signal-to-noise ratio in its middle: as in shrinkage.ts. */
const POINTS: i32 = 32;
const MIDDLE: f32 = 8;
/** A coefficient counts no more than this for the activity of its group: one edge is not a texture. */
const CAP: f32 = 16;

/** Where each kind's curve begins, [channels · activities, 128], and the three limits of activity: the caller writes them. */
const kinds: usize = memory.data(4 * 12 * 128, 16);
const limits: usize = memory.data(16, 16);
export function curveStartsAt(): usize {
  return kinds;
}
export function limitsAt(): usize {
  return limits;
}

/** Where the curves of a group's channel begin: of the 64 coefficients that its blocks have in common, then of the others'. */
function kindsOf(channel: i32, guide: usize, count: i32): usize {
  const precision = precisionAt(channel);
  const cap = f32x4.splat(CAP);
  let sum = f32x4.splat(0);
  for (let block: i32 = 0, at = guide; block < count; block++, at += BLOCK_BYTES) {
    for (let i: usize = 0; i < BLOCK_BYTES; i += 16) {
      const value = v128.load(at + i);
      sum = f32x4.add(sum, f32x4.min(cap, f32x4.mul(f32x4.mul(value, value), v128.load(precision + i))));
    }
  }
  const mean = load<f32>(guide);
  let total =
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
  // The mean level is no activity.
  total -= min(CAP, mean * mean * load<f32>(precision));
  const activity = total / <f32>(count * AREA);
  let index = channel * 4;
  for (let i: usize = 0; i < 12; i += 4) if (activity > load<f32>(limits + i)) index++;
  return kinds + ((<usize>index) << 9);
}

/** Where squared ratios lie on a curve, in points. */
function placesOf(ratio: v128): v128 {
  return f32x4.div(f32x4.mul(f32x4.splat(<f32>(POINTS - 1)), ratio), f32x4.add(ratio, f32x4.splat(MIDDLE)));
}

/** Where a point of the curves lies in memory. */
function pointAt(point: i32): usize {
  return curves + ((<usize>point) << 2);
}

/** Shrinks one channel of a stack in place; the mean level stays. Returns its weight: one over the variance that is left. */
export function shrink(channel: i32, values: usize, guide: usize, count: i32): f32 {
  const precision = precisionAt(channel);
  const variance = varianceAt(channel);
  const common = kindsOf(channel, guide, count);
  const mean = load<f32>(values);
  const lastPair = i32x4.splat(POINTS - 2);
  let left = f32x4.splat(0);
  let meanGain: f32 = 0;
  for (let block: i32 = 0, at: usize = 0; block < count; block++, at += BLOCK_BYTES) {
    const kind = block === 0 ? common : common + 256;
    for (let i: usize = 0; i < BLOCK_BYTES; i += 16) {
      const known = v128.load(guide + at + i);
      const place = placesOf(f32x4.mul(f32x4.mul(known, known), v128.load(precision + i)));
      const point = i32x4.min_s(i32x4.trunc_sat_f32x4_s(place), lastPair);
      const share = f32x4.sub(place, f32x4.convert_i32x4_s(point));
      const curve = i32x4.add(point, v128.load(kind + i));
      const p0 = pointAt(i32x4.extract_lane(curve, 0));
      const p1 = pointAt(i32x4.extract_lane(curve, 1));
      const p2 = pointAt(i32x4.extract_lane(curve, 2));
      const p3 = pointAt(i32x4.extract_lane(curve, 3));
      const ab = v128.shuffle<f64>(v128.load64_zero(p0), v128.load64_zero(p1), 0, 2);
      const cd = v128.shuffle<f64>(v128.load64_zero(p2), v128.load64_zero(p3), 0, 2);
      const before = v128.shuffle<f32>(ab, cd, 0, 2, 4, 6);
      const after = v128.shuffle<f32>(ab, cd, 1, 3, 5, 7);
      const gain = f32x4.add(before, f32x4.mul(share, f32x4.sub(after, before)));
      if (block === 0 && i === 0) meanGain = f32x4.extract_lane(gain, 0);
      v128.store(values + at + i, f32x4.mul(gain, v128.load(values + at + i)));
      left = f32x4.add(left, f32x4.mul(f32x4.mul(gain, gain), v128.load(variance + i)));
    }
  }
  store<f32>(values, mean);
  const total =
    f32x4.extract_lane(left, 0) +
    f32x4.extract_lane(left, 1) +
    f32x4.extract_lane(left, 2) +
    f32x4.extract_lane(left, 3);
  return 1 / (total + (1 - meanGain * meanGain) * load<f32>(variance));
}

/** Takes in every coefficient but the mean level: degraded · clean and degraded², both divided by the noise's variance there. */
export function takeSamples(channel: i32, values: usize, guide: usize, truth: usize, count: i32): void {
  const precision = precisionAt(channel);
  const common = kindsOf(channel, guide, count);
  for (let index: i32 = 1; index < count * AREA; index++) {
    const at = (<usize>index) << 2;
    const coefficient = (<usize>(index & (AREA - 1))) << 2;
    const over = load<f32>(precision + coefficient);
    const kind = load<i32>((index < AREA ? common : common + 256) + coefficient);
    const known = load<f32>(guide + at);
    const value = load<f32>(values + at);
    const ratio = known * known * over;
    const place = (<f32>(POINTS - 1) * ratio) / (ratio + MIDDLE);
    const to = (<usize>(kind + <i32>Mathf.floor(place + 0.5))) << 3;
    store<f64>(products + to, load<f64>(products + to) + <f64>(value * load<f32>(truth + at) * over));
    store<f64>(squares + to, load<f64>(squares + to) + <f64>(value * value * over));
  }
}
