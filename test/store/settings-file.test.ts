import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SETTINGS_DEFAULTS, SETTING_NAMES, settingsItems } from '@contract/settings';
import { openLog } from '../../src-main/store/log-file';
import { openSettings } from '../../src-main/store/settings-file';

let home: string;
let path: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'onepair-settings-'));
  path = join(home, 'deep', 'settings.json');
});
afterEach(() => rm(home, { recursive: true, force: true }));

it('starts from the defaults, and keeps what was set for the next start', async () => {
  expect(await openSettings(path).read()).toEqual(SETTINGS_DEFAULTS);
  await openSettings(path).write({ theme: 'dark', threads: 3, folder: '/results' });
  expect(await openSettings(path).read()).toEqual({
    ...SETTINGS_DEFAULTS,
    theme: 'dark',
    threads: 3,
    folder: '/results',
  });
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 1, theme: 'dark' });
  expect(await readdir(join(home, 'deep'))).toEqual(['settings.json']);
});

it('resets one item or all', async () => {
  const settings = openSettings(path);
  await settings.write({ theme: 'dark', language: 'de' });
  expect(await settings.reset('theme')).toEqual({ ...SETTINGS_DEFAULTS, language: 'de' });
  expect(await settings.reset()).toEqual(SETTINGS_DEFAULTS);
});

it('takes a broken file, or a broken item, as not set; unknown items survive', async () => {
  const settings = openSettings(path);
  await settings.write({ theme: 'light' });
  await writeFile(path, '{"theme": "dark", "threads": -4, "language": "tlh", "later": 7}');
  expect(await settings.read()).toEqual({ ...SETTINGS_DEFAULTS, theme: 'dark' });
  await settings.write({ language: 'en' });
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ later: 7, theme: 'dark', language: 'en' });
  for (const text of ['', '{"theme"', '[]', 'null', '\0\0\0']) {
    await writeFile(path, text);
    expect(await settings.read()).toEqual(SETTINGS_DEFAULTS);
  }
});

it('refuses a value that no item takes, and keeps the file as it was', async () => {
  const settings = openSettings(path);
  await settings.write({ threads: 2 });
  await expect(settings.write({ threads: 9999 })).rejects.toMatchObject({ kind: 'bad-input' });
  expect((await settings.read()).threads).toBe(2);
});

it('loses no change of many made at once', async () => {
  const settings = openSettings(path);
  await Promise.all([
    settings.write({ theme: 'dark' }),
    settings.write({ language: 'de' }),
    settings.write({ textSize: 150 }),
    settings.write({ letterKeys: false }),
  ]);
  expect(await settings.read()).toMatchObject({ theme: 'dark', language: 'de', textSize: 150, letterKeys: false });
});

it('loses no change of two programs at once', async () => {
  for (let round = 0; round < 10; round += 1) {
    await rm(path, { force: true });
    await Promise.all([openSettings(path).write({ theme: 'dark' }), openSettings(path).write({ language: 'de' })]);
    expect(await openSettings(path).read()).toMatchObject({ theme: 'dark', language: 'de' });
  }
  expect(await readdir(join(home, 'deep'))).toEqual(['settings.json']);
});

it('keeps a broken file aside when something is set', async () => {
  const settings = openSettings(path);
  await settings.write({ theme: 'light' });
  await writeFile(path, '{"theme": "dark", "langu');
  expect(await settings.write({ threads: 2 })).toMatchObject({ threads: 2, theme: 'system' });
  const aside = (await readdir(join(home, 'deep'))).find((name) => name.startsWith('settings.json.broken-'));
  expect(await readFile(join(home, 'deep', aside ?? ''), 'utf8')).toBe('{"theme": "dark", "langu');
});

it('keeps the file of a newer version aside, and goes on with what it understands of it', async () => {
  const settings = openSettings(path);
  await settings.write({ theme: 'light' });
  const newer = '{"version": 2, "theme": "dark", "language": {"page": "de"}, "later": 7}';
  await writeFile(path, newer);
  expect(await settings.read()).toMatchObject({ theme: 'dark' });
  expect(await settings.write({ threads: 2 })).toMatchObject({ theme: 'dark', threads: 2 });
  const aside = (await readdir(join(home, 'deep'))).find((name) => name !== 'settings.json');
  expect(await readFile(join(home, 'deep', aside ?? ''), 'utf8')).toBe(newer);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ version: 1, theme: 'dark', threads: 2 });
});

it('keeps a file aside that is too deep to be written again', async () => {
  const settings = openSettings(path);
  await settings.write({ theme: 'light' });
  await writeFile(path, `{"theme": "dark", "other": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
  expect(await settings.write({ threads: 2 })).toMatchObject({ threads: 2, theme: 'system' });
  expect(await readdir(join(home, 'deep'))).toHaveLength(2);
});

it('changes nothing where the file cannot be read, and waits for no pipe', async () => {
  await mkdir(path, { recursive: true });
  const settings = openSettings(path);
  expect(await settings.read()).toEqual(SETTINGS_DEFAULTS);
  await expect(settings.write({ threads: 2 })).rejects.toMatchObject({ kind: 'bad-input' });
  expect(await readdir(join(home, 'deep'))).toEqual(['settings.json']);
  await rm(path, { recursive: true });
  execFileSync('mkfifo', [path]);
  expect(await settings.read()).toEqual(SETTINGS_DEFAULTS);
  await expect(settings.write({ threads: 2 })).rejects.toMatchObject({ kind: 'bad-input' });
});

it('has one default for every item', () => {
  expect([...SETTING_NAMES].sort()).toEqual([...Object.keys(settingsItems), 'folder'].sort());
});

it('keeps the newest errors in a log that stays small', async () => {
  const folder = join(home, 'logs');
  const log = openLog(folder, 200, () => new Date(Date.UTC(2026, 0, 1)));
  for (let entry = 0; entry < 40; entry++) await log.add(`entry ${entry}\nof two lines`);
  expect((await readdir(folder)).sort()).toEqual(['onepair.1.log', 'onepair.2.log', 'onepair.3.log', 'onepair.log']);
  expect((await log.newest(2)).at(-1)).toBe('2026-01-01T00:00:00.000Z entry 39 of two lines');
  const sizes = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  expect(Math.max(...sizes.map((text) => text.length))).toBeLessThan(300);
});

it('a log follows no link, and waits for no pipe', async () => {
  const folder = join(home, 'linked-logs');
  await mkdir(folder);
  await writeFile(join(home, 'profile'), 'export PATH\n');
  await symlink(join(home, 'profile'), join(folder, 'onepair.log'));
  const log = openLog(folder);
  await expect(log.add('$(touch pwned)')).rejects.toMatchObject({ kind: 'bad-input' });
  expect(await log.newest(3)).toEqual([]);
  expect(await readFile(join(home, 'profile'), 'utf8')).toBe('export PATH\n');
  await rm(join(folder, 'onepair.log'));
  execFileSync('mkfifo', [join(folder, 'onepair.log')]);
  await expect(log.add('a line')).rejects.toMatchObject({ kind: 'bad-input' });
  expect(await log.newest(3)).toEqual([]);
});

it('is changed where a link leads to, and put aside there', async () => {
  const [kept, linked] = [join(home, 'dotfiles', 'onepair.json'), join(home, 'linked.json')];
  await mkdir(join(home, 'dotfiles'));
  await writeFile(kept, '{"version": 1, "theme": "dark"}');
  await symlink(kept, linked);
  const settings = openSettings(linked);
  expect((await settings.write({ language: 'de' })).theme).toBe('dark');
  expect(await readlink(linked)).toBe(kept);
  expect(JSON.parse(await readFile(kept, 'utf8'))).toMatchObject({ theme: 'dark', language: 'de' });
  await writeFile(kept, 'no settings');
  await settings.write({ language: 'fr' });
  expect(await readlink(linked)).toBe(kept);
  expect((await readdir(join(home, 'dotfiles'))).some((name) => name.includes('.broken-'))).toBe(true);
});
