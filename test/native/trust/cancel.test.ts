import { expect, it } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import type { JobSnapshot } from '@contract/job';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { barTimeoutMs, noteBar, tries } from '../../fixtures/bar';
import { seeded } from '../../fixtures/model';
import { hasEnded, hostOfFile } from '../host-built';

/** Far more than a training needs to be under way when it is cancelled. */
const CHOICES = { method: 'unet-gan', preset: 'fast', epochs: 50 } as const;

const { real } = await hostOfFile();

const at = (times: number[], share: number) =>
  times.sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!;

/** Starts work over and over, cancels it somewhere within a step, and notes how long that took. */
async function cancelOften(what: string, start: () => Promise<{ job: string }>, wasAt: (job: JobSnapshot) => boolean) {
  const next = seeded(5);
  const [seen, ended]: [number[], number[]] = [[], []];
  const cancels = tries(3, 60);
  for (let round = 0; round < cancels; round += 1) {
    const { job } = await start();
    await real.until(job, wasAt);
    await wait(next(400));
    const startMs = performance.now();
    const isSeen = real.until(job, ({ detail, state }) => detail.id === 'job.cancelling' || state === 'cancelled');
    void real.call('jobs.control', { job, action: 'cancel' });
    await isSeen;
    seen.push(performance.now() - startMs);
    expect(await real.until(job, hasEnded)).toMatchObject({ state: 'cancelled' });
    ended.push(performance.now() - startMs);
  }
  const told = [at(seen, 0.95), at(ended, 0.95)].map((ms) => `${ms.toFixed(0)} ms`);
  noteBar(`cancels of ${what}`, cancels, `${what}: seen after ${told[0]!}, ended after ${told[1]!} (95 %)`);
  return { seen: at(seen, 0.95), ended: at(ended, 0.95) };
}

it(
  'a training under way is seen to be cancelled at once, and soon ends',
  async () => {
    const { degraded, clean } = await real.call('pair.sample', { size: 192, task: 'deblur' });
    const start = () => real.call('train.start', { degraded: degraded.id, clean: clean.id, choices: CHOICES });
    const isTraining = ({ state, progress }: JobSnapshot) => state === 'running' && progress > 0;
    const { seen, ended } = await cancelOften('a training', start, isTraining);
    expect(seen).toBeLessThan(100);
    expect(ended).toBeLessThan(2_000);
  },
  barTimeoutMs,
);

it(
  'so is a photo that is being restored, within a tile',
  async () => {
    const pair = await real.call('pair.sample', { size: 192, task: 'deblur' });
    const choices = { method: 'rnn', preset: 'best', epochs: 1, patchesPerEpoch: 256 } as const;
    const training = await real.call('train.start', { degraded: pair.degraded.id, clean: pair.clean.id, choices });
    const { model } = await real.until(training.job, hasEnded);
    const { degraded } = await real.call('pair.sample', { size: 1024, task: 'deblur' });
    const photos = [degraded.id];
    const start = () => real.call('restore.start', { model: model!.id, photos, settings: RESTORE_DEFAULTS });
    const { seen, ended } = await cancelOften('a photo', start, ({ state }) => state === 'running');
    expect(seen).toBeLessThan(100);
    expect(ended).toBeLessThan(1_000);
  },
  barTimeoutMs,
);
