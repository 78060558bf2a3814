import { mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { processTag } from '../../src-main/disk/process-tag.mjs';
import { MOST_KEPT_PHOTOS } from '@contract/session';
import { openSessionFile, type KeptBatch, type StoredSession } from '../../src-main/store/session-file';
import { forgetPhotos, keepPhotos } from '../../src-main/store/session-photos';
import { watchFileWork } from '../fixtures/faults';
import { temporaryFolder } from '../fixtures/helpers';
import { SESSION } from '../fixtures/session';

const root = await temporaryFolder();
const ID = 'AAAAAAAAAAAAAAAAAAAAAA';
/** Where that one is kept. */
const KEPT = `onepair-photo-${ID}`;
const OTHER = 'BBBBBBBBBBBBBBBBBBBBBB';
const STORED: StoredSession = {
  session: { ...SESSION, view: 'compare', pair: { ...SESSION.pair, clean: { id: ID, name: 'a.png' } } },
  photos: { [ID]: { path: '/photos/a.png', name: 'a.png' } },
  folders: { [ID]: '/results' },
  batch: null,
};

/** A batch that has ended. */
function ended(report: string) {
  const batch = { total: 1, restored: 1, skipped: 0, failed: 0, current: null, folder: '~/photos' };
  const words = { title: { id: 'job.starting' }, detail: { id: 'job.starting' } } as const;
  return { outcomes: [], report, job: { id: 'a'.repeat(20), ...words, state: 'done', elapsedMs: 1, batch } } as const;
}

it('keeps a session, for this person alone', async () => {
  const folder = join(root, 'kept');
  const file = openSessionFile(folder);
  expect(await file.read()).toBeNull();
  await file.write(STORED);
  expect(await openSessionFile(folder).read()).toEqual(STORED);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readdir(folder)).toEqual(['session.json']);
});

it('takes nothing from a file that the app has not written', async () => {
  const folder = join(root, 'theirs');
  const path = join(folder, 'session.json');
  await mkdir(folder);
  const good = { version: 1, ...STORED };
  const photo = (id: string, at: string) => ({ ...good, photos: { [id]: { path: at, name: 'a.png' } } });
  const refused: [string, unknown][] = [
    ['another version', { ...good, version: 2 }],
    ['something unknown', { ...good, more: 1 }],
    ['no session', { ...good, session: {} }],
    ['an id that could be guessed', photo('1', '/photos/a.png')],
    ['a path that starts nowhere', photo(ID, '../photos/a.png')],
    ['a path with an end in it', photo(ID, '/photos/a.png\0.txt')],
    ['a name that leads out of a folder', { ...good, photos: { [ID]: { path: '/photos/a.png', name: '../a.png' } } }],
    ['a program in place of a report', { ...good, batch: ended('/photos/onepair-reports/report.desktop') }],
    [
      'a number without bounds',
      {
        ...good,
        session: { ...SESSION, compare: { ...SESSION.compare, zoom: { mode: 'free', scale: 1e9, x: 0, y: 0 } } },
      },
    ],
    ['a view that is none', { ...good, session: { ...SESSION, view: '__proto__' } }],
    [
      'more photos than are kept',
      {
        ...good,
        session: {
          ...SESSION,
          restore: {
            ...SESSION.restore,
            photos: Array.from({ length: 20_001 }, () => ({ id: ID, name: '', relative: '' })),
          },
        },
      },
    ],
    [
      'a batch with a sentence that cannot be worded',
      {
        ...good,
        batch: {
          outcomes: [],
          report: null,
          job: {
            id: 'a'.repeat(20),
            title: { id: 'job.photo' },
            detail: { id: 'job.photo' },
            state: 'done',
            elapsedMs: 1,
            batch: { total: 1, restored: 1, skipped: 0, failed: 0, current: null, folder: '' },
          },
        },
      },
    ],
  ];
  for (const [why, content] of refused) {
    await writeFile(path, JSON.stringify(content));
    expect(await openSessionFile(folder).read(), why).toBeNull();
  }
  for (const text of ['', '{', 'null', '[]', '[['.repeat(200_000)]) {
    await writeFile(path, text);
    expect(await openSessionFile(folder).read()).toBeNull();
  }
  await writeFile(path, JSON.stringify(good));
  expect(await openSessionFile(folder).read()).toEqual(STORED);
  const report = '/photos/onepair-reports/2026-01-02T03-04-05.678Z.html';
  await writeFile(path, JSON.stringify({ ...good, batch: ended(report) }));
  expect((await openSessionFile(folder).read())?.batch?.report).toBe(report);
  await writeFile(
    path,
    JSON.stringify({ ...good, photos: { [ID]: { path: '/photos/a.png', name: 'a\u202egnp.exe' } } }),
  );
  expect((await openSessionFile(folder).read())?.photos[ID]?.name).toBe('a[U+202E]gnp.exe');
  // One that is larger than any session is not read to its end.
  await truncate(path, 2 ** 40);
  expect(await openSessionFile(folder).read()).toBeNull();
});

it('writes nothing that it could not read again: a batch that is too long is left out', async () => {
  const folder = join(root, 'long');
  const outcome = { source: { id: ID, name: 'a.png' }, elapsedMs: 1 };
  const batch = (length: number): KeptBatch => ({
    job: ended('').job,
    outcomes: Array.from({ length }, () => outcome),
    report: null,
  });
  const file = openSessionFile(folder);
  await file.write({ ...STORED, batch: batch(MOST_KEPT_PHOTOS) });
  expect((await file.read())?.batch?.outcomes).toHaveLength(MOST_KEPT_PHOTOS);
  await file.write({ ...STORED, batch: batch(MOST_KEPT_PHOTOS + 1) });
  expect(await file.read()).toEqual(STORED);
  // A session that is none stays unwritten.
  await file.write({ ...STORED, photos: { 'no id': { path: '/a', name: 'a' } } });
  expect(await file.read()).toEqual(STORED);
});

it('puts a file aside that it does not understand, before it writes its own', async () => {
  const folder = join(root, 'newer');
  await mkdir(folder);
  const newer = JSON.stringify({ version: 99, session: 'of another version' });
  await writeFile(join(folder, 'session.json'), newer);
  const file = openSessionFile(folder);
  expect(await file.read()).toBeNull();
  await file.write(STORED);
  await file.write(STORED);
  expect(await file.read()).toEqual(STORED);
  const [aside, ...others] = (await readdir(folder)).filter((name) => name.includes('.broken-'));
  expect(others).toEqual([]);
  expect(await readFile(join(folder, aside!), 'utf8')).toBe(newer);

  // Its photos stay as long as somebody may come back to it.
  await mkdir(join(folder, KEPT));
  await writeFile(join(folder, KEPT, 'a.png'), 'a photo');
  await forgetPhotos(folder, new Set());
  expect(await readdir(join(folder, KEPT))).toEqual(['a.png']);
  await rm(join(folder, aside!));
  await forgetPhotos(folder, new Set());
  expect(await readdir(folder)).not.toContain(KEPT);
});

it('puts a file aside that it could not read when it came', async () => {
  const folder = join(root, 'unread');
  await openSessionFile(folder).write(STORED);
  const file = openSessionFile(folder);
  const stop = await watchFileWork(({ call }) => {
    if (call === 'open') throw Object.assign(new Error('EIO: i/o error, open'), { code: 'EIO' });
  });
  expect(await file.read()).toBeNull();
  stop();
  await file.write({ ...STORED, session: SESSION });
  const aside = (await readdir(folder)).filter((name) => name.includes('.broken-'));
  expect(aside).toHaveLength(1);
  expect(JSON.parse(await readFile(join(folder, aside[0]!), 'utf8'))).toEqual({ version: 1, ...STORED });
});

it('follows no link to a file elsewhere, and waits for no folder', async () => {
  const elsewhere = join(root, 'elsewhere');
  await openSessionFile(elsewhere).write(STORED);
  const folder = join(root, 'linked');
  await mkdir(folder);
  await symlink(join(elsewhere, 'session.json'), join(folder, 'session.json'));
  expect(await openSessionFile(folder).read()).toBeNull();
  await mkdir(join(root, 'odd', 'session.json'), { recursive: true });
  expect(await openSessionFile(join(root, 'odd')).read()).toBeNull();
});

it('is one program’s at a time, and no folder elsewhere', async () => {
  const folder = join(root, 'shared');
  const file = openSessionFile(folder);
  await mkdir(folder);
  const others = join(folder, `session.json.lock-${processTag(process.ppid)}`);
  await writeFile(others, '');
  expect(await file.take()).toBe(false);
  await rm(others);
  expect(await file.take()).toBe(true);
  await file.leave();
  expect(await readdir(folder)).toEqual([]);
  await symlink(folder, join(root, 'leads elsewhere'));
  await expect(openSessionFile(join(root, 'leads elsewhere')).take()).rejects.toMatchObject({ kind: 'bad-input' });
});

it('removes nothing that it has not made, and follows no link of its folder', async () => {
  const [folder, theirs] = [join(root, 'with others'), join(root, 'their photos')];
  await mkdir(join(folder, 'holiday'), { recursive: true });
  await mkdir(theirs);
  await writeFile(join(theirs, 'a.png'), 'an original');
  await symlink(theirs, join(folder, KEPT));
  // 22 characters, as an id has.
  await mkdir(join(folder, '2024-06-15_Wedding-Ann'));
  await writeFile(join(folder, '2024-06-15_Wedding-Ann', 'a.png'), 'another');
  const mixed = join(folder, `onepair-photo-${OTHER}`);
  await mkdir(mixed);
  for (const name of ['kept.png', 'theirs.png']) await writeFile(join(mixed, name), name);
  const path = join(root, 'a.png');
  await writeFile(path, 'a copy of ours');
  expect((await keepPhotos(folder, [{ id: ID, path }])).size).toBe(0);
  await forgetPhotos(folder, new Set());
  expect(await readFile(join(theirs, 'a.png'), 'utf8')).toBe('an original');
  expect(await readFile(join(folder, '2024-06-15_Wedding-Ann', 'a.png'), 'utf8')).toBe('another');
  expect((await readdir(mixed)).sort()).toEqual(['kept.png', 'theirs.png']);
  expect((await readdir(folder)).sort()).toEqual(['2024-06-15_Wedding-Ann', 'holiday', KEPT, basename(mixed)].sort());
});

it('keeps photos that only the app has, and lets those go that are not shown any more', async () => {
  const folder = join(root, 'photos');
  await mkdir(join(root, 'scratch'));
  const [first, second] = ['one.png', 'two.png'].map((name) => join(root, 'scratch', name));
  for (const path of [first!, second!]) await writeFile(path, path);
  const kept = await keepPhotos(folder, [
    { id: ID, path: first! },
    { id: 'gone', path: join(root, 'scratch', 'gone.png') },
  ]);
  expect([...kept]).toEqual([[ID, join(folder, KEPT, 'one.png')]]);
  // What is kept already needs nothing more than its own place.
  const later = await keepPhotos(folder, [
    { id: ID, path: kept.get(ID)! },
    { id: OTHER, path: second! },
  ]);
  expect([...later.keys()]).toEqual([ID, OTHER]);
  const named = await keepPhotos(relative(process.cwd(), folder), [{ id: OTHER, path: second! }]);
  expect([...named.values()]).toEqual([join(folder, `onepair-photo-${OTHER}`, 'two.png')]);
  // A page may still show the other one; at the next start it goes.
  expect((await readdir(folder)).sort()).toEqual([KEPT, `onepair-photo-${OTHER}`].sort());
  await forgetPhotos(folder, new Set([OTHER]));
  expect(await readdir(folder)).toEqual([`onepair-photo-${OTHER}`]);
});
