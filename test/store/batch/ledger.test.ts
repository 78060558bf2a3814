import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { processTag } from '../../../src-main/disk/process-tag.mjs';
import {
  appendLine,
  ledgerPath,
  lockLedger,
  readLedgers,
  unlockLedger,
  type LedgerLine,
} from '../../../src-main/store/batch/ledger';
import { failureOf, temporaryFolder } from '../../fixtures/helpers';

const root = await temporaryFolder();
let folder = '';
let path = '';
let round = 0;
beforeEach(async () => {
  folder = join(root, String((round += 1)));
  path = ledgerPath(folder, null);
  await mkdir(join(folder, '.onepair'), { recursive: true });
});

const work = (photo: string, content = 'c1') => ({ photo, content, model: 'm', settings: 's' });
const begin = (photo: string, out: string, content?: string): LedgerLine => ({
  event: 'begin',
  ...work(photo, content),
  ...{ bytes: 3, modifiedMs: 4.5, out, outBytes: 9, outHash: 'h' },
});
const done = (photo: string, out: string, content?: string): LedgerLine => ({
  event: 'done',
  ...work(photo, content),
  out,
});

const read = (place = folder) => readLedgers(place, new Set(['a', 'b', 'c', 'sub/b']));

describe('a ledger', () => {
  it('says of each photo what was begun and what was done', async () => {
    for (const line of [begin('a', 'a_m.png'), done('a', 'a_m.png'), begin('sub/b', 'sub/b_m.png')])
      await appendLine(path, line);
    const ledger = await read();
    expect(ledger.entriesOf('a', 'm', 's')).toMatchObject([{ content: 'c1', out: 'a_m.png', done: true }]);
    expect(ledger.entriesOf('sub/b', 'm', 's')).toMatchObject([{ out: 'sub/b_m.png', done: false }]);
    expect(ledger.entriesOf('a', 'other model', 's')).toEqual([]);
    expect([...ledger.results]).toEqual(['a_m.png', 'sub/b_m.png']);
  });

  it('keeps two contents of one name apart, and a second beginning undoes the first', async () => {
    for (const line of [begin('a', '1'), done('a', '1'), begin('a', '2', 'c2'), done('a', '2', 'c2'), begin('a', '1')])
      await appendLine(path, line);
    const entries = (await read()).entriesOf('a', 'm', 's');
    expect(entries.map(({ content, done: isDone }) => [content, isDone])).toEqual([
      ['c2', true],
      ['c1', false],
    ]);
  });

  it('loses nothing to a line that was torn, wherever it was torn', async () => {
    const whole = `${JSON.stringify(begin('b', 'b_m'))}\n`;
    for (let cut = 0; cut < whole.length; cut += 7) {
      await writeFile(path, '');
      await appendLine(path, done('a', 'a_m'));
      await appendFile(path, whole.slice(0, cut));
      await appendLine(path, begin('c', 'c_m'));
      const ledger = await read();
      expect(ledger.entriesOf('c', 'm', 's')).toHaveLength(1);
      expect(ledger.results.has('b_m')).toBe(false);
    }
  });

  it('of every shard is read, written apart', async () => {
    const [one, two] = [ledgerPath(folder, { index: 1, count: 2 }), ledgerPath(folder, { index: 2, count: 2 })];
    await appendLine(one, begin('a', 'a_m'));
    await appendLine(two, begin('b', 'b_m'));
    expect(one).not.toBe(two);
    expect((await read()).results).toEqual(new Set(['a_m', 'b_m']));
  });

  it('of nothing is empty, and what is no ledger line is passed over', async () => {
    expect((await read(join(folder, 'nowhere'))).results.size).toBe(0);
    await writeFile(path, '{"event":"done"}\nnull\n[]\n{"event":"later version"}\n\0\0\n');
    expect((await read()).results.size).toBe(0);
  });

  it('belongs to one living process at a time, until each of its batches has ended', async () => {
    await lockLedger(path, folder, process.pid);
    await lockLedger(path, folder, process.pid);
    for (const batches of [2, 1]) {
      expect((await failureOf(lockLedger(path, folder, process.ppid))).kind, `${batches} left`).toBe('busy');
      await unlockLedger(path, process.pid);
    }
    await lockLedger(path, folder, process.ppid);
    await unlockLedger(path, process.ppid);
    expect(await readdir(join(folder, '.onepair'))).toEqual([]);
    const dead = processTag(process.pid).replace(/-\d+-\d+$/, '-99999999-1');
    await writeFile(`${path}.lock-${dead}`, '');
    await lockLedger(path, folder, process.pid);
    expect(await readdir(join(folder, '.onepair'))).toEqual([`ledger.jsonl.lock-${processTag()}`]);
  });
});
