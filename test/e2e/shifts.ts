import type { Page } from '@playwright/test';
import { expect } from './app';

/** A line of numbers that grows by a digit scores below a thousandth; a verdict that pushes a section 0.0026. */
const UNSEEN_SHIFT = 0.002;

/** Loads the page anew and watches it. The answer expects that nothing has moved since it was asked the last time. */
export async function watchShifts(page: Page): Promise<(step: string) => Promise<void>> {
  await page.addInitScript(collectShifts);
  await page.reload();
  return async (step) => {
    // A frame for what is being laid out, and one for its entry.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const found = await page.evaluate(() => globalThis.layoutShifts.splice(0));
    expect(worstBurst(found), `${step}: ${found.map(({ moved }) => moved).join('\n')}`).toBeLessThan(UNSEEN_SHIFT);
  };
}

/** How far apart in time shifts of one burst are, and how long a burst lasts, as web vitals count them. */
const GAP_MS = 1000;
const BURST_MS = 5000;

/** The sum of the worst burst: numbers that grow by a digit now and then add up to nothing that is seen, however long that goes on. */
function worstBurst(shifts: readonly { score: number; atMs: number }[]): number {
  let [worst, sum, firstMs, lastMs] = [0, 0, -Infinity, -Infinity];
  for (const { score, atMs } of shifts) {
    const isSame = atMs - lastMs < GAP_MS && atMs - firstMs < BURST_MS;
    if (!isSame) [sum, firstMs] = [0, atMs];
    sum += score;
    lastMs = atMs;
    worst = Math.max(worst, sum);
  }
  return worst;
}

/** Runs in the page, before anything else. Right after a press the work may move, the window around it never. */
function collectShifts(): void {
  globalThis.layoutShifts = [];
  new PerformanceObserver((list) => {
    for (const { value, startTime, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
      const parts = sources.flatMap(({ node, previousRect, currentRect }) => {
        const part = node instanceof Element ? node : node?.parentElement;
        return part ? { part, from: previousRect, to: currentRect } : [];
      });
      const moved = hadRecentInput ? parts.filter(({ part }) => part.closest('nav, footer') !== null) : parts;
      if (hadRecentInput && moved.length === 0) continue;
      const placed = ({ x, y, width, height }: DOMRectReadOnly) => `${x},${y} ${width}×${height}`;
      globalThis.layoutShifts.push({
        score: value,
        atMs: startTime,
        moved: moved
          .map(({ part, from, to }) => `${placed(from)} → ${placed(to)} ${part.outerHTML.slice(0, 200)}`)
          .join('\n'),
      });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

declare global {
  var layoutShifts: { score: number; atMs: number; moved: string }[];
}
