import { readdir, readFile } from 'node:fs/promises';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelSummary } from '@contract/model-card';
import { decodeTensorFile } from '../../src-main/store/tensor-file';
import { nodeCarrier } from '../../src-main/processes/node-carrier';
import { BUILT, hasEnded, onepair, realHost, temporaryHome, type Home, type RealHost } from './host-built';

/** Some seconds of training, with checkpoints in between. */
const CHOICES = { method: 'rnn', preset: 'fast', units: 64, epochs: 20, patchesPerEpoch: 4096, batch: 64 } as const;

let home: Home;
beforeAll(async () => {
  home = await temporaryHome();
});
afterAll(async () => {
  await home.remove();
});

const weightsOf = async (path: string) =>
  (await decodeTensorFile(await readFile(path), { maxBytes: 1e8, maxHeaderBytes: 1e6 })).tensors;

const startTraining = async (real: RealHost, out: string) => {
  const pair = await real.call('pair.sample', { size: 192, task: 'deblur' });
  return real.call('train.start', {
    degraded: pair.degraded.id,
    clean: pair.clean.id,
    check: { degraded: pair.degraded.id, clean: pair.clean.id },
    choices: CHOICES,
    out: real.host.registerOutput(out),
  });
};

const checked = ({ model }: { model?: ModelSummary }) =>
  model?.card.facts.notes.find((note) => typeof note === 'object' && note.id.startsWith('training.checked'));

describe('a training whose process is killed', () => {
  it('is interrupted, can be resumed, and ends with the very same weights and figures', async () => {
    const real = realHost();
    try {
      const whole = await startTraining(real, home.path('whole.onepair'));
      const uninterrupted = await real.until(whole.job, hasEnded);
      expect(uninterrupted.state).toBe('done');

      const killed = await startTraining(real, home.path('resumed.onepair'));
      await real.until(killed.job, ({ checkpoint, progress }) => checkpoint !== undefined && progress > 0.2);
      process.kill(real.host.pids().compute ?? 0, 'SIGKILL');
      const interrupted = await real.until(killed.job, hasEnded);
      expect(interrupted).toMatchObject({ state: 'interrupted', error: { kind: 'crashed' } });
      const told = real.events.find(
        ({ event }) => event === 'worker.changed' && real.host.pids().compute === undefined,
      );
      expect(told).toBeDefined();

      const unfinished = await real.call('train.checkpoints', {});
      expect(unfinished.map(({ id }) => id)).toEqual([interrupted.checkpoint]);
      const resumed = await real.call('train.resume', { checkpoint: interrupted.checkpoint ?? '' });
      const ended = await real.until(resumed.job, hasEnded);
      expect(ended.state).toBe('done');
      // The pair that is only measured on was kept, too.
      expect(checked(ended)).toBeDefined();
      expect(checked(ended)).toEqual(checked(uninterrupted));
      expect(await weightsOf(home.path('resumed.onepair'))).toEqual(await weightsOf(home.path('whole.onepair')));
      expect(await readdir(home.path('home/checkpoints'))).toEqual([]);
    } finally {
      await real.host.close();
    }
    expect(await readdir(home.path('home/scratch'))).toEqual([]);
  });
});

it.each(['photos', 'compute', 'disks'] as const)('the process %s says when it has started', async (child) => {
  const started = nodeCarrier(BUILT)(child, {});
  try {
    const first = new Promise((heard) => {
      started.port.onMessage(heard);
    });
    expect(await first).toEqual({ type: 'ready' });
  } finally {
    started.kill();
  }
});

/** The children of a process, where the system tells. */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('a command whose terminal is closed ends, and leaves nothing of its own', async () => {
  let command: ChildProcess | undefined;
  const args = ['train', '--sample', '--task', 'deblur', '--method', 'rnn', '--preset', 'fast', '--epochs', '50'];
  const run = onepair([...args, '--out', home.path('closed.onepair'), '--json'], (child) => (command = child));
  await new Promise((begun) => command?.stdout?.once('data', begun));
  command?.kill('SIGHUP');
  expect((await run).code).not.toBe(0);
  expect(await readdir(home.path('home/scratch'))).toEqual([]);
});

// Only Linux says which processes belong to which.
describe.runIf(process.platform === 'linux')('a command whose own process is killed', () => {
  it('takes its children along, and its training can go on in the next one', async () => {
    let command: ChildProcess | undefined;
    const args = [
      'train',
      '--sample',
      '--task',
      'deblur',
      '--method',
      'rnn',
      '--preset',
      'fast',
      '--units',
      '16',
      '--epochs',
      '4',
    ];
    const run = onepair([...args, '--threads', '1', '--json'], (child) => (command = child));
    const pid = command?.pid ?? 0;
    const checkpoints = async () =>
      (await readdir(home.path('home/checkpoints'))).filter((name) => /checkpoint$/.test(name));
    while ((await checkpoints()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const children = await childrenOf(pid);
    expect(children).toHaveLength(2);
    process.kill(pid, 'SIGKILL');
    await run;
    for (const child of children) await untilGone(child);

    const id = (await checkpoints())[0]?.split('.')[0] ?? '';
    const resumed = await onepair(['train', '--resume', id, '--threads', '1', '--json']);
    expect(resumed.lines.at(-1)).toMatchObject({ event: 'done', exitCode: 0, model: { name: 'sample-deblur-rnn' } });
    expect(await checkpoints()).toEqual([]);
  });
});
