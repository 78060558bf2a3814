import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contentHash } from '../../src-main/disk/content-hash';
import { failureOf, temporaryFolder } from '../fixtures/helpers';

it('is of a file that may be a photo; what says that it holds terabytes is refused in words', async () => {
  const path = join(await temporaryFolder(), 'a.jpg');
  await writeFile(path, 'abc');
  expect(await contentHash(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await truncate(path, 3e12);
  expect(await failureOf(contentHash(path))).toMatchObject({
    kind: 'bad-input',
    message: 'a.jpg is larger than 16.0 GB, and so no photo. Leave it out.',
  });
});
