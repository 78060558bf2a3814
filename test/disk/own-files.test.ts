import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeFolderBelow } from '../../src-main/disk/own-files';
import { temporaryFolder } from '../fixtures/helpers';

it.each(['..', '../b', 'b/../../c', './..'])('no folder is made by the way %s, which leads out', async (relative) => {
  const folder = join(await temporaryFolder(), 'a');
  await makeFolderBelow(join(folder, '..'), 'a');
  await expect(makeFolderBelow(folder, relative)).rejects.toMatchObject({ kind: 'bad-input' });
  expect(await readdir(join(folder, '..'))).toEqual(['a']);
  expect(await readdir(folder)).toEqual([]);
});
