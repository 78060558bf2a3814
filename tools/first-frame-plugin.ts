import type { Plugin } from 'vite';
import { VIEWS } from '../src-preload/contract/session';
import { icons } from '../src-renderer/lib/icons';

const PLACE = '<!-- first frame -->';

/** The window as it is before its script has run, drawn by the same rules (base.css). No words: no language is known yet. */
export function firstFrame(): Plugin {
  const icon = (path: string) => `<span><svg class="icon" viewBox="0 0 20 20"><path d="${path}"/></svg>&nbsp;</span>`;
  const rail = `<div class="rail">${VIEWS.map((view) => icon(icons[view])).join('')}</div>`;
  const work = '<div class="work"><header></header><footer></footer></div>';
  return {
    name: 'first-frame',
    transformIndexHtml: (page) => page.replace(PLACE, `<div class="window" aria-hidden="true">${rail}${work}</div>`),
  };
}
