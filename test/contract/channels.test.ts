import { expect, it } from 'vitest';
import * as v from 'valibot';
import { channels } from '@contract/channels';
import { RESTORE_DEFAULTS } from '@contract/restore-options';

it('notes are of a model, by an id as models have', () => {
  const remark = { stars: 1, note: '' };
  const { args } = channels['models.remark'];
  expect(v.is(args, { model: 'a0'.repeat(32), remark })).toBe(true);
  for (const model of ['__proto__', 'constructor', 'a', 'A0'.repeat(32)])
    expect(v.is(args, { model, remark })).toBe(false);
});

it('more photos with settings of their own are refused than can be looked through at once', () => {
  const order = (count: number) => ({
    ...{ model: 'm', photos: ['p'], settings: RESTORE_DEFAULTS },
    own: Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, { strength: 50 }])),
  });
  expect(v.is(channels['restore.start'].args, order(20_000))).toBe(true);
  expect(v.is(channels['restore.start'].args, order(20_001))).toBe(false);
});
