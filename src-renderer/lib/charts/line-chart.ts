import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  type ChartConfiguration,
  type Plugin,
} from 'chart.js';
import { linearTicks, logTicks, tickLabel, timeTicks } from './chart-ticks';
import { clock, figures } from '../format';
import { spreadLabels } from './spread-labels';
import { tokenColor } from './token-color';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Tooltip);

export interface Series {
  label: string;
  /** A colour token: '--accent'. */
  token: string;
  points: { x: number; y: number }[];
  dashed?: boolean;
  /** The value written at the end of the line. */
  format: (value: number) => string;
}

export interface LineChartData {
  series: Series[];
  logarithmic: boolean;
  /** Right end of the time axis in milliseconds, shared by charts that stand under each other. */
  endMs: number;
  /** The chart whose time axis is labelled. */
  showTime: boolean;
  /** Moments to mark, with a word for each. */
  marks: { x: number; label: string }[];
}

/** In rem, as all text: the root's size follows the screen and what the user chose. */
const FONT = 0.6875;
/** Room for the axis on the left and the labels on the right: equal in all charts, so that their times line up. */
const AXIS_WIDTH = 3.25;
const LABEL_WIDTH = 7;
const LABEL_GAP = 0.8125;
/** Narrower charts have a legend above them (LineChart.svelte). */
const NARROW = 22.5;
const NARROW_AXIS = 2.75;
const MARK_HEIGHT = 0.8125;

export const px = (rem: number): number => rem * parseFloat(getComputedStyle(document.documentElement).fontSize);
export const fontOf = (host: HTMLElement) => ({ family: getComputedStyle(host).fontFamily, size: px(FONT) });
const canvasFont = (host: HTMLElement): string => `${px(FONT)}px ${getComputedStyle(host).fontFamily}`;

/** A chart on the canvas; `update` redraws it with new data or after the theme has changed. */
export function lineChart(canvas: HTMLCanvasElement) {
  const host = canvas.parentElement!;
  let series: Series[] = [];
  let marks: LineChartData['marks'] = [];
  const plugins = [
    endLabels(
      () => series,
      host,
      () => !isNarrow(host),
    ),
    markLines(() => marks, host),
  ];
  const chart = new Chart(canvas, { ...emptyConfiguration(), plugins });
  return {
    update(data: LineChartData): void {
      ({ series, marks } = data);
      chart.data.datasets = data.series.map((one) => ({
        label: one.label,
        data: one.points,
        borderColor: tokenColor(host, one.token),
        borderWidth: 1.5,
        borderDash: one.dashed ? [4, 4] : [],
        pointRadius: 0,
        pointHitRadius: 0,
        tension: 0,
      }));
      chart.options = optionsFor(host, data);
      chart.update('none');
    },
    destroy(): void {
      chart.destroy();
    },
  };
}

const emptyConfiguration = (): ChartConfiguration<'line', { x: number; y: number }[]> => ({
  type: 'line',
  data: { datasets: [] },
  options: { animation: false, responsive: true, maintainAspectRatio: false },
});

function optionsFor(
  host: HTMLElement,
  { logarithmic, endMs, showTime, series, marks }: LineChartData,
): NonNullable<ChartConfiguration<'line', { x: number; y: number }[]>['options']> {
  const soft = tokenColor(host, '--text-soft');
  const line = tokenColor(host, '--line');
  const font = fontOf(host);
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    interaction: { mode: 'index', intersect: false },
    layout: {
      // Asked again when the size changes.
      padding: () => ({
        right: isNarrow(host) ? 8 : px(LABEL_WIDTH),
        top: marks.some(({ label }) => label !== '') ? px(MARK_HEIGHT) : 4,
      }),
    },
    scales: {
      x: {
        type: 'linear',
        min: 0,
        max: endMs,
        border: { color: line },
        grid: { display: false },
        afterBuildTicks: (scale) => {
          scale.ticks = timeTicks(endMs, 6).map((value) => ({ value }));
        },
        ticks: {
          display: showTime,
          color: soft,
          font,
          maxRotation: 0,
          callback: (value) => clock(Number(value)),
        },
      },
      y: {
        type: logarithmic ? 'logarithmic' : 'linear',
        border: { display: false },
        grid: { color: line, drawTicks: false },
        ...(logarithmic ? {} : { bounds: 'data', grace: '12%' }),
        afterBuildTicks: (scale) => {
          const ticks = (logarithmic ? logTicks : linearTicks)(scale.min, scale.max, 4);
          scale.ticks = ticks.map((value) => ({ value }));
        },
        afterFit: (scale) => {
          scale.width = px(isNarrow(host) ? NARROW_AXIS : AXIS_WIDTH);
        },
        ticks: {
          color: soft,
          font,
          padding: 6,
          maxTicksLimit: 4,
          callback: (value) => (logarithmic ? tickLabel(Number(value)) : figures(Number(value), 5)),
        },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        animation: false,
        displayColors: false,
        backgroundColor: tokenColor(host, '--raised'),
        borderColor: line,
        borderWidth: 1,
        titleColor: soft,
        bodyColor: tokenColor(host, '--text'),
        titleFont: font,
        bodyFont: font,
        callbacks: {
          title: (items) => clock(items[0]?.parsed.x ?? 0),
          label: (item) =>
            `${item.dataset.label ?? ''} ${series[item.datasetIndex]?.format(Number(item.parsed.y)) ?? ''}`,
        },
      },
    },
  };
}

const isNarrow = (host: HTMLElement): boolean => host.clientWidth > 0 && host.clientWidth < px(NARROW);

/** A thin upright line at each mark, its word at the top. */
function markLines(marks: () => LineChartData['marks'], host: HTMLElement): Plugin<'line'> {
  return {
    id: 'mark-lines',
    beforeDatasetsDraw(chart) {
      const { ctx: context, chartArea: area, scales } = chart;
      context.save();
      context.font = canvasFont(host);
      context.textBaseline = 'top';
      context.fillStyle = tokenColor(host, '--text-soft');
      for (const { x, label } of marks()) {
        const left = Math.round(scales['x']!.getPixelForValue(x));
        context.fillRect(left, area.top, 1, area.bottom - area.top);
        // Above the lines, not among them, and inside the chart.
        context.textAlign = left + context.measureText(label).width > area.right ? 'right' : 'left';
        context.fillText(label, left, area.top - px(MARK_HEIGHT));
      }
      context.restore();
    },
  };
}

/** Writes each line's name and last value at its end: no legend to look up. */
export function endLabels(series: () => Series[], host: HTMLElement, isWritten = () => true): Plugin<'line'> {
  return {
    id: 'end-labels',
    afterDatasetsDraw(chart) {
      const { ctx: context, chartArea: area, scales } = chart;
      const ends = series().flatMap((one) => {
        const last = one.points.at(-1);
        return last
          ? [{ one, x: scales['x']!.getPixelForValue(last.x), y: scales['y']!.getPixelForValue(last.y) }]
          : [];
      });
      const spread = spreadLabels(
        ends.map((end) => end.y),
        px(LABEL_GAP),
        area.top,
        area.bottom,
      );
      context.save();
      context.font = canvasFont(host);
      context.textBaseline = 'middle';
      // A rim in the colour of the ground keeps them legible where a line passes behind them.
      context.lineJoin = 'round';
      context.lineWidth = 3;
      context.strokeStyle = tokenColor(host, '--panel');
      const write = (words: string, left: number, middle: number) => {
        context.strokeText(words, left, middle);
        context.fillText(words, left, middle);
      };
      ends.forEach(({ one, x, y }, index) => {
        context.fillStyle = tokenColor(host, one.token);
        if (!one.dashed) {
          context.beginPath();
          context.arc(x, y, 2.5, 0, 2 * Math.PI);
          context.fill();
        }
        const value = one.format(one.points.at(-1)!.y);
        if (isWritten()) write(`${value} ${one.label}`, area.right + 8, spread[index]!);
      });
      context.restore();
    },
  };
}
