import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NO_VERDICT } from '@contract/judgement';
import { openJudgements } from '../../src-main/store/judgements';
import { watchFileWork } from '../fixtures/faults';
import { failureOf } from '../fixtures/helpers';

let home: string;
let file: string;
let result: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'onepair-judgements-'));
  file = join(home, 'judgements.json');
  result = join(home, 'a.png');
  await writeFile(result, 'a result');
});
afterEach(() => rm(home, { recursive: true, force: true }));

it('keeps what is thought of a result for the next start, and touches no result', async () => {
  const before = await stat(result);
  await openJudgements(file).judge(result, { flag: 'reject', stars: 2 });
  const [verdict, other] = await openJudgements(file).verdictsOf([result, join(home, 'b.png')]);
  expect(verdict).toEqual({ flag: 'reject', stars: 2 });
  expect(other).toEqual(NO_VERDICT);
  expect((await readdir(home)).sort()).toEqual(['a.png', 'judgements.json']);
  expect((await stat(result)).mtimeMs).toBe(before.mtimeMs);
  await openJudgements(file).judge(result, NO_VERDICT);
  expect(await readFile(file, 'utf8')).not.toContain('a.png');
});

it('takes a result that was written anew for one that is not judged', async () => {
  await openJudgements(file).judge(result, { flag: 'keep', stars: 0 });
  await utimes(result, 1, 1);
  expect(await openJudgements(file).verdictsOf([result])).toEqual([NO_VERDICT]);
});

it('keeps stars and notes of models, those of two programs at once too', async () => {
  await Promise.all([
    openJudgements(file).remark('one', { stars: 5, note: 'grain kept' }),
    openJudgements(file).remark('two', { stars: 0, note: 'too soft' }),
  ]);
  expect(await openJudgements(file).remarks()).toEqual({
    one: { stars: 5, note: 'grain kept' },
    two: { stars: 0, note: 'too soft' },
  });
});

it('puts a file aside that it does not understand, before anything is written', async () => {
  await writeFile(file, '{"version":1,"results":{"x":{"flag":"burn"}}}');
  expect(await openJudgements(file).verdictsOf([result])).toEqual([NO_VERDICT]);
  await openJudgements(file).judge(result, { flag: 'keep', stars: 1 });
  const aside = (await readdir(home)).find((name) => name.startsWith('judgements.json.broken-'));
  expect(await readFile(join(home, aside ?? ''), 'utf8')).toContain('burn');
});

it('changes nothing where the file cannot be read, and says so', async () => {
  const judgements = openJudgements(file);
  await judgements.remark('one', { stars: 5, note: 'grain kept' });
  const stop = await watchFileWork(({ call }) => {
    if (call === 'open') throw Object.assign(new Error('EMFILE: too many open files, open'), { code: 'EMFILE' });
  });
  expect(await failureOf(judgements.remarks())).toMatchObject({ kind: 'disk', file: 'judgements.json' });
  stop();
  expect(await judgements.remarks()).toEqual({ one: { stars: 5, note: 'grain kept' } });
  await rm(file);
  await mkdir(file);
  expect(await failureOf(judgements.remark('two', { stars: 1, note: '' }))).toMatchObject({ kind: 'bad-input' });
  expect((await readdir(home)).sort()).toEqual(['a.png', 'judgements.json']);
});

it('answers with what was asked for just before, written or not', async () => {
  const judgements = openJudgements(file);
  const written = judgements.remark('one', { stars: 4, note: 'keeps the grain' });
  expect(await judgements.remarks()).toEqual({ one: { stars: 4, note: 'keeps the grain' } });
  await written;
});
