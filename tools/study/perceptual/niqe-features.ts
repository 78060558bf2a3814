import type { Plane } from '../../../src-main/core/image/plane';

/** Features of one block at one scale. */
export const FEATURES = 18;

/** Shapes from 0.2 to 10 of a generalised Gaussian, and the ratio of moments of each. */
const SHAPES = Array.from({ length: 9801 }, (_, index) => 0.2 + index / 1000);
const RATIOS = SHAPES.map((shape) => gamma(2 / shape) ** 2 / (gamma(1 / shape) * gamma(3 / shape)));
/** Each value times its neighbour to the right, below, below to the right and below to the left. */
const NEIGHBOURS = [
  [0, 1],
  [1, 0],
  [1, 1],
  [1, -1],
] as const;

/** An asymmetric generalised Gaussian fitted by moments: its shape, and the scale of its left and right half. */
interface Fitted {
  shape: number;
  left: number;
  right: number;
}

/** Shape and scale of a block of normalised values and of the products of neighbours. */
export function blockFeatures(block: Plane): number[] {
  const own = fit(block.data);
  const products = NEIGHBOURS.map(([down, across]) => fit(product(block, down, across)));
  return [
    own.shape,
    (own.left + own.right) / 2,
    ...products.flatMap(({ shape, left, right }) => [
      shape,
      ((right - left) * gamma(2 / shape)) / gamma(1 / shape),
      left,
      right,
    ]),
  ];
}

/** Each value times the one so many rows above and columns before it; the block goes round. */
function product({ data, width, height }: Plane, down: number, across: number): Float32Array {
  return data.map((value, at) => {
    const row = (Math.floor(at / width) - down + height) % height;
    const column = ((at % width) - across + width) % width;
    return value * data[row * width + column]!;
  });
}

function fit(values: Float32Array): Fitted {
  const rootMeanSquare = (keep: (value: number) => boolean) => {
    const kept = values.filter(keep);
    return Math.sqrt(kept.reduce((sum, value) => sum + value ** 2, 0) / kept.length);
  };
  const [left, right] = [rootMeanSquare((value) => value < 0), rootMeanSquare((value) => value > 0)];
  const skew = left / right;
  const absolute = values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
  const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  const ratio = ((absolute ** 2 / square) * (skew ** 3 + 1) * (skew + 1)) / (skew ** 2 + 1) ** 2;
  const shape = SHAPES[nearest(ratio)]!;
  const scale = Math.sqrt(gamma(1 / shape) / gamma(3 / shape));
  return { shape, left: left * scale, right: right * scale };
}

/** Ratios grow with the shape: by halving. */
function nearest(ratio: number): number {
  let [low, high] = [0, RATIOS.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (RATIOS[middle]! < ratio) low = middle;
    else high = middle;
  }
  return ratio - RATIOS[low]! < RATIOS[high]! - ratio ? low : high;
}

/** Γ(x) for x > 0 (Lanczos, g = 7, nine terms). */
function gamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const below = x - 1;
  const series = terms.reduce((sum, term, index) => sum + (index === 0 ? term : term / (below + index)), 0);
  const at = below + 7.5;
  return Math.sqrt(2 * Math.PI) * at ** (below + 0.5) * Math.exp(-at) * series;
}
