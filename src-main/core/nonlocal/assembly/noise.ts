import { channels, stack } from './places';

/** Points of a channel's law, as in noise-law.ts. */
const LEVELS: i32 = 16;
/** A coefficient without any noise would divide by zero. */
const LEAST_VARIANCE: f32 = 1e-9;

/** The law as the caller writes it: levels and deviations [3, 16], covariances [6, 64], opponent rows [3, 3]. */
const levels: usize = memory.data(4 * 48, 16);
const deviations: usize = memory.data(4 * 48, 16);
const covariances: usize = memory.data(4 * 384, 16);
const rows: usize = memory.data(4 * 12, 16);
export function levelsAt(): usize {
  return levels;
}
export function deviationsAt(): usize {
  return deviations;
}
export function covariancesAt(): usize {
  return covariances;
}
export function opponentRowsAt(): usize {
  return rows;
}

/** The noise's variance of every coefficient of the group, and one over it: [channels][64] each. */
const variances: usize = memory.data(4 * 192, 16);
const precisions: usize = memory.data(4 * 192, 16);
const strengths: usize = memory.data(16, 16);

export function varianceAt(channel: i32): usize {
  return variances + ((<usize>channel) << 8);
}
export function precisionAt(channel: i32): usize {
  return precisions + ((<usize>channel) << 8);
}

function rowValue(row: i32, channel: i32): f32 {
  return load<f32>(rows + ((<usize>(row * channels + channel)) << 2));
}

/** Sets the variances from the group's mean levels: the law says how strong noise of such levels is. */
export function setVariances(count: i32): void {
  const scale = <f32>(1 / (8 * Math.sqrt(<f64>count)));
  for (let channel: i32 = 0; channel < channels; channel++) {
    let level: f32 = 0;
    for (let row: i32 = 0; row < channels; row++) level += rowValue(row, channel) * load<f32>(stack(0, row)) * scale;
    store<f32>(strengths + ((<usize>channel) << 2), deviationOf(channel, level));
  }
  for (let row: i32 = 0; row < channels; row++) setRow(row);
}

function setRow(row: i32): void {
  const to = varianceAt(row);
  const least = f32x4.splat(LEAST_VARIANCE);
  for (let at: usize = 0; at < 256; at += 16) v128.store(to + at, least);
  let pair: usize = covariances;
  for (let c: i32 = 0; c < channels; c++) {
    for (let d: i32 = c; d < channels; d++, pair += 256) {
      const share = (c === d ? <f32>1 : <f32>2) * rowValue(row, c) * rowValue(row, d);
      const factor = share * load<f32>(strengths + ((<usize>c) << 2)) * load<f32>(strengths + ((<usize>d) << 2));
      if (factor === 0) continue;
      const times = f32x4.splat(factor);
      for (let at: usize = 0; at < 256; at += 16) {
        v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(times, v128.load(pair + at))));
      }
    }
  }
  const over = precisionAt(row);
  for (let at: usize = 0; at < 256; at += 16) {
    // Channels that share all their noise leave next to none in their difference, or less than none by rounding.
    const variance = f32x4.max(least, v128.load(to + at));
    v128.store(to + at, variance);
    v128.store(over + at, f32x4.div(f32x4.splat(1), variance));
  }
}

/** The deviation of a channel's noise at a level, constant beyond the ends. */
function deviationOf(channel: i32, level: f32): f32 {
  const first = levels + ((<usize>(channel * LEVELS)) << 2);
  const own = deviations + ((<usize>(channel * LEVELS)) << 2);
  const last = (<usize>(LEVELS - 1)) << 2;
  if (!(level > load<f32>(first))) return load<f32>(own);
  if (level >= load<f32>(first + last)) return load<f32>(own + last);
  let at: usize = 0;
  while (load<f32>(first + at, 4) <= level) at += 4;
  const share = (level - load<f32>(first + at)) / (load<f32>(first + at, 4) - load<f32>(first + at));
  return load<f32>(own + at) + share * (load<f32>(own + at, 4) - load<f32>(own + at));
}
