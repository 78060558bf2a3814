import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSessionFolder } from '../../src-main/web/session-folder';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'onepair-session-'));
});
afterEach(() => rm(parent, { recursive: true }));

it('is new and private, and removes what killed servers of this computer left, nothing else', async () => {
  const own = await openSessionFolder(join(parent, 'home'));
  expect((await stat(own)).mode & 0o777).toBe(0o700);
  const home = join(parent, 'home');
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  const withPid = (pid: number) => basename(own).replace(`-${process.pid}-`, `-${pid}-`);
  const kept = [basename(own), `onepair-web-elsewhere-${ended}-x`, 'onepair-web-notes', 'models'];
  for (const name of [withPid(ended), ...kept.slice(1)]) await mkdir(join(home, name), { recursive: true });
  const second = await openSessionFolder(home);
  expect(second).not.toBe(own);
  expect((await readdir(home)).sort()).toEqual([...kept, basename(second)].sort());
});
