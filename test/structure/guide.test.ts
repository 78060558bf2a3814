import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './files';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
describe('the guide', () => {
  const pages = readdirSync(join(ROOT, 'docs/guide')).filter((name) => name.endsWith('.md'));
  const figures = JSON.parse(read('docs/guide/figures.json')) as Record<string, string[]>;

  it.each(pages)('%s shows the figures that npm run guide measured', (name) => {
    const shown = [...read(`docs/guide/${name}`).matchAll(/^PSNR ([\d.→ ]+) dB|PSNR ([\d.→ ]+) dB/gm)].map(
      ([, a, b]) => a ?? b,
    );
    const known = Object.values(figures).map((all) => all.join(' → '));
    expect(shown.filter((one) => !known.includes(one ?? ''))).toEqual([]);
  });

  it('has a page a task, each on its list', () => {
    const list = read('docs/guide/README.md');
    expect(pages.filter((name) => name !== 'README.md' && !list.includes(`(${name})`))).toEqual([]);
    expect(pages).toHaveLength(8);
  });
});

it.each([
  'README.md',
  'CONTRIBUTING.md',
  'docs/add-a-method.md',
  'docs/packages.md',
  'docs/self-test.md',
  ...readdirSync(join(ROOT, 'docs/guide'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/guide/${name}`),
])('%s: what it links to is there', (path) => {
  const links = [...read(path).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => to);
  const broken = links.filter((to) => !/^[a-z]+:/.test(to) && !existsSync(join(ROOT, dirname(path), to)));
  expect(broken).toEqual([]);
});
