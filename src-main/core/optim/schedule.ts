/**
 * One-cycle learning rate: a linear rise over the first tenth of the steps to `peak`, then half a cosine down to a
 * thousandth of it. `step` counts from 0.
 */
export function oneCycleRate(step: number, totalSteps: number, peak: number): number {
  const warmUp = Math.max(1, Math.round(totalSteps / 10));
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  const progress = (step - warmUp) / Math.max(1, totalSteps - warmUp);
  return peak * Math.max(1e-3, 0.5 * (1 + Math.cos(Math.PI * progress)));
}
