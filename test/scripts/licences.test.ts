import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { listed, shippedParts } from '../../scripts/licences.mjs';

const root = resolve(import.meta.dirname, '../..');

it('names every part that is shipped, as the lock has it: else run "npm run licences"', async () => {
  const lock = JSON.parse(await readFile(resolve(root, 'package-lock.json'), 'utf8')) as Parameters<
    typeof shippedParts
  >[0];
  const said = await readFile(resolve(root, 'resources/licences.txt'), 'utf8');
  const parts = shippedParts(lock);
  expect(said.split('\n\n')[1]?.split('\n')).toEqual(listed(parts));
  expect(parts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['sharp', 'libheif-js', 'svelte', 'chart.js', 'electron']),
  );
  expect(parts.some(({ name }) => name === 'vitest')).toBe(false);
});
