import type { Page } from '@playwright/test';

/** The smallest window, and a common one at twice the text size. */
const SIZES = [
  { width: 1024, height: 640, textScale: 1 },
  { width: 1280, height: 800, textScale: 2 },
];

/** What does not fit at these sizes: text that is cut, controls that are too small or out of reach, a page that scrolls. */
export async function misfits(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { width, height, textScale } of SIZES) {
    await page.setViewportSize({ width, height });
    await page.evaluate((scale) => {
      document.documentElement.style.setProperty('--text-scale', String(scale));
      return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }, textScale);
    const here = await page.evaluate(findMisfits);
    found.push(...here.map((misfit) => `${width} × ${height}, text × ${textScale}: ${misfit}`));
  }
  return found;
}

/** Runs in the page. */
function findMisfits(): string[] {
  const found = new Set<string>();
  const whole = document.documentElement;
  const top = document.querySelector('dialog[open]') ?? document.body;
  const nameOf = (element: Element) =>
    `${element.outerHTML.slice(0, 80)}… “${element.textContent.trim().slice(0, 40)}”`;
  const isSeen = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.getBoundingClientRect().width > 1 &&
    element.closest('.visually-hidden, option, title') === null;

  if (document.body.scrollWidth > innerWidth) found.add(`the page is ${document.body.scrollWidth} px wide`);
  if (document.body.scrollHeight > innerHeight) found.add(`the page is ${document.body.scrollHeight} px high`);

  /** Against each box around it that cuts; what lies outside of one that scrolls is reached by scrolling. */
  function checkText(text: Node, parent: Element): void {
    const range = document.createRange();
    range.selectNodeContents(text);
    let { left, right, top: above, bottom } = range.getBoundingClientRect();
    for (let box: Element | null = parent; box && box !== top.parentElement && box !== whole; box = box.parentElement) {
      const { overflowX, overflowY, textOverflow, pointerEvents } = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      const isCut = overflowX !== 'visible' && (right > edge.right + 1.5 || left < edge.left - 1.5);
      if (isCut && textOverflow === 'ellipsis') {
        // Whole in a title, or on a picture whose name stands elsewhere too.
        if (!parent.closest('[title]') && pointerEvents !== 'none')
          found.add(`shortened without a title: ${nameOf(box)}`);
      } else if (isCut && !/auto|scroll/.test(overflowX)) found.add(`cut at the side: ${nameOf(parent)}`);
      else if (isCut && box.closest('[tabindex], .chips') === null) found.add(`scrolls sideways: ${nameOf(box)}`);
      if (/hidden|clip/.test(overflowY) && (bottom > edge.bottom + 1.5 || above < edge.top - 1.5))
        found.add(`cut at the top or bottom: ${nameOf(parent)}`);
      if (overflowX !== 'visible') {
        [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
        [above, bottom] = [Math.max(above, edge.top), Math.min(bottom, edge.bottom)];
        if (left >= right || above >= bottom) return;
      }
    }
  }

  const texts = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (parent && text.textContent?.trim() && isSeen(parent)) checkText(text, parent);
  }

  for (const control of top.querySelectorAll<HTMLElement>('button, select, input, textarea, summary, [role=slider]')) {
    const labels = control instanceof HTMLInputElement ? [...(control.labels ?? [])] : [];
    const target = control.classList.contains('visually-hidden') ? labels[0] : control;
    if (!target || !isSeen(target)) continue;
    const least = Math.max(...[target, ...labels].map((part) => Math.min(part.offsetWidth, part.offsetHeight)));
    if (least < 24) found.add(`${least} px small: ${nameOf(target)}`);
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const { left, top: above, width, height } = target.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, above + height / 2);
    if (!hit || !(target.contains(hit) || hit.contains(target))) found.add(`out of reach: ${nameOf(target)}`);
  }
  return [...found];
}
