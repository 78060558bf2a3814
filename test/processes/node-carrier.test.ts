import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChildHandle } from '../../src-main/processes/carrier';
import { nodeCarrier } from '../../src-main/processes/node-carrier';
import { WATCH } from '../../src-main/processes/orphan';

/** Stands for the photo process: echoes, says its environment, dies as it is told. */
const CHILD = `
process.on('message', (message) => {
  if (message === 'environment') process.send(process.env.ONEPAIR_TEST);
  else if (message === 'throw') throw new Error('the last words');
  else if (message === 'leave') process.exit(3);
  else process.send(message);
});
process.on('disconnect', () => process.exit(0));
`;

let folder = '';
const children: ChildHandle[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-carrier-'));
  await writeFile(join(folder, 'photos.js'), CHILD);
});
afterAll(async () => {
  for (const child of children) child.kill();
  await rm(folder, { recursive: true });
});

function started(environment: Record<string, string> = {}) {
  const child = nodeCarrier(folder)('photos', environment);
  children.push(child);
  const next = () =>
    new Promise<unknown>((resolve) => {
      child.port.onMessage(resolve);
    });
  const closed = new Promise<string>((resolve) => {
    child.port.onClose(resolve);
  });
  return { child, closed, next };
}

const isAlive = (pid: number | undefined) => {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
};

describe('a child as a Node process', () => {
  it('sends bytes both ways', async () => {
    const { child, next } = started();
    const answer = next();
    expect(child.port.post({ bytes: new Uint8Array([1, 2, 255]) })).toBe(true);
    expect(await answer).toEqual({ bytes: new Uint8Array([1, 2, 255]) });
  });

  it('gets the environment it is given', async () => {
    const { child, next } = started({ ONEPAIR_TEST: 'threads 1' });
    const answer = next();
    child.port.post('environment');
    expect(await answer).toBe('threads 1');
  });

  it('says how it ended, with its last words', async () => {
    const { child, closed } = started();
    child.port.post('throw');
    expect(await closed).toMatch(/^ended with code 1: [^]*Error: the last words/);
    expect(child.port.post('anyone?')).toBe(false);
  });

  it('says when it was killed', async () => {
    const { child, closed } = started();
    process.kill(child.pid ?? 0, 'SIGKILL');
    expect(await closed).toBe('was ended by SIGKILL');
    expect(isAlive(child.pid)).toBe(false);
  });

  it('says that it was killed also where a message met the broken pipe first', async () => {
    const { child, closed, next } = started();
    const answer = next();
    child.port.post('ready?');
    await answer;
    process.kill(child.pid ?? 0, 'SIGKILL');
    // The event loop does not turn: the child is dead, and its end is not noticed yet.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    expect(child.port.post('anyone?')).toBe(true);
    expect(await closed).toBe('was ended by SIGKILL');
    expect(isAlive(child.pid)).toBe(false);
  });

  it('goes when its port is closed', async () => {
    const { child, closed } = started();
    child.port.close();
    expect(await closed).toBe('was ended by SIGTERM');
    child.port.close();
  });
});

it('a child that is busy for ever ends soon after its parent was killed', async () => {
  const options = JSON.stringify({ eval: true, workerData: { pollMs: 20, graceMs: 50 } });
  const busy = join(folder, 'busy.cjs');
  await writeFile(
    busy,
    `new (require('node:worker_threads').Worker)(${JSON.stringify(WATCH)}, ${options}).once('online', () => {
       process.send('busy');
       const end = Date.now() + 10_000;
       while (Date.now() < end);
       process.exit();
     });`,
  );
  const script = `require('node:child_process').fork(${JSON.stringify(busy)}).on('message', console.log)`;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(parent.stdout, 'data');
  // The child holds its parent's output open as long as it lives, also where nobody reaps it.
  let hasEnded = false;
  parent.stdout.once('end', () => (hasEnded = true));
  await wait(100);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  expect(hasEnded).toBe(false);
  await expect.poll(() => hasEnded, { timeout: 2_000 }).toBe(true);
});
