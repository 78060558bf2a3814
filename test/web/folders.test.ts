import promises, { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
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
  const listing = await listFolder(home, { folder: null, outside: false }, names);
  expect(listing.folder.id).toBe(home);
  expect(listing.parent?.id).toBe(base);
  expect(listing.folders.map((folder) => folder.label)).toEqual(['photos', 'same']);
  expect(listing.photos.map((photo) => photo.name)).toEqual(['b9.JPG', 'b10.jpg', 'c.tiff']);
});

it('tells nothing of what lies outside the home before the user has said so', async () => {
  for (const outside of [base, join(home, '..'), join(home, 'up'), join(base, 'home-evil'), '/']) {
    const listing = await listFolder(home, { folder: outside, outside: false }, names);
    expect(listing, outside).toMatchObject({ asks: true, folders: [], photos: [] });
    expect(listing.parent, outside).toBeUndefined();
  }
  for (const none of [join(home, 'gone'), '\0'])
    await expect(listFolder(home, { folder: none, outside: true }, names)).rejects.toMatchObject({ kind: 'not-found' });
});

it('reaches every folder of the computer once that is said, by path and by disk', async () => {
  const listing = await listFolder(home, { folder: base, outside: true }, names);
  expect(listing.asks).toBeUndefined();
  expect(listing.folders.map(({ label }) => label)).toEqual(['home', 'home-evil']);
  expect(listing.photos.map(({ name }) => name)).toEqual(['outside.png']);
  const [first, ...disks] = listing.places.map(({ id }) => id);
  expect(first).toBe(home);
  if (process.platform !== 'win32') expect(disks).toContain('/');
  for (const typed of ['~/photos', join(home, 'photos'), 'photos'])
    expect((await listFolder(home, { folder: typed, outside: false }, names)).folder.id).toBe(join(home, 'photos'));
  // A photo that was typed is looked for where it lies.
  expect((await listFolder(home, { folder: '~/c.tiff', outside: false }, names)).folder.id).toBe(home);
});

it('says in words that a folder cannot be read', async () => {
  await expect(listFolder(home, { folder: join(home, 'f.txt'), outside: false }, names)).rejects.toMatchObject({
    kind: 'unavailable',
    message: '“f.txt” cannot be read. Choose another folder.',
  });
  const closed = join(home, 'photos', 'closed');
  await mkdir(closed, { mode: 0o000 });
  await listFolder(home, { folder: closed, outside: false }, names).catch((error: unknown) => {
    expect(error).toMatchObject({ kind: 'unavailable' }); // root reads it all the same
  });
  await chmod(closed, 0o700);
});

it('asks a disk that does not answer two questions at most, and not what the folder itself tells', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const { realpath: own, stat } = promises;
  const silent = (path: string) => {
    asked.push(path);
    return new Promise<never>((_, fail) =>
      answers.push(() => {
        fail(new Error('gone'));
      }),
    );
  };
  const real = (path: string) => (path.includes('dead') ? silent(path) : own(path));
  Object.assign(promises, { realpath: real, stat: (path: string) => (asked.push(path), stat(path)) });
  syncBuiltinESMExports();
  try {
    const failed = Array.from({ length: 5 }, (_, at) =>
      listFolder(home, { folder: `/dead/${at}`, outside: true }, names).catch((error: unknown) => error),
    );
    while (asked.length < 2) await nextTurn();
    await vi.advanceTimersByTimeAsync(31_000);
    for (const failure of await Promise.all(failed)) expect(failure).toMatchObject({ kind: 'disk' });
    expect(asked).toHaveLength(2);
    for (const answer of answers) answer();
    await vi.advanceTimersByTimeAsync(1);
    asked.length = 0;
    await listFolder(home, { folder: join(home, 'photos'), outside: false }, names);
    expect(asked).toEqual([join(home, 'photos')]);
  } finally {
    Object.assign(promises, { realpath: own, stat });
    syncBuiltinESMExports();
    vi.useRealTimers();
  }
});
