import { createRequire } from 'node:module';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright';
import sharp from 'sharp';

/** @typedef {import('../../src-preload/contract/study').StudyResult} StudyResult */
/** @typedef {import('../../src-preload/contract/study').StudyChart} StudyChart */

const SIZE = { width: 760, height: 420 };

/**
 * Draws every chart with chart.js in a browser, as PNG files below `folder`: study/noise-1.png, …
 * @param {StudyResult[]} results
 * @param {string} folder
 * @param {string} executablePath the browser's
 */
export async function drawPlots(results, folder, executablePath) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ viewport: SIZE });
    for (const { study, charts } of results) {
      for (const [index, chart] of charts.entries()) {
        const path = join(folder, 'study', `${study}-${index + 1}.png`);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, await draw(page, chart));
      }
    }
  } finally {
    await browser.close();
  }
}

const chartFile = createRequire(import.meta.url)
  .resolve('chart.js')
  .replace(/chart\.c?js$/, 'chart.umd.js');

/**
 * @param {import('playwright').Page} page
 * @param {StudyChart} chart
 * @returns {Promise<Buffer>}
 */
async function draw(page, chart) {
  await page.setContent(
    `<body style="margin:0;background:#fff"><canvas width="${SIZE.width}" height="${SIZE.height}">`,
  );
  await page.addScriptTag({ path: chartFile });
  await page.evaluate(paint, chart);
  // A few colours are all there is: a third of the bytes.
  return sharp(await page.screenshot())
    .png({ palette: true, colours: 64, effort: 10 })
    .toBuffer();
}

/**
 * Runs in the page: nothing from outside but its argument is there.
 * @param {StudyChart} chart
 */
function paint({ title, kind, x, y, series }) {
  const colors = ['#1f6f8b', '#c2571a', '#3f7d3a', '#7a4fa3', '#a3304f', '#8a7a1f', '#2f4b9c'];
  const grey = '#7c7c7c';
  const named = x.categories !== undefined;
  const dashes = [
    [6, 4],
    [2, 3],
  ];
  let used = 0;
  let referred = 0;
  const datasets = series.map(({ name, points, reference = false }) => {
    const color = reference ? grey : (colors[used++ % colors.length] ?? grey);
    return {
      label: name,
      data: named
        ? (x.categories ?? []).map((_, index) => points.find(([at]) => at === index)?.[1] ?? null)
        : points.map(([at, value]) => ({ x: at, y: value })),
      borderColor: color,
      backgroundColor: color,
      borderWidth: kind === 'bars' ? 0 : 2,
      borderDash: reference ? dashes[referred++ % dashes.length] : [],
      pointRadius: reference || points.length > 40 ? 0 : 2.5,
      tension: 0,
    };
  });
  const range = (/** @type {0 | 1} */ axis) => {
    const values = series.flatMap(({ points }) => points.map((point) => point[axis]));
    return { lowest: Math.min(...values), highest: Math.max(...values) };
  };
  const { lowest, highest } = range(1);
  const font = { size: 13 };
  /** Of a logarithmic axis only 1, 2, 3 and 5 of each decade are written, of a long one 1 and 3. */
  const writeTicks = (/** @type {0 | 1} */ axis) => {
    const ends = range(axis);
    const written = ends.highest > 500 * ends.lowest ? [1, 3] : [1, 2, 3, 5];
    return (/** @type {number} */ value) => {
      const leading = Number(value.toExponential(3).split('e')[0]);
      if (!written.includes(leading)) return '';
      return value >= 1 ? value.toLocaleString('en') : value.toExponential(0);
    };
  };
  const ticks = (/** @type {0 | 1} */ axis, logarithmic = false) => ({
    color: '#444',
    ...(logarithmic ? { callback: writeTicks(axis), maxRotation: 0, autoSkip: false } : {}),
  });
  const { Chart, document } = /** @type {any} */ (globalThis);
  new Chart(document.querySelector('canvas'), {
    type: kind === 'bars' ? 'bar' : 'line',
    data: { labels: x.categories, datasets },
    options: {
      animation: false,
      responsive: false,
      color: '#222',
      layout: { padding: 10 },
      plugins: {
        title: { display: true, text: title, color: '#222', font: { size: 15, weight: '600' } },
        legend: {
          position: 'bottom',
          labels: { boxWidth: 24, ...(kind === 'bars' ? {} : { boxHeight: 0 }), color: '#222', font, padding: 14 },
        },
      },
      scales: {
        x: {
          type: named ? 'category' : x.logarithmic ? 'logarithmic' : 'linear',
          bounds: 'data',
          title: { display: true, text: x.label, color: '#222', font },
          ticks: ticks(0, x.logarithmic),
          grid: { display: false },
        },
        y: {
          type: y.logarithmic ? 'logarithmic' : 'linear',
          title: { display: true, text: y.label, color: '#222', font },
          // Bars of decibels differ little: they begin just below the least.
          ...(kind === 'bars' && lowest > 10 ? { min: Math.floor(lowest - (highest - lowest) / 2) } : {}),
          ticks: ticks(1, y.logarithmic),
          grid: { color: '#e4e4e4' },
        },
      },
    },
  });
}
