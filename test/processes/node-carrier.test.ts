import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChildHandle } from '../../src-main/processes/carrier';
import { nodeCarrier } from '../../src-main/processes/node-carrier';

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

  it('goes when its port is closed', async () => {
    const { child, closed } = started();
    child.port.close();
    expect(await closed).toBe('was ended by SIGTERM');
    child.port.close();
  });
});
