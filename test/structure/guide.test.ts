import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './files';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const rowsOf = (text: string) =>
  [...text.matchAll(/^\|(.*)\|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.replaceAll(/[*`]/g, '').trim()),
  );

describe('figures of the README', () => {
  /** PSNR and training time in docs/study.md of what learned from the drawn picture, by table. */
  function studied(title: string): Map<string, { psnr: string; training: string }> {
    const section =
      read('docs/study.md')
        .split(/^### /m)
        .find((text) => text.startsWith(title)) ?? '';
    const rows = rowsOf(section).filter(([, from]) => from === 'sample.png' || from === '');
    return new Map(
      rows.map((cells) => [cells[0]!.replace(/, Set11\)/, ')'), { psnr: cells[2]!, training: cells[7]! }]),
    );
  }
  const deblurring = 'Deblurring (blur 1.6, noise 1.41, symmetric borders, full-range luminance)';
  const enlarging = 'Super resolution ×3 (blur 1.6, noise 1.41, symmetric borders, full-range luminance)';
  const [table] = read('README.md').split('Real pairs of noisy cameras');
  const rows = rowsOf(table ?? '').filter((cells) => cells.length === 4 && /\d\d\.\d\d/.test(cells[1] ?? ''));

  it.each(rows)('%s: %s, %s, %s stand in docs/study.md', (name, deblurred, enlarged, training) => {
    const system = name.replace(', preset ', ' ');
    for (const [title, shown] of [
      [deblurring, deblurred],
      [enlarging, enlarged],
    ] as const) {
      const [set11, bsd] = shown.split(' / ');
      expect(studied(`${title}: set11`).get(system)?.psnr, title).toBe(set11);
      if (bsd !== undefined) expect(studied(`${title}: bsd`).get(system)?.psnr, title).toBe(bsd);
    }
    if (training !== '') expect(`${studied(`${deblurring}: set11`).get(system)?.training ?? ''} s`).toBe(training);
  });

  it('are all of its table', () => {
    expect(rows.length).toBeGreaterThanOrEqual(6);
  });
});

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
