import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeJson } from '../../scripts/setup/stamps.mjs';
import { windowArguments } from '../../scripts/start/browser-window.mjs';
import { rememberedTrouble } from '../../scripts/start/electron.mjs';
import { chooseShell, hasScreen } from '../../scripts/start/shell-choice.mjs';
import { readServerLine } from '../../scripts/start/web.mjs';

const desk = {
  platform: 'linux',
  env: { DISPLAY: ':0' },
  isRoot: false,
  electronPresent: true,
  electronTrouble: null,
};

describe('the shell', () => {
  it('is Electron where its binary is', () => {
    expect(chooseShell(desk)).toEqual({ shell: 'electron', download: false, why: 'its binary is installed' });
  });

  it('is Electron after a download where it is not', () => {
    expect(chooseShell({ ...desk, electronPresent: false })).toEqual({
      shell: 'electron',
      download: true,
      why: 'its binary could be downloaded',
    });
  });

  it.each([
    [{ env: {} }, 'there is no screen here for a window'],
    [{ isRoot: true }, 'Electron does not run sandboxed as root'],
    [{ electronPresent: false, electronTrouble: 'no route' }, 'Electron could not be downloaded (no route)'],
    [{ env: { ONEPAIR_SHELL: 'web' } }, 'ONEPAIR_SHELL asks for it'],
  ])('is the page with %o', (change, why) => {
    expect(chooseShell({ ...desk, ...change })).toEqual({ shell: 'web', download: false, why });
  });

  it('is what ONEPAIR_SHELL says, and nothing else is accepted there', () => {
    const asked = { ...desk, env: { ONEPAIR_SHELL: 'electron' }, electronPresent: false, electronTrouble: 'no route' };
    expect(chooseShell(asked)).toEqual({ shell: 'electron', download: true, why: 'ONEPAIR_SHELL asks for it' });
    expect(() => chooseShell({ ...desk, env: { ONEPAIR_SHELL: 'tty' } })).toThrow(/set it to electron or web/);
  });
});

it('knows a machine without a screen', () => {
  expect(hasScreen('linux', {})).toBe(false);
  expect(hasScreen('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasScreen('darwin', { SSH_CONNECTION: 'from elsewhere' })).toBe(false);
  expect(hasScreen('win32', {})).toBe(true);
});

it('remembers a failed download for a day, for that version only', () => {
  const cache = mkdtempSync(join(tmpdir(), 'onepair-electron-'));
  const hourMs = 3600 * 1000;
  writeJson(join(cache, 'electron.json'), { version: '45.4.1', atMs: 0, reason: 'no route' });
  expect(rememberedTrouble(cache, '45.4.1', hourMs)).toBe('no route');
  expect(rememberedTrouble(cache, '45.4.1', 25 * hourMs)).toBeNull();
  expect(rememberedTrouble(cache, '45.4.2', hourMs)).toBeNull();
  rmSync(cache, { recursive: true });
});

it('opens a window without the secret link in the command line', () => {
  const linkFile = join(tmpdir(), 'a folder', 'open.html');
  const args = windowArguments(linkFile, '/profile', false);
  expect(args[0]).toMatch(/^--app=file:\/\/.*a%20folder\/open\.html$/);
  expect(args.join(' ')).not.toContain('http');
  expect(args).not.toContain('--no-sandbox');
});

it('reads what the server says', () => {
  expect(readServerLine('Onepair: http://127.0.0.1:41234/#code=x')).toEqual({ port: '41234' });
  expect(readServerLine('For another tab or browser, open /tmp/a b.html')).toEqual({ linkFile: '/tmp/a b.html' });
  expect(readServerLine('anything else')).toEqual({});
});
