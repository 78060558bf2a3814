import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findPhotos } from '../../../src-main/cli/find-photos';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-find-'));
  await mkdir(join(folder, 'below', '.hidden'), { recursive: true });
  for (const name of ['b.JPG', 'a.png', 'notes.txt', '.dot.png', 'below/c.tif', 'below/.hidden/d.png'])
    await writeFile(join(folder, name), '');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});
const inside = (...names: string[]) => names.map((name) => join(folder, name));

it('takes the photos of a folder, of its folders when asked, and files as they are', async () => {
  expect(await findPhotos([folder], false)).toEqual(inside('a.png', 'b.JPG'));
  expect(await findPhotos([folder], true)).toEqual(inside('a.png', 'b.JPG', 'below/c.tif'));
  expect(await findPhotos(inside('notes.txt', 'a.png', 'a.png'), false)).toEqual(inside('notes.txt', 'a.png'));
});

it('says what is not there', async () => {
  await expect(findPhotos(inside('missing'), false)).rejects.toMatchObject({ kind: 'not-found' });
  await expect(findPhotos(inside('below/.hidden/..'), false)).resolves.toHaveLength(1);
  await mkdir(join(folder, 'empty'));
  await expect(findPhotos(inside('empty'), true)).rejects.toMatchObject({ kind: 'bad-input' });
});
