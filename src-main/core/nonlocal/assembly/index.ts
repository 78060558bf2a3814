/**
 * The arithmetic of the non-local filter, in AssemblyScript for WebAssembly's vectors: one band of reference blocks at a time.
 * The caller (band-kernel.ts) lays the pictures out in memory and says where they are.
 *
 * A picture's channels lie one after the other, [channels][rows · width] of f32. Blocks in a stack lie turned, columns first, as
 * their transform leaves them, and so does everything by coefficient.
 */
import { addBlocks, gatherBlocks, windowAt } from './blocks';
import { curveStartsAt, limitsAt, shrink, takeSamples } from './curves';
import { findSimilar, startOf } from './matching';
import { covariancesAt, deviationsAt, levelsAt, opponentRowsAt, setVariances } from './noise';
import {
  BLOCK,
  channels,
  guide,
  height,
  leftOut,
  matched,
  noisy,
  setPictures,
  setResults,
  setWalk,
  stack,
  step,
  truth,
  width,
} from './places';

export { covariancesAt, curveStartsAt, deviationsAt, levelsAt, limitsAt, opponentRowsAt, windowAt };
/** From where on memory is the caller's. */
export function freeAt(): usize {
  return __heap_base;
}
export { setPictures, setResults, setWalk };

/** Filters the groups whose references begin in the rectangle: adds their blocks to `sums`, and to `weights` how much each counts. */
export function filterBand(firstX: i32, lastX: i32, firstY: i32, lastY: i32): void {
  for (let y = firstY; y <= lastY; y += step) {
    for (let x = firstX; x <= lastX; x += step) {
      const count = openGroup(x, y);
      for (let channel: i32 = 0; channel < channels; channel++) {
        const values = stack(0, channel);
        const weight = shrink(channel, values, guide ? stack(1, channel) : values, count);
        addBlocks(channel, values, count, weight);
      }
    }
  }
}

/** Adds to `products` and `squares` what the same groups say of the best curves. */
export function sampleBand(firstX: i32, lastX: i32, firstY: i32, lastY: i32): void {
  for (let y = firstY; y <= lastY; y += step) {
    for (let x = firstX; x <= lastX; x += step) {
      const count = openGroup(x, y);
      if (leftOut && touchesLeftOut(count)) continue;
      for (let channel: i32 = 0; channel < channels; channel++) {
        const values = stack(0, channel);
        takeSamples(channel, values, guide ? stack(1, channel) : values, stack(2, channel), count);
      }
    }
  }
}

/** Finds the group of a reference and transforms it, of every picture that is there. Returns its number of blocks. */
function openGroup(x: i32, y: i32): i32 {
  const count = findSimilar(x, y);
  const bytes = (<usize>(width * height)) << 2;
  for (let channel: i32 = 0; channel < channels; channel++) {
    const plane = <usize>channel * bytes;
    gatherBlocks(noisy + plane, stack(0, channel), count);
    if (guide) gatherBlocks(guide + plane, stack(1, channel), count);
    if (truth) gatherBlocks(truth + plane, stack(2, channel), count);
  }
  setVariances(count);
  return count;
}

function touchesLeftOut(count: i32): bool {
  for (let block: i32 = 0; block < count; block++) {
    let from = leftOut + <usize>startOf(block);
    for (let row: i32 = 0; row < BLOCK; row++, from += <usize>width) if (load<u64>(from)) return true;
  }
  return false;
}
