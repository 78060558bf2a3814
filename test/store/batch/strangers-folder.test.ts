import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { appendFile, link, mkdir, readFile, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, it } from 'vitest';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { inEnglish } from '@contract/in-language';
import { planBatch } from '../../../src-main/store/batch/batch-plan';
import { scanPhotos } from '../../../src-main/store/batch/folder';
import {
  appendLine,
  createLedger,
  ledgerPath,
  lockLedger,
  readLedgers,
  readResults,
} from '../../../src-main/store/batch/ledger';
import { writeReport } from '../../../src-main/store/batch/report';
import { failureOf, temporaryFolder } from '../../fixtures/helpers';

/** A folder that somebody else has filled: an unpacked archive, a shared disk. */
const root = await temporaryFolder();
let round = 0;
let album = '';
let ledger = '';
let outside = '';
beforeEach(async () => {
  const place = join(root, String((round += 1)));
  album = join(place, 'album');
  outside = join(place, 'outside');
  ledger = ledgerPath(album, null);
  await mkdir(join(album, '.onepair'), { recursive: true });
  await mkdir(outside);
  await writeFile(join(outside, 'profile'), 'export PATH\n');
  await writeFile(join(album, 'a$(touch pwned).png'), 'photo');
});

const failed = { event: 'failed', photo: '$(touch pwned)', model: 'm', settings: 's', reason: 'r' } as const;
const plan = (photos: string[] = []) =>
  planBatch({
    photos: photos.map((name) => ({ path: join(album, name), relative: name })),
    folder: album,
    model: { id: 'm', name: 'M' },
    settings: RESTORE_DEFAULTS,
    shard: null,
    developer: 'libraw',
  });
const scan = () => scanPhotos([album], true);

/** What some work leaves in memory. */
async function keptBy<T>(work: () => Promise<T>): Promise<{ value: T; bytes: number }> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  const value = await work();
  collect();
  return { value, bytes: process.memoryUsage().heapUsed - before };
}

/** What may lie in place of a ledger, a lock or a folder of ours. */
const plants: Record<string, (path: string) => Promise<unknown>> = {
  'a link': (path) => symlink(join(outside, 'profile'), path),
  'a hard link': (path) => link(join(outside, 'profile'), path),
  'a dangling link': (path) => symlink(join(outside, 'new'), path),
  'a pipe': (path) => Promise.resolve(execFileSync('mkfifo', [path])),
  'a link to an endless device': (path) => symlink('/dev/zero', path),
  'a folder': (path) => mkdir(path),
  'half a gigabyte': async (path) => {
    await writeFile(path, '');
    await truncate(path, 500e6);
  },
};

describe.each(Object.entries(plants))('%s', (what, plant) => {
  it('as a ledger is refused: nothing is added to it, nothing is waited for', async () => {
    await plant(ledger);
    for (const attempt of [
      () => appendLine(ledger, failed),
      () => createLedger(ledger),
      () => readLedgers(album, new Set()),
      () => readResults(album),
      plan,
    ])
      expect(await failureOf(attempt())).toMatchObject({ kind: 'bad-input', file: 'ledger.jsonl' });
    // The batch that failed leaves the folder to others.
    expect((await readdir(join(album, '.onepair'))).filter((name) => name.includes('.lock-'))).toEqual([]);
    expect(await readFile(join(outside, 'profile'), 'utf8')).toBe('export PATH\n');
    expect(await readdir(outside)).toEqual(['profile']);
  });

  it('as a ledger does not keep the photos from being found, and is named', async () => {
    await plant(ledger);
    const { photos, problems } = await scan();
    expect(photos.map(({ relative }) => relative)).toEqual(['a$(touch pwned).png']);
    expect(problems.map(inEnglish).join()).toContain('ledger.jsonl');
  });

  it.skipIf(what === 'half a gigabyte')('as a lock is neither followed nor waited for', async () => {
    await plant(`${ledger}.lock`);
    const failure = await lockLedger(ledger, album, process.pid).then(
      () => null,
      (error: unknown) => error as Error,
    );
    if (failure !== null) expect(failure).toMatchObject({ kind: 'bad-input' });
    expect(await readFile(join(outside, 'profile'), 'utf8')).toBe('export PATH\n');
    expect(await readdir(outside)).toEqual(['profile']);
  });
});

describe('a link', () => {
  it.each(['.onepair', 'onepair-reports'])('in place of the folder %s leads nowhere', async (name) => {
    await rm(join(album, '.onepair'), { recursive: true });
    await symlink(outside, join(album, name));
    const row = { photo: 'a', outcome: 'restored', result: 'a', seconds: 1, width: 1, height: 1 } as const;
    const report = {
      ...{ folder: album, model: 'm', startedAt: 's', finishedAt: 'f' },
      rows: [{ ...row, bytesBefore: 1, bytesAfter: 1, fit: null, notes: [] }],
    };
    const failure = await failureOf(name === '.onepair' ? plan() : writeReport(report, 'en'));
    expect(failure).toMatchObject({ kind: 'bad-input', file: name });
    expect(failure.message).toContain(name);
    expect(await readdir(outside)).toEqual(['profile']);
  });
});

describe('a thousand files', () => {
  it('called as ledgers are refused unread, and cost the photos nothing', async () => {
    for (let at = 0; at < 1002; at += 1) writeFileSync(join(album, '.onepair', `ledger-1-of-${at}.jsonl`), '');
    const { photos, problems } = await scan();
    expect(photos).toHaveLength(1);
    expect(problems.map(inEnglish).join()).toContain('more than 1001 files');
    expect(await failureOf(plan())).toMatchObject({ kind: 'bad-input', file: '.onepair' });
  });
});

describe('a ledger line', () => {
  const begin = (out: string) => ({
    ...{ event: 'begin', photo: 'p.png', content: 'c', model: 'm', settings: 's' },
    ...{ bytes: 1, modifiedMs: 1, out, outBytes: 1, outHash: 'h' },
  });

  it.each(['../private/evil.png', '/tmp/evil.png', 'a/../../evil.png', '.', 'a//b', './a', 'a\0b', '.onepair/x'])(
    'whose result lies at %j is no line of ours',
    async (out) => {
      await writeFile(ledger, `${JSON.stringify(begin(out))}\n${JSON.stringify(begin('sub/fine.png'))}\n`);
      const ledgers = await readLedgers(album, new Set(['p.png']));
      expect([...ledgers.results]).toEqual(['sub/fine.png']);
      expect(ledgers.entriesOf('p.png', 'm', 's').map((entry) => entry.out)).toEqual(['sub/fine.png']);
    },
  );

  it('costs the next no more than the first, however many there are for one photo', async () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => JSON.stringify({ ...begin('a.png'), content: String(at) }));
    await writeFile(ledger, `${lines.join('\n')}\n`);
    const startMs = performance.now();
    expect((await readLedgers(album, new Set(['p.png']))).entriesOf('p.png', 'm', 's')).toHaveLength(60_000);
    // Half a second; it was half a minute.
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });

  it('is not read any more once its reader gives up', async () => {
    await writeFile(ledger, `${JSON.stringify(begin('a.png'))}\n`.repeat(20_000));
    const reader = new AbortController();
    const reading = readResults(album, reader.signal);
    reader.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('costs no memory but its name where it is of another photo', async () => {
    const lines = Array.from({ length: 150_000 }, (_, at) => JSON.stringify({ ...begin(`${at}.png`), photo: `${at}` }));
    await writeFile(ledger, `${lines.join('\n')}\n`);
    const kept = await keptBy(() => readLedgers(album, new Set(['7'])));
    expect(kept.value.entriesOf('7', 'm', 's')).toHaveLength(1);
    // 10 MB; it was some 270.
    expect(kept.bytes).toBeLessThan(80e6);
  });

  it('may be of nothing, a hundred million times: that is refused soon', async () => {
    await writeFile(ledger, Buffer.alloc(100e6, '\n'));
    const startMs = performance.now();
    const { photos, problems } = await scan();
    expect(photos).toHaveLength(1);
    expect(problems.map(inEnglish).join()).toContain('more than 500,000 lines');
    expect(await failureOf(plan())).toMatchObject({ kind: 'bad-input', file: 'ledger.jsonl' });
    // A second; it was a minute.
    expect(performance.now() - startMs).toBeLessThan(15_000);
  });

  it('may be endless: memory stays, and the lines after it are read', async () => {
    await writeFile(ledger, `${JSON.stringify(begin('one.png'))}\n`);
    const before = process.memoryUsage().rss;
    await truncate(ledger, 100e6);
    await appendFile(ledger, `\n${JSON.stringify(begin('two.png'))}\n`);
    expect([...(await readResults(album))]).toEqual(['one.png', 'two.png']);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  });
});
