import { mkdir, readdir, stat, writeFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { places } from '../../src-main/disk/places';
import { processTag } from '../../src-main/disk/process-tag.mjs';
import { openScratch } from '../../src-main/disk/scratch';
import { watchFileWork } from '../fixtures/faults';
import { failureOf, temporaryFolder } from '../fixtures/helpers';

const root = await temporaryFolder();

it('everything lies below ONEPAIR_HOME', () => {
  const all = places({ ONEPAIR_HOME: '/x/y' }, 'linux', '/home/me');
  expect(Object.values(all).every((place: string) => place.startsWith(join('/x/y')))).toBe(true);
});

it('without it, in the application data of the platform, results among the pictures', () => {
  const home = (platform: NodeJS.Platform, env = {}) => places(env, platform, '/home/me').home;
  expect(home('linux')).toBe(join('/home/me', '.local', 'share', 'onepair'));
  expect(home('linux', { XDG_DATA_HOME: '/data', ONEPAIR_HOME: '' })).toBe(join('/data', 'onepair'));
  expect(home('darwin')).toBe(join('/home/me', 'Library', 'Application Support', 'Onepair'));
  expect(home('win32', { APPDATA: '/roaming' })).toBe(join('/roaming', 'Onepair'));
  expect(places({}, 'linux', '/home/me').restored).toBe(join('/home/me', 'Pictures', 'Onepair'));
});

it('a full disk of the app’s own is said in words', async () => {
  const stop = await watchFileWork(({ call }) => {
    if (call === 'mkdir') throw Object.assign(new Error('ENOSPC: no space left on device, mkdir'), { code: 'ENOSPC' });
  });
  const failure = await failureOf(openScratch(join(root, 'full')));
  stop();
  expect(failure).toMatchObject({ kind: 'disk', message: /is full/ });
  expect(failure.message).not.toContain('ENOSPC');
});

it('scratch belongs to a process and goes with it; leftovers of dead ones go at the next start', async () => {
  const folder = join(root, 'scratch');
  const host = processTag().split('-')[0]!;
  await mkdir(join(folder, `onepair-${host}-4194303-1`), { recursive: true });
  await mkdir(join(folder, '2024-01-31'));
  // As old as what somebody forgot.
  await utimes(join(folder, '2024-01-31'), 0, 0);
  const scratch = await openScratch(folder);
  const second = await openScratch(folder);
  const paths = [scratch.path('clean'), scratch.path('clean'), second.path('clean')];
  await writeFile(paths[0]!, 'x');
  expect((await stat(scratch.folder)).mode & 0o777).toBe(0o700);
  expect(new Set(paths).size).toBe(3);
  await writeFile(scratch.path(`../${'照'.repeat(80)}`), 'x');
  expect((await readdir(folder)).sort()).toEqual(['2024-01-31', `onepair-${processTag()}`]);
  await scratch.remove(paths[0]!);
  await scratch.close();
  expect(await readdir(folder)).toEqual(['2024-01-31']);
});
