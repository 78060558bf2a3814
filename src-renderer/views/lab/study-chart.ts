import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Legend,
  type ChartConfiguration,
  type ScaleOptions,
} from 'chart.js';
import type { StudyAxis, StudyChart, StudySeries } from '@contract/study';
import type { Worded } from './study-names';
import { linearTicks, logTicks, tickLabel } from '../../lib/charts/chart-ticks';
import { endLabels, fontOf, px, type Series } from '../../lib/charts/line-chart';
import { studyNumber } from './study-format';
import { tokenColor } from '../../lib/charts/token-color';

Chart.register(BarController, BarElement, CategoryScale, Legend);

const TOKENS = ['--accent', '--series-loss', '--series-adversarial', '--series-discriminator', '--text'] as const;
/** Room for the names at the ends of lines: about this much for each letter, and the value, in rem. */
const LETTER = 0.35;
const VALUE = 3.5;
const MOST_TICKS = { x: 8, y: 5 };

type Configuration = ChartConfiguration<'line' | 'bar', { x: number; y: number }[]>;

/** The colour token of each series: what is compared with is grey, results take the series' colours in turn. */
export function seriesTokens(series: readonly Worded<StudySeries>[]): string[] {
  let results = 0;
  return series.map(({ reference }) => (reference ? '--text-soft' : TOKENS[results++ % TOKENS.length]!));
}

/** A chart of a study on the canvas; `update` redraws it with new data or after the theme has changed. */
export function studyChart(canvas: HTMLCanvasElement) {
  const host = canvas.parentElement!;
  let shown: Chart<'line' | 'bar', { x: number; y: number }[]> | null = null;
  return {
    update(chart: Worded<StudyChart>): void {
      shown?.destroy();
      shown = new Chart(canvas, configurationOf(chart, host));
    },
    destroy(): void {
      shown?.destroy();
    },
  };
}

const labelWidth = (series: readonly Worded<StudySeries>[]) =>
  px(VALUE + LETTER * Math.max(0, ...series.map(({ name }) => name.length)));

function configurationOf(chart: Worded<StudyChart>, host: HTMLElement): Configuration {
  const tokens = seriesTokens(chart.series);
  const isBars = chart.kind === 'bars';
  const ends = chart.series.map((one, index): Series => ({
    label: one.name,
    token: tokens[index]!,
    points: one.points.map(([x, y]) => ({ x, y })),
    format: studyNumber,
  }));
  return {
    type: isBars ? 'bar' : 'line',
    data: {
      datasets: chart.series.map((one, index) => ({
        label: one.name,
        data: one.points.filter(([x]) => !chart.x.logarithmic || x > 0).map(([x, y]) => ({ x, y })),
        borderColor: tokenColor(host, tokens[index]!),
        backgroundColor: tokenColor(host, tokens[index]!),
        borderWidth: isBars ? 0 : 1.5,
        borderDash: one.reference ? [4, 4] : [],
        pointRadius: one.reference ? 0 : 2.5,
        pointHitRadius: 8,
        tension: 0,
        categoryPercentage: 0.9,
        barPercentage: 0.95,
        maxBarThickness: 72,
      })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      layout: { padding: { right: isBars ? 8 : labelWidth(chart.series), top: 8 } },
      interaction: { mode: 'nearest', intersect: false },
      scales: { x: axis(chart.x, 'x', host, isBars), y: axis(chart.y, 'y', host, isBars) },
      plugins: {
        legend: {
          display: isBars && chart.series.length > 1,
          labels: { color: tokenColor(host, '--text'), boxWidth: 12 },
        },
        tooltip: tooltip(chart, host),
      },
    },
    plugins: isBars ? [] : [endLabels(() => ends, host)],
  } as Configuration;
}

function axis(one: Worded<StudyAxis>, which: 'x' | 'y', host: HTMLElement, isBars: boolean): ScaleOptions {
  const soft = tokenColor(host, '--text-soft');
  const line = tokenColor(host, '--line');
  const font = fontOf(host);
  const { categories } = one;
  const common = {
    title: { display: true, text: one.label, color: soft, font },
    border: { color: line, display: which === 'x' },
    grid: { color: line, display: which === 'y', drawTicks: false },
  };
  if (categories)
    return {
      ...common,
      type: 'linear',
      min: -0.5,
      max: categories.length - 0.5,
      afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
        scale.ticks = categories.map((_, value) => ({ value }));
      },
      ticks: { color: soft, font, callback: (value: number | string) => categories[Number(value)] ?? '' },
    };
  return {
    ...common,
    type: one.logarithmic ? 'logarithmic' : 'linear',
    ...(isBars && which === 'x' ? { offset: true } : {}),
    ...(isBars && which === 'y' ? { beginAtZero: true } : {}),
    ...(which === 'y' && !isBars && !one.logarithmic ? { grace: '8%' } : {}),
    afterBuildTicks: (scale: { min: number; max: number; ticks: { value: number }[] }) => {
      const between = one.logarithmic ? logTicks : linearTicks;
      scale.ticks = between(scale.min, scale.max, MOST_TICKS[which]).map((value) => ({ value }));
    },
    ticks: {
      color: soft,
      font,
      padding: 6,
      maxRotation: 0,
      callback: (value: number | string) => tickLabel(Number(value)),
    },
  };
}

function tooltip(chart: Worded<StudyChart>, host: HTMLElement) {
  const at = (axisOf: Worded<StudyAxis>, value: number) => axisOf.categories?.[value] ?? studyNumber(value);
  return {
    animation: false as const,
    displayColors: false,
    backgroundColor: tokenColor(host, '--raised'),
    borderColor: tokenColor(host, '--line'),
    borderWidth: 1,
    titleColor: tokenColor(host, '--text-soft'),
    bodyColor: tokenColor(host, '--text'),
    callbacks: {
      title: (items: { parsed: { x: number | null } }[]) => `${chart.x.label}: ${at(chart.x, items[0]?.parsed.x ?? 0)}`,
      label: (item: { dataset: { label?: string }; parsed: { y: number | null } }) =>
        `${item.dataset.label ?? ''} ${at(chart.y, item.parsed.y ?? 0)}`,
    },
  };
}
