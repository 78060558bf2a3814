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
    const score = found.reduce((sum, shift) => sum + shift.score, 0);
    expect(score, `${step}: ${found.map(({ moved }) => moved).join('\n')}`).toBeLessThan(UNSEEN_SHIFT);
  };
}

/** Runs in the page, before anything else. Right after a press the work may move, the frame around it never. */
function collectShifts(): void {
  globalThis.layoutShifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[]) {
      const parts = sources.flatMap(({ node }) => (node instanceof Element ? node : (node?.parentElement ?? [])));
      const moved = hadRecentInput ? parts.filter((part) => part.closest('nav, footer') !== null) : parts;
      if (hadRecentInput && moved.length === 0) continue;
      globalThis.layoutShifts.push({
        score: value,
        moved: moved.map((part) => part.outerHTML.slice(0, 200)).join('\n'),
      });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

declare global {
  var layoutShifts: { score: number; moved: string }[];
}
