import type { HistoryPoint } from '@contract/model-card';
import type { LineChartData, Series } from './line-chart';
import { smooth } from './smooth';
import { text } from './strings';

export interface References {
  inputPsnr: number | null;
  linearPsnr: number | null;
}

/** The loss is averaged over a fortieth of the curve to each side. */
const SMOOTHED_OVER = 40;

const decibel = (value: number) => value.toFixed(2);

/** Loss against time, the noise of single batches averaged out. Zero has no place on a logarithmic axis and is left out. */
export function lossChart(history: readonly HistoryPoint[], endMs: number): LineChartData {
  const shown = history.filter((point) => point.loss > 0);
  const losses = smooth(
    shown.map((point) => point.loss),
    Math.floor(shown.length / SMOOTHED_OVER),
  );
  const points = shown.map((point, index) => ({ x: point.elapsedMs, y: losses[index]! }));
  const series: Series[] = [
    { label: text.train.lossSeries, token: '--series-loss', points, format: (value) => value.toPrecision(2) },
  ];
  return { series, logarithmic: true, endMs, showTime: true };
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
  return { series, logarithmic: false, endMs, showTime: false };
}

/** Right end of both time axes: a little past the last point, so that the first seconds do not jump about. */
export const chartEnd = (history: readonly HistoryPoint[]): number => Math.max(1000, history.at(-1)?.elapsedMs ?? 0);
