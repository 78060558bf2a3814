import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileAnswers } from '../../src-main/disk/file-answers';
import { temporaryFolder } from '../fixtures/helpers';

const never = () => new Promise<never>(() => undefined);

it('says which ordinary files are there, and takes a link to one for one', async () => {
  const folder = await temporaryFolder();
  const path = (name: string) => join(folder, name);
  await writeFile(path('a.png'), '');
  await mkdir(path('b.png'));
  await symlink(path('a.png'), path('c.png'));
  const names = ['a.png', 'b.png', 'c.png', 'd.png', 'none/e.png'];
  expect(await fileAnswers(names.map(path), 1_000)).toEqual([true, false, true, false, false]);
});

it('waits once for all folders that do not answer, and for those beside them not at all', async () => {
  const dead = Array.from({ length: 60 }, (_, index) => `/dead/${index}`);
  const paths = [...dead.flatMap((folder) => [`${folder}/a.png`, `${folder}/b.png`]), '/good/a.png', '/good/b.png'];
  const asked: string[] = [];
  const startMs = performance.now();
  const answers = await fileAnswers(paths, 200, (path) => {
    asked.push(path);
    return path.startsWith('/dead') ? never() : Promise.resolve(true);
  });
  expect(performance.now() - startMs).toBeLessThan(2_000);
  expect(answers).toEqual([...dead.flatMap(() => [null, null]), true, true]);
  // A folder that does not answer is asked one thing.
  expect(asked).toHaveLength(62);
});

it('takes what a slow disk has not said in time for there', async () => {
  const paths = Array.from({ length: 1_000 }, (_, index) => `/slow/${index}.png`);
  const slow = () => new Promise<boolean>((answer) => setTimeout(answer, 20, false));
  const answers = await fileAnswers(paths, 100, slow);
  expect(answers[0]).toBe(false);
  expect(answers.at(-1)).toBe(true);
});
