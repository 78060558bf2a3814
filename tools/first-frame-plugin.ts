import type { Plugin } from 'vite';
import { VIEWS } from '../src-preload/contract/session';
import { icons } from '../src-renderer/lib/icons';

const PLACE = '<!-- first frame -->';
const APP = 'src-renderer/main.ts';

/**
 * The window as it is before its script has run, drawn by the same rules (base.css). No words: no language is known yet.
 * What the script reads after the first paint is fetched meanwhile.
 */
export function firstFrame(): Plugin {
  const icon = (path: string) => `<span><svg class="icon" viewBox="0 0 20 20"><path d="${path}"/></svg>&nbsp;</span>`;
  const rail = `<div class="rail">${VIEWS.map((view) => icon(icons[view])).join('')}</div>`;
  const work = '<div class="work"><header></header><footer></footer></div>';
  return {
    name: 'first-frame',
    transformIndexHtml: {
      order: 'post',
      handler(page, { bundle = {} }) {
        const html = page.replace(PLACE, `<div class="window" aria-hidden="true">${rail}${work}</div>`);
        const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
        const app = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(APP));
        const links = [app?.fileName, ...(app?.imports ?? [])].filter(
          (name) => name !== undefined && !page.includes(name),
        );
        return {
          html,
          tags: links.map((name) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${name}` },
            injectTo: 'head' as const,
          })),
        };
      },
    },
  };
}
