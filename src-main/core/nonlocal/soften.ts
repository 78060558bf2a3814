import { sharedFloats } from './opponent';

/** How far a softened pixel depends on others. */
export const SOFTEN_REACH = 2;

/** A plane softened by the binomial 5×5 kernel (σ 1 px), so that blocks are compared by content rather than noise. */
export function soften(plane: Float32Array, width: number, height: number): Float32Array {
  const across = new Float32Array(plane.length);
  const result = sharedFloats(plane.length);
  alongLines(plane, across, { lines: height, length: width, lineStep: width, step: 1 });
  alongLines(across, result, { lines: width, length: height, lineStep: 1, step: width });
  return result;
}

interface Lines {
  lines: number;
  length: number;
  lineStep: number;
  step: number;
}

function alongLines(from: Float32Array, to: Float32Array, { lines, length, lineStep, step }: Lines): void {
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    const last = start + (length - 1) * step;
    const near = (at: number) => from[at < start ? start : at > last ? last : at]!;
    for (let at = start; at <= last; at += step) {
      to[at] =
        (near(at - 2 * step) + near(at + 2 * step)) / 16 +
        (near(at - step) + near(at + step)) / 4 +
        (3 / 8) * from[at]!;
    }
  }
}
