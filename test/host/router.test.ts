import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels, type Channel } from '@contract/channels';
import { resolveSettings } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { createRouter, type ChannelHandlers } from '../../src-main/host/router';
import { plain } from '../said';

/** Remembers what got through, and answers as it is told. */
function recording(answer: unknown = null) {
  const passed: [string, unknown][] = [];
  const handlers = Object.fromEntries(
    Object.keys(channels).map((channel) => [
      channel,
      (args: unknown) => {
        passed.push([channel, args]);
        return answer;
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
    expect(await route('jobs.order', { jobs: ['a'] })).toEqual({ ok: true, value: null });
    await route('models.rename', { model: 'abc', name: '  Old prints  ' });
    expect(passed.at(-1)).toEqual(['models.rename', { model: 'abc', name: 'Old prints' }]);
  });

  it('lets out no answer that does not fit its row, and says of which channel it is', async () => {
    const { route } = recording([{ id: 'a', name: 7 }]);
    expect(await route('photos.pick', { multiple: true })).toMatchObject({
      ok: false,
      error: {
        kind: 'internal',
        message: 'The answer to "photos.pick" cannot be used: "0.name": Invalid type: Expected string but received 7.',
      },
    });
  });

  it('waits for the answer before it looks at it', async () => {
    const { route } = recording(Promise.resolve('none'));
    expect(await route('pair.turned', { degraded: 'a', clean: 'b' })).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('"pair.turned"') as string },
    });
  });

  it('lets out nothing that the row does not know', async () => {
    const { route } = recording([{ id: 'a', name: 'a.png', path: '/home/somebody/a.png' }]);
    expect(await route('photos.pick', { multiple: true })).toEqual({ ok: true, value: [{ id: 'a', name: 'a.png' }] });
  });

  it('says of settings that do not go together only that, in one sentence', async () => {
    const settings = { ...resolveSettings({ method: 'rnn', preset: 'fast', task: 'deblur' }), patch: 8, stepRows: 3 };
    const refused = await recording().route('train.estimate', { settings, width: 64, height: 64 });
    expect(refused).toMatchObject({
      ok: false,
      error: {
        kind: 'bad-input',
        message: expect.stringMatching(/^The setting step-rows: it divides the 8 rows/) as string,
      },
    });
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
        const isRefused = !result.ok && result.error.kind === 'bad-input';
        expect(passed).toHaveLength(isRefused ? 0 : 1);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
