import { expect, it } from 'vitest';
import {
  addSample,
  emptyFit,
  fittedShrinkage,
  fittedStrengths,
  gainOf,
  shrinkageLength,
  usualShrinkage,
  WIENER,
} from '../../../src-main/core/nonlocal/shrinkage';

const ratios = Array.from({ length: 400 }, (_, i) => 0.05 * (i + 1));
/** Of the flat groups of a grey picture: of each ratio as much is signal as `gain` says. */
function fitTo(gain: (ratio: number) => number) {
  const fit = emptyFit(1);
  for (const ratio of ratios) addSample(fit, 0, ratio, 5000 * gain(ratio), 5000);
  return fit;
}
/** Where the curves of the next activity begin. */
const busier = shrinkageLength(1) / 4;

it('finds the strength of a family again, for what it saw only', () => {
  const curves = fittedStrengths(
    fitTo((ratio) => WIENER.gain(0.5, ratio)),
    WIENER,
  );
  for (const ratio of [0.5, 2, 8]) {
    expect(gainOf(curves, 0, ratio)).toBeCloseTo(WIENER.gain(0.5, ratio), 1);
    expect(gainOf(curves, busier, ratio)).toBeCloseTo(WIENER.gain(WIENER.usual, ratio), 1);
  }
});

it('follows what is of no family only where curves are free', () => {
  const fit = fitTo(() => 0.4);
  expect(gainOf(fittedShrinkage(fit, usualShrinkage(1, WIENER)), 0, 12)).toBeLessThan(0.6);
  expect(gainOf(fittedStrengths(fit, WIENER), 0, 12)).toBeGreaterThan(0.75);
});
