import { describe, expect, it } from 'vitest';
import { AppError } from '@contract/result';
import type { PhotosCalls } from '@contract/worker-calls';
import { inEnglish } from '@contract/in-language';
import { supervise, type ChildState } from '../../src-main/processes/supervisor';
import { serve, type Handlers } from '../../src-main/processes/serve';
import { PHOTO } from '../fixtures/answers';
import { memoryPorts } from './memory-port';
import { plain } from '../said';

/** A supervised child whose call answers, fails, or crashes it. */
function supervised() {
  const states: ChildState['state'][] = [];
  const messages: string[] = [];
  const log: string[] = [];
  const children: ReturnType<typeof memoryPorts>[] = [];
  let behaviour: 'answer' | 'fail' | 'crash' = 'answer';
  let asked = 0;
  let isDying = false;
  const start = () => {
    const ports = memoryPorts();
    children.push(ports);
    serve(ports.child, {
      'photo.probe': () => {
        asked += 1;
        if (behaviour === 'crash') ports.crash('was ended by SIGKILL: Error at /home/me/onepair/photos.js:1');
        if (behaviour === 'fail') throw new AppError('disk', plain('No.'));
        return Promise.resolve(PHOTO);
      },
    } as unknown as Handlers<PhotosCalls>);
    return {
      port: { ...ports.host, post: (message: unknown) => !isDying && ports.host.post(message) },
      pid: children.length,
      kill: () => {
        ports.crash('killed');
      },
    };
  };
  const supervisor = supervise(
    'photos',
    start,
    () => undefined,
    ({ state, sentence }) => {
      states.push(state);
      if (sentence) messages.push(inEnglish(sentence));
    },
    (line) => log.push(line),
  );
  return {
    supervisor,
    states,
    messages,
    log,
    started: () => children.length,
    asked: () => asked,
    /** Between its death and its end being noticed a process takes no messages. */
    dieSlowly: () => {
      isDying = true;
      setTimeout(() => {
        isDying = false;
        children.at(-1)?.crash('was ended by SIGKILL');
      }, 20);
    },
    become: (next: typeof behaviour) => (behaviour = next),
    ask: () => supervisor.call('photo.probe', { path: '/a.png' }),
  };
}

describe('a supervised child', () => {
  it('starts with the first call and stays', async () => {
    const { supervisor, ask, started, states } = supervised();
    expect(started()).toBe(0);
    expect(supervisor.pid).toBeUndefined();
    await ask();
    await ask();
    expect(started()).toBe(1);
    expect(supervisor.pid).toBe(1);
    expect(states).toEqual(['ready']);
  });

  it('is started anew after a crash', async () => {
    const { ask, become, started, states } = supervised();
    become('crash');
    await expect(ask()).rejects.toMatchObject({ kind: 'crashed' });
    become('answer');
    expect(await ask()).toMatchObject({ width: 768 });
    expect(started()).toBe(2);
    expect(states).toEqual(['ready', 'crashed', 'ready']);
  });

  it('keeps its last words for the log: people get one sentence that says what to do', async () => {
    const { ask, become, messages, log } = supervised();
    become('crash');
    const failure = (await ask().catch((error: unknown) => error)) as AppError;
    expect(failure.message).toMatch(/^The photo process stopped unexpectedly.+try again\.$/);
    expect(messages.at(-1)).toBe(failure.message);
    expect(log).toEqual(['The photo process was ended by SIGKILL: Error at /home/me/onepair/photos.js:1']);
  });

  it('that dies while nothing runs costs nobody anything: what was never sent waits for the next child', async () => {
    const { ask, dieSlowly, started, asked, states } = supervised();
    await ask();
    dieSlowly();
    expect(await Promise.all([ask(), ask()])).toMatchObject([{ width: 768 }, { width: 768 }]);
    expect([started(), asked()]).toEqual([2, 3]);
    expect(states).toEqual(['ready', 'crashed', 'ready']);
  });

  it('however often it dies of what it is asked, is started again', async () => {
    const { ask, become, started } = supervised();
    become('crash');
    for (let crash = 0; crash < 12; crash++) await expect(ask()).rejects.toMatchObject({ kind: 'crashed' });
    become('answer');
    await expect(ask()).resolves.toMatchObject({ width: 768 });
    expect(started()).toBe(13);
  });

  it('is ended on purpose, for good', async () => {
    const { supervisor, ask, states, started } = supervised();
    await ask();
    await supervisor.close();
    await supervisor.close();
    expect(states).toEqual(['ready', 'stopped']);
    await expect(ask()).rejects.toMatchObject({ kind: 'cancelled' });
    expect(started()).toBe(1);
  });
});
