import { describe, expect, it } from 'vitest';
import type { JobToken } from '../../src-main/core/job-token';
import { createJobControls } from '../../src-main/compute/job-control';

/** Work that counts its steps until it is told to end. */
async function countSteps(token: JobToken, counted: { steps: number }): Promise<'stop'> {
  for (;;) {
    if ((await token.next()) === 'stop') return 'stop';
    counted.steps += 1;
  }
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

function running() {
  const jobs = createJobControls();
  const counted = { steps: 0 };
  const end = jobs.run('a', (token) => countSteps(token, counted));
  return { jobs, counted, end };
}

describe('the token of a job', () => {
  it('lets other work in between steps', async () => {
    const { jobs, counted, end } = running();
    await turns(10);
    expect(counted.steps).toBeGreaterThan(5);
    expect(counted.steps).toBeLessThan(15);
    jobs.control('a', 'stop');
    expect(await end).toBe('stop');
  });

  it('waits while paused and goes on', async () => {
    const { jobs, counted, end } = running();
    jobs.control('a', 'pause');
    await turns(3);
    const before = counted.steps;
    await turns(10);
    expect(counted.steps).toBe(before);
    jobs.control('a', 'resume');
    await turns(10);
    expect(counted.steps).toBeGreaterThan(before);
    jobs.control('a', 'cancel');
    await expect(end).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it.each(['stop', 'cancel'] as const)('ends a paused job (%s)', async (action) => {
    const { jobs, end } = running();
    const outcome = end.catch((error: unknown) => error);
    jobs.control('a', 'pause');
    await turns(3);
    jobs.control('a', action);
    expect(await outcome).toEqual(action === 'stop' ? 'stop' : expect.objectContaining({ kind: 'cancelled' }));
  });

  it('says whether something runs', async () => {
    const { jobs, end } = running();
    expect(jobs.busy).toBe(true);
    jobs.control('a', 'pause');
    expect(jobs.busy).toBe(false);
    jobs.control('a', 'stop');
    await end;
    expect(jobs.busy).toBe(false);
  });

  it('is reached by an action that comes before the first step', async () => {
    const jobs = createJobControls();
    const counted = { steps: 0 };
    const end = jobs.run('a', async (token) => {
      await turns(2);
      return countSteps(token, counted);
    });
    jobs.control('a', 'stop');
    await end;
    expect(counted.steps).toBe(0);
  });

  it('is forgotten with its job', async () => {
    const { jobs, end } = running();
    jobs.control('b', 'cancel');
    jobs.control('a', 'stop');
    await end;
    jobs.control('a', 'cancel');
    const counted = { steps: 0 };
    const again = jobs.run('a', (token) => countSteps(token, counted));
    await turns(5);
    jobs.control('a', 'stop');
    expect(await again).toBe('stop');
    expect(counted.steps).toBeGreaterThan(0);
  });
});
