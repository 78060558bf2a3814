import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ChildHandle } from '../../src-main/processes/carrier';
import { nodeCarrier } from '../../src-main/processes/node-carrier';
import { supervise } from '../../src-main/processes/supervisor';
import { temporaryFolder } from '../fixtures/helpers';

const children: ChildHandle[] = [];
afterAll(() => {
  for (const child of children) child.kill();
});

/** A call of each that answers null. */
const DOES = { compute: 'train.movePreview', photos: 'photo.convert' };

/** A supervised process of its own, which does what the text says when it is asked about `path`. */
async function supervised(child: 'compute' | 'photos', text: string) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, `${child}.js`), text);
  const log: string[] = [];
  const start = () => {
    const started = nodeCarrier(folder)(child, {});
    children.push(started);
    return started;
  };
  const supervisor = supervise(
    child,
    start,
    () => undefined,
    () => undefined,
    (line) => log.push(line),
  );
  const before = children.length;
  return {
    ask: (path: string) => supervisor.call(DOES[child] as never, { path }),
    log,
    starts: () => children.length - before,
  };
}

const DIES_OF_A_PHOTO = `
process.on('message', ({ id, args }) => {
  if (args.path === 'bad.png') process.abort();
  process.send({ type: 'answer', id, result: { ok: true, value: null } });
});
process.send({ type: 'ready' });
`;

it.each(['photos', 'compute'] as const)(
  'a process (%s) that one photo ends again and again is started again for the others',
  { timeout: 60_000 },
  async (child) => {
    const { ask, starts } = await supervised(child, DIES_OF_A_PHOTO);
    for (let end = 0; end < 6; end += 1) await expect(ask('bad.png')).rejects.toMatchObject({ kind: 'crashed' });
    expect(await ask('good.png')).toBeNull();
    expect(starts()).toBe(7);
  },
);

it('a process that cannot start is tried five times, and then said to be so', { timeout: 60_000 }, async () => {
  const { ask, starts } = await supervised('photos', "throw new Error('a part of it is missing')");
  for (let start = 0; start < 5; start += 1) await expect(ask('good.png')).rejects.toMatchObject({ kind: 'crashed' });
  await expect(ask('good.png')).rejects.toThrow('could not be started, 5 times in a row');
  expect(starts()).toBe(5);
});

const ANSWERS_WRONGLY = `
process.on('message', ({ id }) => {
  process.send(null);
  process.send({ type: 'event', event: 'job.progress', payload: { job: id, fraction: 'far' } });
  process.send({ type: 'answer', id, result: { ok: true, value: { path: '../../etc' } } });
});
process.send({ type: 'ready' });
`;

it('a process whose words fit no row fails its calls, and nothing else', { timeout: 60_000 }, async () => {
  const { ask, starts, log } = await supervised('photos', ANSWERS_WRONGLY);
  for (let call = 0; call < 3; call += 1)
    await expect(ask('good.png')).rejects.toMatchObject({
      kind: 'internal',
      message: 'The answer to "photo.convert" cannot be used: Invalid type: Expected null but received Object.',
    });
  expect(log.filter((line) => line.startsWith('A message'))).toHaveLength(3);
  expect(log.filter((line) => line.startsWith('The event "job.progress"'))).toHaveLength(3);
  expect(starts()).toBe(1);
});
