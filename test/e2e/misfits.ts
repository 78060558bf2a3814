import type { Page } from '@playwright/test';

/** The smallest window, and a common one at twice the text size. */
const SIZES = [
  { width: 1024, height: 640, textScale: 1 },
  { width: 1280, height: 800, textScale: 2 },
];

/**
 * What does not fit at these sizes: text that is cut, that runs out of its button, or over which something else lies;
 * controls that are too small or out of reach; a page that scrolls.
 */
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
  await page.evaluate(() => document.documentElement.style.removeProperty('--text-scale'));
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

  /** What of an element is not cut off by the boxes around it. */
  function seenOf(element: Element, { left, right, top: above, bottom }: DOMRect): DOMRect | null {
    for (let box: Element | null = element; box && box !== whole; box = box.parentElement) {
      if (getComputedStyle(box).overflowX === 'visible') continue;
      const edge = box.getBoundingClientRect();
      [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      [above, bottom] = [Math.max(above, edge.top), Math.min(bottom, edge.bottom)];
    }
    return right - left > 2 && bottom - above > 2 ? new DOMRect(left, above, right - left, bottom - above) : null;
  }

  /** The nearest box that lies over what is around it, such as a name on a photo. */
  const layerOf = (element: Element): Element | null => {
    const { position } = getComputedStyle(element);
    if (/absolute|fixed|sticky/.test(position) && !(element instanceof HTMLCanvasElement)) return element;
    return element.parentElement && element.parentElement !== whole ? layerOf(element.parentElement) : null;
  };

  /** Words, and pictures that words may not run into. */
  const drawn: { element: Element; layer: Element | null; rect: DOMRect }[] = [];
  const add = (element: Element, rect: DOMRect) => {
    const seen = seenOf(element, rect);
    if (seen) drawn.push({ element, layer: layerOf(element), rect: seen });
  };

  const texts = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (!parent || !text.textContent?.trim() || !isSeen(parent)) continue;
    checkText(text, parent);
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) add(parent, line);
    const button = parent.closest('button');
    const words = range.getBoundingClientRect();
    const edge = button?.getBoundingClientRect();
    if (edge && !parent.closest('.ellipsis') && (words.left < edge.left - 1 || words.right > edge.right + 1))
      found.add(`wider than its button: ${nameOf(button!)}`);
  }
  for (const chart of top.querySelectorAll('canvas[role=img]')) {
    if (isSeen(chart)) add(chart, chart.getBoundingClientRect());
  }
  for (const [at, one] of drawn.entries()) {
    for (const other of drawn.slice(at + 1)) {
      if (one.layer !== other.layer || one.element.contains(other.element) || other.element.contains(one.element))
        continue;
      const wide = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const high = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
      if (wide > 2 && high > 4) found.add(`over each other: ${nameOf(one.element)} and ${nameOf(other.element)}`);
    }
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
