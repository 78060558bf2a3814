import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../scripts/setup/lock.mjs';
import { processTag } from '../../src-main/disk/process-tag.mjs';
import { fingerprint, hashOf, readJson, writeJson } from '../../scripts/setup/stamps.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onepair-stamps-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('fingerprints', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'src', 'a.ts'), 'one');
    writeFileSync(join(folder, 'src', 'deep', 'b.ts'), 'two');
  });
  const now = () => fingerprint(folder, ['src', 'config.ts']);

  it('stay while nothing changes', () => {
    expect(now()).toBe(now());
  });

  it.each<[string, () => void]>([
    [
      'a file is edited',
      () => {
        writeFileSync(join(folder, 'src', 'a.ts'), 'longer');
      },
    ],
    [
      'a file is touched',
      () => {
        utimesSync(join(folder, 'src', 'a.ts'), 1, 1);
      },
    ],
    [
      'a file is removed',
      () => {
        rmSync(join(folder, 'src', 'deep', 'b.ts'));
      },
    ],
    [
      'a missing file appears',
      () => {
        writeFileSync(join(folder, 'config.ts'), '');
      },
    ],
  ])('change when %s', (_, change) => {
    const before = now();
    change();
    expect(now()).not.toBe(before);
  });

  it('tell lists of parts apart', () => {
    expect(hashOf('ab', 'c')).not.toBe(hashOf('a', 'bc'));
  });
});

it('reads a damaged or missing stamp as none', () => {
  writeFileSync(join(folder, 'half.json'), '{"wanted": "a');
  expect(readJson(join(folder, 'half.json'))).toBeNull();
  expect(readJson(join(folder, 'none.json'))).toBeNull();
  writeJson(join(folder, 'new', 'whole.json'), { wanted: 'a' });
  expect(readJson(join(folder, 'new', 'whole.json'))).toEqual({ wanted: 'a' });
});

describe('the lock', () => {
  it('lets one in at a time and tells who waits', async () => {
    const path = join(folder, 'lock');
    let inside = 0;
    let most = 0;
    let waited = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((done) => setTimeout(done, 400));
      inside--;
    };
    const onWait = () => {
      waited++;
    };
    await Promise.all([withLock(path, work, onWait), withLock(path, work, onWait), withLock(path, work, onWait)]);
    expect(most).toBe(1);
    expect(waited).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given up when the work fails', async () => {
    const path = join(folder, 'lock');
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not wait for a process that was killed', async () => {
    const path = join(folder, 'lock');
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(`${path}.lock-${processTag(pid)}-1`, '');
    expect(await withLock(path, () => Promise.resolve('in'))).toBe('in');
  });
});
