import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bytes } from '@contract/channels-row';
import { AppError } from '@contract/result';
import { plain } from '../said';
import { createClient } from '../../src-main/processes/client';
import { serve, type Handlers } from '../../src-main/processes/serve';
import { memoryPorts } from './memory-port';

interface Calls {
  double: { args: { value: number }; answer: number };
  bytes: { args: { bytes: Uint8Array }; answer: Uint8Array };
  fail: { args: object; answer: null };
  never: { args: object; answer: null };
}

const rows = {
  double: { answer: v.number() },
  bytes: { answer: bytes },
  fail: { answer: v.null() },
  never: { answer: v.null() },
};

function connected() {
  const ports = memoryPorts();
  const heard: unknown[] = [];
  const log: string[] = [];
  const handlers: Handlers<Calls> = {
    double: ({ value }, emit) => {
      emit('job.progress', { job: 'a', fraction: value });
      return Promise.resolve(value * 2);
    },
    bytes: ({ bytes }) => Promise.resolve(bytes.map((byte) => byte + 1)),
    fail: () => Promise.reject(new AppError('bad-input', plain('a.png is broken. Choose another.'), 'a.png')),
    never: () => new Promise(() => undefined),
  };
  serve<Calls>(ports.child, handlers);
  const client = createClient(
    ports.host,
    rows,
    (event, payload) => heard.push([event, payload]),
    plain('The child stopped.'),
    (line) => log.push(line),
  );
  const ask = async (channel: string, args: unknown) => (await client.send(channel, args)) ?? 'not sent';
  return { client, ask, heard, log, ...ports };
}

describe('calls over a port', () => {
  it('answer with values, bytes included', async () => {
    const { client, ask } = connected();
    expect(await ask('double', { value: 4 })).toBe(8);
    expect(await ask('bytes', { bytes: new Uint8Array([1, 2]) })).toEqual(new Uint8Array([2, 3]));
    expect(client.pending).toBe(0);
  });

  it('run side by side', async () => {
    const { client, ask } = connected();
    const stuck = ask('never', {});
    expect(await ask('double', { value: 1 })).toBe(2);
    expect(client.pending).toBe(1);
    void stuck.catch(() => undefined);
  });

  it('carry failures with kind, sentence and file', async () => {
    const { ask } = connected();
    await expect(ask('fail', {})).rejects.toMatchObject({
      kind: 'bad-input',
      message: 'a.png is broken. Choose another.',
      file: 'a.png',
    });
  });

  it('refuse what the other side does not know', async () => {
    const { ask } = connected();
    for (const channel of ['nothing', 'constructor', '__proto__'])
      await expect(ask(channel, {})).rejects.toMatchObject({ kind: 'internal' });
  });

  it('bring events before the answer that follows them', async () => {
    const { ask, heard } = connected();
    await ask('double', { value: 0.5 });
    expect(heard).toEqual([['job.progress', { job: 'a', fraction: 0.5 }]]);
  });

  it('pass on no event that is not in the table', async () => {
    const { ask, child, heard } = connected();
    for (const event of ['nothing', 'constructor', '__proto__', 'job.changed', 1])
      child.post({ type: 'event', event, payload: null });
    await ask('double', { value: 0.5 });
    expect(heard).toEqual([['job.progress', { job: 'a', fraction: 0.5 }]]);
  });

  it.each([
    ['a value of another kind', { ok: true, value: '8' }, 'Expected null but received "8"'],
    ['no result', null, 'Expected Object but received null'],
    ['no value', { ok: true }, 'value'],
    ['a failure of no kind', { ok: false, error: { kind: 'ouch', message: '' } }, 'error.kind'],
    [
      'a failure without a sentence',
      { ok: false, error: { kind: 'disk', sentence: { id: 'no.such' }, message: '' } },
      'sentence',
    ],
  ])('are faults where %s is answered, and the next one is answered', async (_, result, wrong) => {
    const { client, child, log } = connected();
    const asked = client.send('never', {});
    child.post({ type: 'answer', id: 1, result });
    const failure = await asked?.catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'internal', message: expect.stringContaining(wrong) as string });
    expect((failure as AppError).message).toMatch(/^The answer to "never" cannot be used: /);
    expect(log).toEqual([]);
    expect(await client.send('double', { value: 4 })).toBe(8);
    expect(client.pending).toBe(0);
  });

  it('survive what is no message, and events that do not fit their row, which are logged', async () => {
    const { ask, child, heard, log } = connected();
    const wrong = [
      null,
      7,
      'answer',
      [],
      { type: 'shout' },
      { type: 'answer' },
      { type: 'answer', id: 'x', result: 1 },
    ];
    for (const message of wrong) child.post(message);
    child.post({ type: 'event', event: 'job.progress', payload: { job: 'a', fraction: 'half' } });
    child.post({ type: 'answer', id: 99, result: { ok: true, value: 1 } });
    expect(await ask('double', { value: 0.5 })).toBe(1);
    expect(heard).toEqual([['job.progress', { job: 'a', fraction: 0.5 }]]);
    expect(log).toHaveLength(wrong.length + 1);
    expect(log.at(-1)).toContain('The event "job.progress" cannot be used: "fraction":');
  });

  it('are all rejected when the other side goes; later ones are not sent', async () => {
    const { client, ask, crash } = connected();
    const pending = [ask('never', {}), ask('never', {})];
    crash('SIGKILL');
    const gone = { kind: 'crashed', message: 'The child stopped.' };
    for (const call of pending) await expect(call).rejects.toMatchObject(gone);
    expect(await ask('double', { value: 1 })).toBe('not sent');
    expect(client.pending).toBe(0);
  });
});
