import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listFolder } from '../../src-main/web/folders';

let base: string;
let home: string;
const names = {
  registerFolder: (path: string) => ({ id: path, label: basename(path) }),
  registerPhoto: (path: string) => ({ id: path, name: basename(path) }),
};

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'onepair-folders-')));
  home = join(base, 'home');
  await mkdir(join(home, 'photos', 'deep'), { recursive: true });
  await mkdir(join(base, 'home-evil'));
  await mkdir(join(home, '.hidden'));
  for (const name of ['b10.jpg', 'b9.JPG', 'c.tiff', '.d.png', 'e.svg', 'f.txt']) await writeFile(join(home, name), '');
  await writeFile(join(base, 'outside.png'), '');
  await symlink(base, join(home, 'up'));
  await symlink(join(base, 'outside.png'), join(home, 'out.png'));
  await symlink(join(home, 'photos'), join(home, 'same'));
  await symlink(join(home, 'loop'), join(home, 'loop'));
});
afterAll(() => rm(base, { recursive: true }));

it('shows folders and photos inside the home, hidden and outward ones left out, in a natural order', async () => {
  const listing = await listFolder(home, null, names);
  expect(listing.folder.id).toBe(home);
  expect(listing.parent).toBeUndefined();
  expect(listing.folders.map((folder) => folder.label)).toEqual(['photos', 'same']);
  expect(listing.photos.map((photo) => photo.name)).toEqual(['b9.JPG', 'b10.jpg', 'c.tiff']);
});

it('leads up to the home and no further', async () => {
  const deep = await listFolder(home, join(home, 'photos', 'deep'), names);
  expect(deep.parent?.id).toBe(join(home, 'photos'));
  for (const outside of [
    base,
    join(home, '..'),
    join(home, 'up'),
    join(base, 'home-evil'),
    '/',
    join(home, 'gone'),
    '\0',
  ]) {
    await expect(listFolder(home, outside, names), outside).rejects.toMatchObject({ kind: 'not-found' });
  }
});

it('says in words that a folder cannot be read', async () => {
  await expect(listFolder(home, join(home, 'f.txt'), names)).rejects.toMatchObject({
    kind: 'unavailable',
    message: '“f.txt” cannot be read. Choose another folder.',
  });
  const closed = join(home, 'photos', 'closed');
  await mkdir(closed, { mode: 0o000 });
  await listFolder(home, closed, names).catch((error: unknown) => {
    expect(error).toMatchObject({ kind: 'unavailable' }); // root reads it all the same
  });
  await chmod(closed, 0o700);
});
