import { expect, it } from 'vitest';
import type { HistoryPoint } from '@contract/model-card';
import { lossChart, psnrChart } from '../../../src-renderer/lib/training-series';

const points: HistoryPoint[] = [1, 2, 3, 4].map((step) => ({
  step,
  epoch: step,
  elapsedMs: step * 100,
  loss: step === 1 ? 0 : 0.1 / step,
  validationPsnr: 28,
  phase: step < 3 ? 1 : 2,
  adversarialLoss: step < 3 ? null : 0.7,
  discriminatorLoss: step < 3 ? null : 0.6,
}));

it('draws the losses of stage 2 from where it begins, and nothing at zero', () => {
  const { series, marks } = lossChart(points, 400);
  expect(series.map((one) => [one.label, one.points.map(({ x }) => x)])).toEqual([
    ['loss', [200, 300, 400]],
    ['adversarial', [300, 400]],
    ['discriminator', [300, 400]],
  ]);
  expect(marks).toEqual([{ x: 300, label: '' }]);
});

it('marks the second stage, and none where there is one stage only', () => {
  expect(psnrChart(points, { inputPsnr: 25, linearPsnr: null }, 400).marks).toEqual([{ x: 300, label: 'stage 2' }]);
  const single = points.slice(0, 2);
  expect(lossChart(single, 400)).toMatchObject({ marks: [], series: [{ label: 'loss' }] });
});
