import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOpenedFiles, filesAmong } from '../../src-main/desktop/opened-files';
import { checkShell, readFuses } from '../../src-main/desktop/self-checks';
import { finishSelfTest, selfTestStart } from '../../src-main/desktop/self-test-start';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-desktop-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('files that the system opens with the app', () => {
  it('are the photos and models among the arguments, as paths or addresses', () => {
    const base = resolve('/pictures');
    const there = () => true;
    const given = [
      '--allow-file-access',
      '.',
      'a.jpg',
      pathToFileURL(join(base, 'b c.TIFF')).href,
      'm.onepair',
      'x.txt',
    ];
    expect(filesAmong(given, base, there)).toEqual(['a.jpg', 'b c.TIFF', 'm.onepair'].map((name) => join(base, name)));
    expect(filesAmong(['file://%', 'gone.png'], base)).toEqual([]);
  });

  it('wait until the page takes them, once', () => {
    const told = vi.fn();
    const opened = createOpenedFiles(told);
    opened.add(['/a.png', '/b.png']);
    opened.add(['/a.png']);
    opened.add([]);
    expect(told).toHaveBeenCalledTimes(2);
    expect(opened.take()).toEqual(['/a.png', '/b.png']);
    expect(opened.take()).toEqual([]);
  });
});

describe('a start as self-test', () => {
  it('is told by the first word, with a folder for the report', async () => {
    expect(selfTestStart(['.'], folder)).toBeNull();
    const out = join(folder, 'report');
    expect(selfTestStart(['.', 'self-test', '--out', 'report'], folder)).toEqual({ out });
    const say = vi.fn();
    const failed = { group: 'views', name: 'pair', outcome: 'failed' as const, said: 'nothing is shown', ms: 1 };
    const report = { version: '1', shell: 'electron' as const, system: '', startedAt: '', checks: [failed] };
    expect(await finishSelfTest(out, report, say)).toBe(1);
    expect(await finishSelfTest(out, { ...report, checks: [] }, say)).toBe(0);
    expect(say.mock.calls[0]).toEqual(['failed: views pair: nothing is shown']);
    expect(JSON.parse(await readFile(join(out, 'self-test.json'), 'utf8'))).toMatchObject({ checks: [] });
    expect(await readFile(join(out, 'self-test.html'), 'utf8')).toContain('Onepair self-test');
  });
});

describe("the shell's part of the self-test", () => {
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const parts = (executable: string, on = new Set<number>()) => ({
    isPackaged: true,
    executable,
    contents: () => ({ getOSProcessId: () => process.pid, getLastWebPreferences: () => ({ sandbox: true, contextIsolation: false }) }), // prettier-ignore
    fetch: (url: string) => Promise.resolve({ status: url.endsWith('/') ? 200 : 404 }),
    blocker: { start: () => { on.add(1); return 1; }, stop: (id: number) => on.delete(id), isStarted: (id: number) => on.has(id) }, // prettier-ignore
  });

  it('reads the fuses from the executable, across the borders of what is read at a time', async () => {
    const path = join(folder, 'binary');
    for (const before of [0, 4 * 2 ** 20 - 20]) {
      await writeFile(
        path,
        Buffer.concat([Buffer.alloc(before), Buffer.from(`${sentinel}\u0001\u0009010011001`, 'latin1')]),
      );
      expect(await readFuses(path)).toBe('010011001');
    }
    await writeFile(path, 'nothing');
    await expect(readFuses(path)).rejects.toThrow('has no fuses');
  });

  it('fails what is not as wanted and passes the rest', async () => {
    const path = join(folder, 'packed');
    await writeFile(path, Buffer.from(`${sentinel}\u0001\u0009110011001`, 'latin1'));
    const outcomes = Object.fromEntries((await checkShell(parts(path))).map(({ name, outcome }) => [name, outcome]));
    expect(outcomes).toMatchObject({
      fuses: process.platform === 'darwin' ? 'skipped' : 'failed', // one switch differs
      sandbox: 'failed', // not isolated
      'own scheme': 'passed',
      dialogs: 'skipped',
      'sleep blocker': 'passed',
    });
  });
});
