import type { Rect } from '@contract/model-spec';
import type { Plane } from '../image/plane';
import { leftOutWithin } from '../patches/left-out';
import { BLOCK, BLOCK_AREA, hadamard, inverseDct } from './dct';
import { forEachGroup, type Stack, type Walk } from './groups';
import type { NoiseLaw } from './noise-law';
import type { Planes } from './opponent';
import { addSample, curvesOf, emptyFit, gainOf, type CurveFit, type Shrinkage } from './shrinkage';

/** One pass over a picture: the coefficients of the noisy groups are shrunk by what those of the guide say of them. */
export interface Pass {
  noisy: Planes;
  /** What signal-to-noise ratios are read off; absent: the noisy picture itself. */
  guide?: Planes;
  /** The plane in which blocks are compared. */
  matched: Float32Array;
  law: NoiseLaw;
  walk: Walk;
  /** Reference blocks begin within this area, at multiples of the walk's step from the anchor. */
  area: Rect;
  anchor: { x: number; y: number };
  /** Groups with a block that touches what is not 0 here teach nothing. */
  leftOut?: Plane;
}

/** Mean squared ratios, capped, that part flat, nearly flat, detailed and busy groups: of noisy ones, and of filtered ones. */
const LIMITS = { noisy: [1.1, 1.5, 3], guided: [0.05, 0.3, 1.5] } as const;
const activityLimits = ({ guide }: Pass): readonly number[] => (guide ? LIMITS.guided : LIMITS.noisy);

/** Blocks count more in their middle: a Kaiser window (β = 2), as in BM3D. */
const WINDOW = kaiser(2);

/** The picture that results from a pass: every pixel the weighted mean of all blocks that cover it. */
export function collaborate(pass: Pass, curves: Shrinkage): Planes {
  const { planes, width, height } = pass.noisy;
  const sums = planes.map(({ length }) => new Float32Array(length));
  const weights = planes.map(({ length }) => new Float32Array(length));
  walkThrough(pass, [], (stack) => {
    for (let channel = 0; channel < planes.length; channel++) {
      const [sum, total] = [sums[channel]!, weights[channel]!];
      const weight = shrink(stack, channel, curves, pass.guide ? 1 : 0, activityLimits(pass));
      const values = stack.values[0]![channel]!;
      hadamard(values, stack.count);
      for (let block = 0; block < stack.count; block++) {
        inverseDct(values, block * BLOCK_AREA);
        add(values, block * BLOCK_AREA, stack.starts[block]!, weight, width, sum, total);
      }
    }
  });
  for (const [channel, sum] of sums.entries()) {
    const [total, plane] = [weights[channel]!, planes[channel]!];
    for (let i = 0; i < sum.length; i++) sum[i] = total[i]! > 0 ? sum[i]! / total[i]! : plane[i]!;
  }
  return { planes: sums, width, height };
}

/** What of a pass's coefficients curves are fitted to, so that it comes nearest to the clean picture. */
export function sampleCurves(pass: Pass, clean: Planes): CurveFit {
  const fit = emptyFit(clean.planes.length);
  const guideAt = pass.guide ? 1 : 0;
  walkThrough(pass, [clean], ({ count, starts, values, precisions }) => {
    if (pass.leftOut && touches(pass.leftOut, starts.subarray(0, count))) return;
    for (let channel = 0; channel < clean.planes.length; channel++) {
      const [noisy, guide, truth] = [values[0]![channel]!, values[guideAt]![channel]!, values[guideAt + 1]![channel]!];
      const precision = precisions[channel]!;
      const curves = curvesOf(channel, guide, precision, count, activityLimits(pass));
      for (let at = 1; at < count * BLOCK_AREA; at++) {
        const coefficient = at & (BLOCK_AREA - 1);
        const over = precision[coefficient]!;
        const curve = curves[at < BLOCK_AREA ? at : BLOCK_AREA + coefficient]!;
        addSample(
          fit,
          curve,
          guide[at]! * guide[at]! * over,
          noisy[at]! * truth[at]! * over,
          noisy[at]! * noisy[at]! * over,
        );
      }
    }
  });
  return fit;
}

const touches = (mask: Plane, starts: Int32Array) =>
  starts.some((start) => leftOutWithin(mask, start % mask.width, Math.floor(start / mask.width), BLOCK, BLOCK) > 0);

function walkThrough(pass: Pass, others: Planes[], visit: (stack: Stack) => void): void {
  const pictures = [pass.noisy, ...(pass.guide ? [pass.guide] : []), ...others];
  forEachGroup(pictures, pass.matched, pass.law, pass, visit);
}

/** Shrinks one channel of a stack in place; the mean level stays. Returns the weight: one over the variance that is left. */
function shrink(stack: Stack, channel: number, curves: Shrinkage, guideAt: number, limits: readonly number[]): number {
  const values = stack.values[0]![channel]!;
  const guide = stack.values[guideAt]![channel]!;
  const [variance, precision] = [stack.variances[channel]!, stack.precisions[channel]!];
  const kinds = curvesOf(channel, guide, precision, stack.count, limits);
  let left = variance[0]!;
  for (let at = 1; at < stack.count * BLOCK_AREA; at++) {
    const coefficient = at & (BLOCK_AREA - 1);
    const kind = kinds[at < BLOCK_AREA ? at : BLOCK_AREA + coefficient]!;
    const gain = gainOf(curves, kind, guide[at]! * guide[at]! * precision[coefficient]!);
    values[at]! *= gain;
    left += gain * gain * variance[coefficient]!;
  }
  return 1 / left;
}

function add(
  values: Float32Array,
  from: number,
  to: number,
  weight: number,
  width: number,
  sums: Float32Array,
  weights: Float32Array,
): void {
  for (let i = 0; i < BLOCK_AREA; to += width) {
    for (let column = 0; column < BLOCK; column++, i++) {
      const share = weight * WINDOW[i]!;
      sums[to + column]! += share * values[from + i]!;
      weights[to + column]! += share;
    }
  }
}

/** [64] */
function kaiser(beta: number): Float32Array {
  const bessel = (x: number) => {
    let [term, sum] = [1, 1];
    for (let k = 1; k < 20; k++) sum += term *= (x / 2 / k) ** 2;
    return sum;
  };
  const line = Array.from({ length: BLOCK }, (_, i) => bessel(beta * Math.sqrt(1 - ((2 * i) / (BLOCK - 1) - 1) ** 2)));
  return Float32Array.from(
    { length: BLOCK_AREA },
    (_, i) => (line[Math.floor(i / BLOCK)]! * line[i % BLOCK]!) / bessel(beta) ** 2,
  );
}
