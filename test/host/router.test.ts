import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels, type Channel } from '@contract/channels';
import { AppError } from '@contract/result';
import { createRouter, type ChannelHandlers } from '../../src-main/host/router';
import { plain } from '../said';

/** Remembers what got through. */
function recording() {
  const passed: [string, unknown][] = [];
  const handlers = Object.fromEntries(
    Object.keys(channels).map((channel) => [
      channel,
      (args: unknown) => {
        passed.push([channel, args]);
        return null;
      },
    ]),
  ) as unknown as ChannelHandlers;
  return { passed, route: createRouter(handlers) };
}

describe('the router', () => {
  it('refuses every channel that is not in the contract', async () => {
    const { route, passed } = recording();
    const strange = ['', 'nothing', 'constructor', '__proto__', 'toString', 'app.info ', null, 7, {}, ['app.info']];
    for (const channel of strange)
      expect(await route(channel, {})).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    expect(passed).toEqual([]);
  });

  it('names the argument that is wrong', async () => {
    const { route } = recording();
    const result = await route('pair.degrade', { clean: 'a', task: 'deblur', scale: 9 });
    expect(result).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('pair.degrade: scale is 9') as string },
    });
  });

  it('refuses surplus arguments', async () => {
    const { route, passed } = recording();
    expect(await route('jobs.list', { path: '/etc/passwd' })).toMatchObject({ ok: false });
    expect(passed).toEqual([]);
  });

  it('passes arguments on as the schema gives them', async () => {
    const { route, passed } = recording();
    expect(await route('models.rename', { model: 'abc', name: '  Old prints  ' })).toEqual({ ok: true, value: null });
    expect(passed).toEqual([['models.rename', { model: 'abc', name: 'Old prints' }]]);
  });

  it('turns what a handler throws into a failure', async () => {
    const handlers = { 'jobs.list': () => Promise.reject(new AppError('busy', plain('Wait.'))) };
    const route = createRouter(handlers as unknown as ChannelHandlers);
    expect(await route('jobs.list', {})).toMatchObject({ ok: false, error: { kind: 'busy', message: 'Wait.' } });
  });

  it('never throws and lets nothing through that the schema refuses', async () => {
    const { route, passed } = recording();
    const channel = fc.oneof(fc.constantFrom(...(Object.keys(channels) as Channel[])), fc.string());
    const args = fc.oneof(
      fc.anything({ withNullPrototype: true }),
      fc.dictionary(fc.constantFrom('photo', 'degraded', 'clean', 'job', 'model', 'action', 'settings'), fc.anything()),
    );
    await fc.assert(
      fc.asyncProperty(channel, args, async (name, value) => {
        passed.length = 0;
        const result = await route(name, value);
        expect(passed).toHaveLength(result.ok ? 1 : 0);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
