import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobAction, JobSnapshot } from '@contract/job';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { plain } from '../said';
import { createJobBoard, type JobContext } from '../../src-main/host/jobs';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function board() {
  const told: JobSnapshot[] = [];
  let nowMs = 0;
  const jobs = createJobBoard(
    (snapshot) => told.push(structuredClone(snapshot)),
    () => nowMs,
  );
  const started: string[] = [];
  const actions: [string, JobAction][] = [];
  const add = (title: string, small = false) => {
    let end: (error?: Error) => void = () => undefined;
    const control: { context: JobContext | null } = { context: null };
    const id = jobs.add({
      kind: 'train',
      title: plain(title),
      small,
      control: (_, action) => {
        actions.push([title, action]);
        return Promise.resolve();
      },
      run: (context) => {
        started.push(title);
        control.context = context;
        return new Promise((resolve, reject) => {
          end = (error) => {
            if (error) reject(error);
            else resolve();
          };
        });
      },
    });
    return {
      id,
      control,
      end: async (error?: Error) => {
        end(error);
        await turn();
      },
      state: () => jobs.find(id).state,
    };
  };
  return { jobs, told, add, started, actions, pass: (ms: number) => (nowMs += ms) };
}

const turn = async () => {
  await vi.advanceTimersByTimeAsync(0);
};

describe('the queue', () => {
  it('runs one job after the other, in order', async () => {
    const { add, started, jobs } = board();
    const [first, second, third] = [add('a'), add('b'), add('c')];
    await turn();
    expect(started).toEqual(['a']);
    expect(second.state()).toBe('queued');
    await first.end();
    expect(started).toEqual(['a', 'b']);
    await second.end(new Error('broken'));
    await third.end();
    expect(jobs.list().map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
    expect(jobs.idle).toBe(true);
  });

  it('lets a small job pass a long one, which goes on where it was', async () => {
    const { jobs, add, started, actions, pass } = board();
    const [long, other] = [add('long'), add('other long')];
    await turn();
    const [small, next] = [add('small', true), add('small too', true)];
    await turn();
    expect(started).toEqual(['long', 'small']);
    expect(actions).toEqual([['long', 'pause']]);
    expect(jobs.find(long.id)).toMatchObject({ state: 'running', detail: say('job.yields') });
    pass(500);
    await small.end();
    expect(started).toEqual(['long', 'small', 'small too']);
    await next.end();
    expect(actions).toEqual([
      ['long', 'pause'],
      ['long', 'resume'],
    ]);
    // The time in which it waited is not its own.
    expect(jobs.find(long.id).elapsedMs).toBe(0);
    expect(other.state()).toBe('queued');
  });

  it('is not blocked by a paused job, which waits for its turn when it is to go on', async () => {
    const { jobs, add, started, actions } = board();
    const [first, second] = [add('a'), add('b')];
    await turn();
    await jobs.control(first.id, 'pause');
    await turn();
    expect(started).toEqual(['a', 'b']);
    await jobs.control(first.id, 'resume');
    expect(first.state()).toBe('queued');
    let went = false;
    void first.control.context?.whenRunning().then(() => (went = true));
    await turn();
    expect(went).toBe(false);
    await second.end();
    expect(first.state()).toBe('running');
    expect(went).toBe(true);
    expect(actions).toEqual([
      ['a', 'pause'],
      ['a', 'resume'],
    ]);
    await first.end();
    expect(jobs.idle).toBe(true);
  });

  it('runs waiting jobs in the order that the user gives them', async () => {
    const { jobs, add, started } = board();
    const [first, b, c, d] = [add('a'), add('b'), add('c'), add('d')];
    await turn();
    // Who is named again keeps the first place.
    jobs.order([d.id, d.id, d.id, first.id, b.id, c.id, 'unknown']);
    for (const job of [first, d, b, c]) await job.end();
    expect(started).toEqual(['a', 'd', 'b', 'c']);
  });

  it('drops a waiting job that is cancelled', async () => {
    const { jobs, add, started } = board();
    const [first, second] = [add('a'), add('b')];
    await turn();
    await expect(jobs.control(second.id, 'pause')).rejects.toMatchObject({ kind: 'bad-input' });
    await jobs.control(second.id, 'cancel');
    await first.end();
    expect(started).toEqual(['a']);
    expect(second.state()).toBe('cancelled');
  });

  it('keeps a bounded number of finished jobs', async () => {
    const { jobs, add } = board();
    for (let count = 0; count < 130; count++) {
      const job = add(String(count));
      await turn();
      await job.end();
    }
    expect(jobs.list()).toHaveLength(100);
    expect(() => jobs.find('unknown')).toThrow('not known');
  });
});

describe('a job', () => {
  it('pauses, goes on and is told what was asked', async () => {
    const { jobs, add, actions } = board();
    const job = add('a');
    await turn();
    await jobs.control(job.id, 'pause');
    expect(job.state()).toBe('paused');
    let went = false;
    void job.control.context?.whenRunning().then(() => (went = true));
    await turn();
    expect(went).toBe(false);
    await jobs.control(job.id, 'resume');
    await turn();
    expect(went).toBe(true);
    await jobs.control(job.id, 'stop');
    expect(job.control.context?.asked).toBe('stop');
    expect(() => job.control.context?.continueOrThrow()).toThrow(AppError);
    expect(actions.map(([, action]) => action)).toEqual(['pause', 'resume', 'stop']);
    await job.end();
    await jobs.control(job.id, 'cancel');
    expect(job.state()).toBe('done');
  });

  it('that was asked to end says so at once and until it has ended', async () => {
    const { jobs, add } = board();
    const job = add('a');
    await turn();
    const asking = jobs.control(job.id, 'cancel');
    expect(jobs.find(job.id).detail).toEqual(say('job.cancelling'));
    await asking;
    jobs.update(job.id, { detail: plain('epoch 3'), progress: 0.5 });
    jobs.progress({ job: job.id, fraction: 0.6, detail: plain('epoch 4') });
    expect(jobs.find(job.id)).toMatchObject({ detail: say('job.cancelling'), remainingMs: null, progress: 0.5 });
    await job.end(new AppError('cancelled', plain('Cancelled.')));
    expect(job.state()).toBe('cancelled');
  });

  it('that is paused can be cancelled', async () => {
    const { jobs, add } = board();
    const job = add('a');
    await turn();
    await jobs.control(job.id, 'pause');
    await jobs.control(job.id, 'cancel');
    await job.end(new AppError('cancelled', plain('Cancelled.')));
    expect(jobs.find(job.id)).toMatchObject({ state: 'cancelled' });
    expect(jobs.find(job.id).error).toBeUndefined();
  });

  it('counts only the time it runs', async () => {
    const { jobs, add, pass } = board();
    const job = add('a');
    pass(1000);
    await turn();
    pass(20);
    await jobs.control(job.id, 'pause');
    pass(500);
    await jobs.control(job.id, 'resume');
    pass(3);
    await job.end();
    pass(1000);
    expect(jobs.find(job.id).elapsedMs).toBe(23);
  });

  it('is interrupted by a crash when there is a checkpoint, else failed', async () => {
    const { jobs, add } = board();
    const crash = new AppError('crashed', plain('It stopped.'));
    const without = add('a');
    await turn();
    await without.end(crash);
    expect(without.state()).toBe('failed');
    const resumable = add('b');
    await turn();
    jobs.update(resumable.id, { checkpoint: 'c1' });
    await resumable.end(crash);
    expect(jobs.find(resumable.id)).toMatchObject({
      state: 'interrupted',
      checkpoint: 'c1',
      error: { kind: 'crashed' },
    });
  });

  it('tells progress at most every 100 ms, a change of state at once and nothing after its end', async () => {
    const { jobs, told, add } = board();
    const job = add('a');
    await turn();
    told.length = 0;
    for (let step = 0; step < 1000; step++) jobs.update(job.id, { progress: step / 1000 });
    expect(told).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(100);
    expect(told.map(({ progress }) => progress)).toEqual([0.999]);
    jobs.update(job.id, { progress: 0.9995 });
    await job.end();
    jobs.update(job.id, { progress: 0.1 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(told.map(({ state, progress }) => [state, progress])).toEqual([
      ['running', 0.999],
      ['done', 1],
    ]);
  });
});
