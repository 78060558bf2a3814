import { expect, it } from 'vitest';
import type { HistoryPoint } from '@contract/model-card';
import type { LineChartData } from '../../../../src-renderer/lib/charts/line-chart';
import { gameChart, lossChart, psnrChart } from '../../../../src-renderer/lib/charts/training-series';

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
  const drawn = (chart: LineChartData | null) => chart?.series.map((one) => [one.label, one.points.map(({ x }) => x)]);
  expect(drawn(lossChart(points, 400))).toEqual([['loss', [200, 300, 400]]]);
  expect(drawn(gameChart(points, 400))).toEqual([
    ['adversarial', [300, 400]],
    ['discriminator', [300, 400]],
  ]);
  expect(gameChart(points, 400)?.marks).toEqual([{ x: 300, label: '' }]);
  expect(gameChart(points.slice(0, 2), 400)).toBeNull();
});

it('marks the second stage, and none where there is one stage only', () => {
  expect(psnrChart(points, { inputPsnr: 25, linearPsnr: null }, 400).marks).toEqual([{ x: 300, label: 'stage 2' }]);
  const single = points.slice(0, 2);
  expect(lossChart(single, 400)).toMatchObject({ marks: [], series: [{ label: 'loss' }] });
});
