import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJsonLines } from '../../src-main/disk/json-lines';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-lines-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('finds every value again, the last one of each key', async () => {
  const path = join(folder, 'made', 'a.lines');
  const lines = await openJsonLines(path);
  expect(lines.get('a')).toBeUndefined();
  await lines.put('a', { x: [1, null] });
  await lines.put('b/ü\n', 'text\nover lines');
  await lines.put('a', 2);
  expect(lines.get('a')).toBe(2);
  const again = await openJsonLines(path);
  expect([again.get('a'), again.get('b/ü\n')]).toEqual([2, 'text\nover lines']);
});

it('passes over a torn last line, and writes the next one whole', async () => {
  const path = join(folder, 'a.lines');
  await writeFile(path, '["a",1]\n["b",');
  const torn = await openJsonLines(path);
  expect([torn.get('a'), torn.get('b')]).toEqual([1, undefined]);
  await torn.put('c', 3);
  expect((await readFile(path, 'utf8')).split('\n')).toEqual(['["a",1]', '["b",', '["c",3]', '']);
  const again = await openJsonLines(path);
  expect([again.get('a'), again.get('c')]).toEqual([1, 3]);
});

it('passes over lines that somebody else wrote', async () => {
  const path = join(folder, 'a.lines');
  await writeFile(path, '');
  await appendFile(path, 'hello\n{"a":1}\n[1,2]\n["a"]\n["a",7]\n');
  expect((await openJsonLines(path)).get('a')).toBe(7);
});

it.skipIf(process.platform === 'win32')('waits for no pipe in its place', async () => {
  const path = join(folder, 'a.lines');
  execFileSync('mkfifo', [path]);
  await expect(openJsonLines(path)).rejects.toMatchObject({ kind: 'bad-input' });
});
