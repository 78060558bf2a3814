import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import promises, { mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { claim, unclaim } from '../../src-main/disk/claim.mjs';
import { isAbandoned, ownerState, processTag } from '../../src-main/disk/process-tag.mjs';
import { watchFileWork } from '../fixtures/faults';
import { temporaryFolder } from '../fixtures/helpers';

const root = await temporaryFolder();
let path = '';
let round = 0;
beforeEach(async () => {
  const folder = join(root, String((round += 1)));
  await mkdir(folder);
  path = join(folder, 'ledger.jsonl');
});
const put = (owner: string) => writeFile(`${path}.lock-${owner}`, '');
const me = processTag();
const host = me.split('-')[0]!;

describe('a claim', () => {
  it('belongs to one owner until it is given up', async () => {
    expect(await claim(path, me)).toBeNull();
    expect(await claim(path, me)).toBeNull();
    expect(await claim(path, `${me}-2`)).toBe(`${path}.lock-${me}`);
    await unclaim(path, me);
    expect(await claim(path, `${me}-2`)).toBeNull();
  });

  it.each([
    ['a process that is gone', `${host}-4194303-1`],
    ['a process whose id is used again', `${host}-${process.pid}-1`],
  ])('of %s is no hindrance and goes', async (_, owner) => {
    await put(owner);
    expect(await claim(path, me)).toBeNull();
    expect(await readdir(join(path, '..'))).toEqual([`ledger.jsonl.lock-${me}`]);
  });

  it('that fails leaves nothing that the next would wait for', async () => {
    const { readdir: own } = promises;
    Object.assign(promises, { readdir: () => Promise.reject(new Error('EIO')) });
    syncBuiltinESMExports();
    await expect(claim(path, `${me}-1`)).rejects.toThrow('EIO');
    promises.readdir = own;
    syncBuiltinESMExports();
    expect(await claim(path, `${me}-2`)).toBeNull();
  });

  it('of one of very many dead owners is not waited for: some go with each try', async () => {
    await Promise.all(Array.from({ length: 90 }, (_, at) => put(`${host}-4194303-${at}`)));
    expect(await claim(path, me)).toContain('.lock-');
    expect(await claim(path, me)).toBeNull();
    expect(await readdir(join(path, '..'))).toEqual([`ledger.jsonl.lock-${me}`]);
  });

  it('of another computer holds while it, or what it claims, changes', async () => {
    const elsewhere = `${path}.lock-abcdef-1-1`;
    await put('abcdef-1-1');
    expect(await claim(path, me)).toBe(elsewhere);
    await utimes(elsewhere, 0, 0);
    await writeFile(path, 'a line');
    expect(await claim(path, me)).toBe(elsewhere);
    await utimes(path, 0, 0);
    expect(await claim(path, me)).toBeNull();
  });

  it('that says nothing of its owner is none', async () => {
    for (const name of ['', '.lock', '.lock-', '.lock-x', '.lock-abc']) await writeFile(path + name, '');
    expect(await claim(path, me)).toBeNull();
  });

  // A child that ended and was not waited for: what a container's first process may leave for ever.
  it.skipIf(process.platform !== 'linux')('of a zombie is no hindrance', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 20'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    const tag = processTag(pid);
    await expect.poll(() => readFile(`/proc/${pid}/stat`, 'utf8').then((stat) => stat.split(' ')[2])).toBe('Z');
    expect(ownerState(tag)).toBe('dead');
    expect(isAbandoned(tag, Date.now())).toBe(true);
    parent.kill('SIGKILL');
  });
});

it('is one owner’s where another comes within any step of its claiming', async () => {
  for (let step = 1; step <= 3; step += 1) {
    const [mine, theirs] = [`${me}-1`, `${me}-2`];
    let isIn = false;
    let other: string | null | undefined;
    const stop = await watchFileWork(async ({ index }) => {
      if (isIn || index !== step) return;
      isIn = true;
      other = await claim(path, theirs);
    });
    const own = await claim(path, mine);
    stop();
    expect([own, other].filter((one) => one === null).length, `step ${step}`).toBeLessThanOrEqual(1);
    for (const owner of [mine, theirs]) await unclaim(path, owner);
  }
});

it('of many that come at once is given to one at a time', async () => {
  const script = `
    import { appendFileSync } from 'node:fs';
    import { claim, unclaim } from ${JSON.stringify(resolve('src-main/disk/claim.mjs'))};
    import { processTag } from ${JSON.stringify(resolve('src-main/disk/process-tag.mjs'))};
    const [path, log] = process.argv.slice(1);
    for (let times = 0; times < 12; ) {
      if ((await claim(path, processTag())) !== null) continue;
      appendFileSync(log, '+');
      await new Promise((done) => setTimeout(done, 2));
      appendFileSync(log, '-');
      await unclaim(path, processTag());
      times += 1;
    }`;
  const log = join(path, '..', 'log');
  const one = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, path, log]);
  await Promise.all([one(), one(), one(), one()]);
  expect(await readFile(log, 'utf8')).toBe('+-'.repeat(48));
}, 30_000);
