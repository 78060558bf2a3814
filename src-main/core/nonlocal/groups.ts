import type { Rect } from '@contract/model-spec';
import { BLOCK, BLOCK_AREA, forwardDct, hadamard } from './dct';
import { emptyGroup, findSimilar } from './matching';
import { channelPairs, deviationAt, type NoiseLaw } from './noise-law';
import { opponentRows, type Planes } from './opponent';

/** How a picture is walked through. */
export interface Walk {
  /** Pixels between reference blocks. */
  step: number;
  /** How far similar blocks are looked for, in pixels. */
  radius: number;
  /** Blocks of a group: a power of two. */
  most: number;
}

/** The blocks of one group, transformed: [channels][count · 64] for each picture that is walked through together. */
export interface Stack {
  count: number;
  starts: Int32Array;
  values: Float32Array[][];
  /** The noise's variance of every coefficient, [channels][64]. */
  variances: Float32Array[];
  /** One over it. */
  precisions: Float32Array[];
}

/**
 * Walks through pictures of one size (opponent planes; the first is the noisy one), gathering groups of blocks that are
 * similar in `matched`. References lie where (x − anchor.x) and (y − anchor.y) are multiples of the step, so that tiles of
 * one picture have the same groups, and begin within the area. The stack is reused.
 */
export function forEachGroup(
  pictures: readonly Planes[],
  matched: Float32Array,
  law: NoiseLaw,
  { walk, anchor, area }: { walk: Walk; anchor: { x: number; y: number }; area: Rect },
  visit: (stack: Stack) => void,
): void {
  const { width, height, planes } = pictures[0]!;
  const channels = planes.length;
  const group = emptyGroup(walk.most);
  const buffer = () => Array.from({ length: channels }, () => new Float32Array(walk.most * BLOCK_AREA));
  const variances = Array.from({ length: channels }, () => new Float32Array(BLOCK_AREA));
  const precisions = variances.map((variance) => variance.slice());
  const stack: Stack = { count: 0, starts: group.starts, values: pictures.map(buffer), variances, precisions };
  const setVariances = varianceSetter(law);
  const first = (from: number, at: number) => from + ((((at - from) % walk.step) + walk.step) % walk.step);
  const [right, bottom] = [
    Math.min(width - BLOCK, area.x + area.width - 1),
    Math.min(height - BLOCK, area.y + area.height - 1),
  ];
  for (let y = first(area.y, anchor.y); y <= bottom; y += walk.step) {
    for (let x = first(area.x, anchor.x); x <= right; x += walk.step) {
      findSimilar(matched, { width, height }, { x, y }, walk.radius, group);
      stack.count = group.count;
      for (const [index, picture] of pictures.entries()) {
        for (let channel = 0; channel < channels; channel++) {
          gather(picture.planes[channel]!, width, stack, stack.values[index]![channel]!);
        }
      }
      setVariances(stack);
      visit(stack);
    }
  }
}

function gather(plane: Float32Array, width: number, { count, starts }: Stack, to: Float32Array): void {
  for (let block = 0, at = 0; block < count; block++, at += BLOCK_AREA) {
    let from = starts[block]!;
    for (let row = at; row < at + BLOCK_AREA; row += BLOCK, from += width) {
      for (let column = 0; column < BLOCK; column++) to[row + column] = plane[from + column]!;
    }
    forwardDct(to, at);
  }
  hadamard(to, count);
}

/** A coefficient without any noise would divide by zero. */
const LEAST_VARIANCE = 1e-9;

/** Sets a stack's variances from its mean levels: the law says how strong noise of such levels is. */
function varianceSetter(law: NoiseLaw): (stack: Stack) => void {
  const rows = opponentRows(law.channels);
  const pairs = channelPairs(law.channels);
  const deviations = new Float64Array(law.channels);
  // How much each pair of channels counts in each opponent colour: [rows][pairs].
  const shares = rows.map((row) => pairs.map(([c, d]) => (c === d ? 1 : 2) * row[c]! * row[d]!));
  const covariances = pairs.map((_, pair) => law.covariances.subarray(pair * BLOCK_AREA, (pair + 1) * BLOCK_AREA));
  return ({ count, values, variances, precisions }) => {
    const noisy = values[0]!;
    const scale = 1 / (BLOCK * Math.sqrt(count));
    for (let channel = 0; channel < law.channels; channel++) {
      let level = 0;
      for (let index = 0; index < rows.length; index++) level += rows[index]![channel]! * noisy[index]![0]! * scale;
      deviations[channel] = deviationAt(law, channel, level);
    }
    for (let index = 0; index < rows.length; index++) {
      const [to, precision] = [variances[index]!, precisions[index]!];
      to.fill(LEAST_VARIANCE);
      for (let pair = 0; pair < pairs.length; pair++) {
        const [c, d] = pairs[pair]!;
        const factor = shares[index]![pair]! * deviations[c]! * deviations[d]!;
        if (factor !== 0) addScaled(to, covariances[pair]!, factor);
      }
      for (let i = 0; i < BLOCK_AREA; i++) precision[i] = 1 / to[i]!;
    }
  };
}

function addScaled(to: Float32Array, from: Float32Array, factor: number): void {
  for (let i = 0; i < BLOCK_AREA; i++) to[i]! += factor * from[i]!;
}
