import { expect, it } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import type { JobSnapshot } from '@contract/job';
import { barTimeoutMs, noteBar, tries } from '../../fixtures/bar';
import { seeded } from '../../fixtures/model';
import { hasEnded, hostOfFile } from '../host-built';

/** Far more than a training needs to be under way when it is cancelled. */
const CHOICES = { method: 'unet-gan', preset: 'fast', epochs: 50 } as const;

const { real } = await hostOfFile();

const at = (times: number[], share: number) =>
  times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!;

it(
  'a training under way is seen to be cancelled at once, and soon ends',
  async () => {
    const next = seeded(5);
    const pair = await real.call('pair.sample', { size: 192, task: 'deblur' });
    const [seen, ended]: [number[], number[]] = [[], []];
    const cancels = tries(3, 60);
    for (let round = 0; round < cancels; round += 1) {
      const { job } = await real.call('train.start', {
        ...{ degraded: pair.degraded.id, clean: pair.clean.id, choices: CHOICES },
      });
      await real.until(job, ({ state, progress }) => state === 'running' && progress > 0);
      await wait(next(400)); // somewhere within a step
      const startMs = performance.now();
      const isSeen = real.until(
        job,
        ({ detail, state }: JobSnapshot) => detail.id === 'job.cancelling' || state === 'cancelled',
      );
      void real.call('jobs.control', { job, action: 'cancel' });
      await isSeen;
      seen.push(performance.now() - startMs);
      expect(await real.until(job, hasEnded)).toMatchObject({ state: 'cancelled' });
      ended.push(performance.now() - startMs);
    }
    expect(at(seen, 0.95)).toBeLessThan(100);
    expect(at(ended, 0.95)).toBeLessThan(2_000);
    const told = [at(seen, 0.95), at(ended, 0.95)].map((ms) => `${ms.toFixed(0)} ms`);
    noteBar('cancels', cancels, `seen after ${told[0]!}, ended after ${told[1]!} (95 %)`);
  },
  barTimeoutMs,
);
