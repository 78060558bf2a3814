import type { Rect } from '@contract/model-spec';
import type { Plane } from '../image/plane';
import { doBands } from './band-kernel';
import { bandsOf, type BandWork, type Walk } from './bands';
import { BLOCK } from './dct';
import type { NoiseLaw } from './noise-law';
import { sharedFloats, type Planes } from './opponent';
import { shrinkageLength, type CurveFit, type Shrinkage } from './shrinkage';

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

/** The picture that results from a pass: every pixel the weighted mean of all blocks that cover it. */
export function collaborate(pass: Pass, curves: Shrinkage): Planes {
  const { planes, width, height } = pass.noisy;
  const [sums, weights] = [
    planes.map(({ length }) => sharedFloats(length)),
    planes.map(({ length }) => sharedFloats(length)),
  ];
  walkThrough(pass, () => ({ curves, sums, weights }));
  for (const [channel, sum] of sums.entries()) {
    const [total, plane] = [weights[channel]!, planes[channel]!];
    for (let i = 0; i < sum.length; i++) sum[i] = total[i]! > 0 ? sum[i]! / total[i]! : plane[i]!;
  }
  return { planes: sums, width, height };
}

/** What of a pass's coefficients curves are fitted to, so that it comes nearest to the clean picture. */
export function sampleCurves(pass: Pass, { planes: truth }: Planes): CurveFit {
  const length = shrinkageLength(truth.length);
  let fits: Float64Array = new Float64Array();
  const leftOut = pass.leftOut && new Uint8Array(new SharedArrayBuffer(pass.leftOut.data.length));
  leftOut?.set(pass.leftOut!.data.map((value) => Number(value !== 0)));
  walkThrough(pass, (bands) => {
    fits = new Float64Array(new SharedArrayBuffer(8 * 2 * length * bands));
    return { truth, fits, ...(leftOut ? { leftOut } : {}) };
  });
  const fit: CurveFit = { products: new Float64Array(length), squares: new Float64Array(length) };
  for (let first = 0; first < fits.length; first += 2 * length) {
    for (let i = 0; i < length; i++) {
      fit.products[i]! += fits[first + i]!;
      fit.squares[i]! += fits[first + length + i]!;
    }
  }
  return fit;
}

/** Where references lie in one direction: the first and the last place of a picture's side. */
function references(from: number, length: number, anchor: number, step: number, side: number): [number, number] {
  const first = from + ((((anchor - from) % step) + step) % step);
  return [first, Math.min(side - BLOCK, from + length - 1)];
}

/**
 * Walks through the groups of a pass, band by band. References lie where (x − anchor.x) and (y − anchor.y) are multiples of
 * the step, so that tiles of one picture have the same groups.
 */
function walkThrough(pass: Pass, resultOf: (bands: number) => BandWork['result']): void {
  const { noisy, guide, matched, law, walk, area, anchor } = pass;
  const { width, height, planes } = noisy;
  const rows = references(area.y, area.height, anchor.y, walk.step, height);
  const bands = bandsOf(...rows, walk.step);
  const work = {
    width,
    height,
    noisy: planes,
    ...(guide ? { guide: guide.planes } : {}),
    matched,
    law,
    walk,
    limits: guide ? LIMITS.guided : LIMITS.noisy,
    columns: references(area.x, area.width, anchor.x, walk.step, width),
    result: resultOf(bands.length),
  };
  doBands(work, bands);
}
