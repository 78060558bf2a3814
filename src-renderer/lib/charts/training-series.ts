import type { HistoryPoint } from '@contract/model-card';
import { figures, fixed } from '../format';
import type { LineChartData, Series } from './line-chart';
import { smooth } from './smooth';
import { text } from '../strings';

export interface References {
  inputPsnr: number | null;
  linearPsnr: number | null;
}

/** The loss is averaged over a fortieth of the curve to each side. */
const SMOOTHED_OVER = 40;

const decibel = (value: number) => fixed(value, 2);

const LOSS = { label: () => text.train.lossSeries, token: '--series-loss', of: (point: HistoryPoint) => point.loss };
const GAME = [
  {
    label: () => text.train.adversarial,
    token: '--series-adversarial',
    of: (point: HistoryPoint) => point.adversarialLoss,
  },
  {
    label: () => text.train.discriminator,
    token: '--series-discriminator',
    of: (point: HistoryPoint) => point.discriminatorLoss,
  },
];

/** Loss on pixels against time, the noise of single batches averaged out. */
export const lossChart = (history: readonly HistoryPoint[], endMs: number): LineChartData =>
  chartOf(history, endMs, [LOSS]);

/** The two losses of stage 2 against the same time; null where it has not begun. */
export function gameChart(history: readonly HistoryPoint[], endMs: number): LineChartData | null {
  const chart = chartOf(history, endMs, GAME);
  return chart.series.length === 0 ? null : chart;
}

function chartOf(history: readonly HistoryPoint[], endMs: number, lines: readonly (typeof LOSS | (typeof GAME)[0])[]) {
  const series = lines.flatMap(({ label, token, of }): Series[] => {
    const points = smoothed(history, of);
    return points.length === 0 ? [] : [{ label: label(), token, points, format: (value) => figures(value, 2, 2) }];
  });
  return { series, logarithmic: true, endMs, showTime: true, marks: stageMarks(history, false) };
}

/** Zero has no place on a logarithmic axis and is left out. */
function smoothed(history: readonly HistoryPoint[], of: (point: HistoryPoint) => number | null) {
  const shown = history.flatMap((point) => {
    const y = of(point);
    return y === null || y <= 0 ? [] : [{ x: point.elapsedMs, y }];
  });
  const values = smooth(
    shown.map(({ y }) => y),
    Math.floor(shown.length / SMOOTHED_OVER),
  );
  return shown.map(({ x }, index) => ({ x, y: values[index]! }));
}

/** The first point of stage 2, if the training has come so far. */
export const secondStage = (points: readonly HistoryPoint[]): HistoryPoint | undefined =>
  points.find((point) => point.phase === 2);

/** Where stage 2 began; the word stands in the upper of the two charts. */
function stageMarks(history: readonly HistoryPoint[], named: boolean): LineChartData['marks'] {
  const start = secondStage(history);
  return start ? [{ x: start.elapsedMs, label: named ? text.train.stageMark : '' }] : [];
}

/** Held-out PSNR against the same time, with doing nothing and the linear filter as lines to beat. */
export function psnrChart(history: readonly HistoryPoint[], references: References, endMs: number): LineChartData {
  const points = history.flatMap((point) =>
    point.validationPsnr === null ? [] : [{ x: point.elapsedMs, y: point.validationPsnr }],
  );
  const level = (label: string, value: number | null): Series[] =>
    value === null
      ? []
      : [
          {
            label,
            token: '--text-soft',
            dashed: true,
            format: decibel,
            points: [
              { x: 0, y: value },
              { x: endMs, y: value },
            ],
          },
        ];
  const series: Series[] = [
    { label: text.train.model, token: '--accent', points, format: decibel },
    ...level(text.train.linear, references.linearPsnr),
    ...level(text.train.doingNothing, references.inputPsnr),
  ];
  return { series, logarithmic: false, endMs, showTime: false, marks: stageMarks(history, true) };
}

/** Right end of both time axes: a little past the last point, so that the first seconds do not jump about. */
export const chartEnd = (history: readonly HistoryPoint[]): number => Math.max(1000, history.at(-1)?.elapsedMs ?? 0);
