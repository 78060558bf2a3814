import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { StudyResult } from '@contract/study';
import { openStudyStore } from '../../src-main/store/study-store';
import { temporaryFolder } from '../fixtures/helpers';

const RESULT = {
  ...{ id: 'abcdef01', study: 'patches', title: 'A study', about: '', charts: [], tables: [], notes: [] },
  ...{ request: { study: 'patches', choices: {}, quick: true }, trainedOn: [], testedOn: [], steps: 1, stepsDone: 1 },
  ...{ complete: true, elapsedMs: 1, device: 'CPU', updatedAt: '2026-01-01T00:00:00.000Z' },
  versions: { onepair: '1', tensorflow: '1', tfjs: '1' },
} as unknown as StudyResult;

it('lists the studies that are whole, whatever else bears the name of one', async () => {
  const folder = await temporaryFolder();
  const store = openStudyStore(folder);
  await store.save(RESULT);
  const damaged = ['null', '{}', '[]', '"study"', '{"id":1,"updatedAt":2}', '{', ''];
  for (const [at, text] of damaged.entries()) await writeFile(join(folder, `0000000${at}.json`), text);
  // What looks like one, but for a part that lists and pages go by; and one that bears another's name.
  const hollow = [{ title: undefined }, { charts: [{}] }, { request: { study: 'patches' } }, { trainedOn: [1] }, {}];
  for (const [at, change] of hollow.entries()) {
    const id = at === hollow.length - 1 ? RESULT.id : `1000000${at}`;
    await writeFile(join(folder, `1000000${at}.json`), JSON.stringify({ ...RESULT, id, ...change }));
  }
  await mkdir(join(folder, '0000000a.json'));
  expect((await store.list()).map(({ id }) => id)).toEqual(['abcdef01']);
  expect(await store.load('00000001')).toBe(null);
  expect(await store.load('abcdef01')).toEqual(RESULT);
  // A value without a number is written as none, and costs its point alone.
  const axis = { label: 'x' };
  const series = [
    {
      name: 's',
      points: [
        [1, Infinity],
        [2, 3],
      ],
    },
  ];
  await store.save({ ...RESULT, charts: [{ title: 'c', kind: 'lines', x: axis, y: axis, series }] } as StudyResult);
  expect((await store.load('abcdef01'))?.charts[0]?.series[0]?.points).toEqual([[2, 3]]);
});
