import { NON_LOCAL_LAYOUT } from '@contract/methods';
import { expect, it } from 'vitest';
import {
  fittedShrinkage,
  fittedStrengths,
  ratioAt,
  shrinkageLength,
  usualShrinkage,
  WIENER,
} from '../../../src-main/core/nonlocal/shrinkage';

const { points: POINTS } = NON_LOCAL_LAYOUT;

/** Of the flat groups of a grey picture: at each point of a curve as much is signal as `gain` says. */
function fitTo(gain: (ratio: number) => number) {
  const length = shrinkageLength(1);
  const filled = (at: (point: number) => number) => Float64Array.from({ length }, (_, i) => (i < POINTS ? at(i) : 0));
  return { products: filled((point) => 1e5 * gain(ratioAt(point))), squares: filled(() => 1e5) };
}
/** Where the curves of the next activity begin. */
const busier = shrinkageLength(1) / 4;
const measured = [4, 10, 18];

it('finds the strength of a family again, for what it saw only', () => {
  const curves = fittedStrengths(
    fitTo((ratio) => WIENER.gain(0.5, ratio)),
    WIENER,
  );
  for (const point of measured) {
    expect(curves[point]).toBeCloseTo(WIENER.gain(0.5, ratioAt(point)), 1);
    expect(curves[busier + point]).toBeCloseTo(WIENER.gain(WIENER.usual, ratioAt(point)), 1);
  }
});

it('follows what is of no family only where curves are free', () => {
  const fit = fitTo(() => 0.4);
  expect(fittedShrinkage(fit, usualShrinkage(1, WIENER))[18]).toBeLessThan(0.6);
  expect(fittedStrengths(fit, WIENER)[18]).toBeGreaterThan(0.75);
});
