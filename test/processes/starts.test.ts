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

/** A supervised process of its own, which does what the text says when it is asked about `path`. */
async function supervised(child: 'compute' | 'photos', text: string) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, `${child}.js`), text);
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
    () => undefined,
  );
  const before = children.length;
  return {
    ask: (path: string) => supervisor.call('any' as never, { path }),
    starts: () => children.length - before,
  };
}

const DIES_OF_A_PHOTO = `
process.on('message', ({ id, args }) => {
  if (args.path === 'bad.png') process.abort();
  process.send({ type: 'answer', id, result: { ok: true, value: args.path } });
});
process.send({ type: 'ready' });
`;

it.each(['photos', 'compute'] as const)(
  'a process (%s) that one photo ends again and again is started again for the others',
  { timeout: 60_000 },
  async (child) => {
    const { ask, starts } = await supervised(child, DIES_OF_A_PHOTO);
    for (let end = 0; end < 6; end += 1) await expect(ask('bad.png')).rejects.toMatchObject({ kind: 'crashed' });
    expect(await ask('good.png')).toBe('good.png');
    expect(starts()).toBe(7);
  },
);

it('a process that cannot start is tried five times, and then said to be so', { timeout: 60_000 }, async () => {
  const { ask, starts } = await supervised('photos', "throw new Error('a part of it is missing')");
  for (let start = 0; start < 5; start += 1) await expect(ask('good.png')).rejects.toMatchObject({ kind: 'crashed' });
  await expect(ask('good.png')).rejects.toThrow('could not be started, 5 times in a row');
  expect(starts()).toBe(5);
});
