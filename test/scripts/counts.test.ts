import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { lostSteps, walksOf } from '../../scripts/counts.mjs';

const walks = walksOf(readFileSync(resolve(import.meta.dirname, '../../docs/architecture.md'), 'utf8'));

it('reads the walks of docs/architecture.md', () => {
  expect(walks.map(({ name }) => name)).toEqual(expect.arrayContaining(['Rename a model', 'Set the theme']));
});

it.each(walks)('$name: every step is there', ({ steps }) => {
  expect(steps.length).toBeGreaterThan(1);
  expect(lostSteps(steps)).toEqual([]);
});

it('misses what is gone', () => {
  const page =
    '## Walks\n\n### Try\n\n1. `README.md` `Onepair` (process border)\n2. `gone.ts` `x`\n\n## Next\n\n1. `a` `b`\n';
  const [walk] = walksOf(page);
  expect(walk).toMatchObject({ name: 'Try', borders: 1, steps: [{ path: 'README.md' }, { path: 'gone.ts' }] });
  expect(lostSteps(walk!.steps)).toEqual(['gone.ts: x']);
});
