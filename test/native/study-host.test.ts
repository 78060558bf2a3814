import { describe, expect, it } from 'vitest';
import type { StudyResult } from '@contract/study';
import { hasEnded, hostOfFile } from './host-built';

const { real } = await hostOfFile();

const request = {
  study: 'noise' as const,
  methods: ['rnn' as const, 'linear' as const],
  quick: true,
  choices: { preset: 'fast' as const, epochs: 1, patchesPerEpoch: 512, batch: 64, units: 16 },
};

describe('a study as a job', () => {
  it('tells what it has found after each step, and keeps the result', async () => {
    const { clean } = await real.call('pair.sample', { task: 'deblur', size: 192, seed: 4 });
    const { job } = await real.call('study.start', { ...request, pair: { clean: clean.id } });
    const { state, study } = await real.until(job, hasEnded);
    expect(state).toBe('done');
    const told = real.events.flatMap(({ event, payload }) =>
      event === 'study.changed' ? (payload as { result: StudyResult }).result : [],
    );
    expect(told[0]).toMatchObject({ id: study, stepsDone: 1, complete: false });
    expect(told.at(-1)).toMatchObject({
      id: study,
      stepsDone: 2,
      complete: true,
      trainedOn: [{ id: 'study.upper', args: { picture: 'sample.png' } }],
    });
    expect(await real.call('study.result', { id: study! })).toEqual(told.at(-1));
    expect(await real.call('study.list', {})).toMatchObject([{ id: study, complete: true }]);
  });

  it('that is cancelled goes on with what it has when it is started again', async () => {
    const again = { ...request, choices: { ...request.choices, seed: 8 } };
    const { job } = await real.call('study.start', again);
    await new Promise<void>((found) => {
      real.host.onEvent((event, payload) => {
        if (event === 'study.changed' && (payload as { job: string }).job === job) found();
      });
    });
    await real.call('jobs.control', { job, action: 'cancel' });
    await real.until(job, hasEnded);
    const [kept] = await real.call('study.list', {});
    expect(kept?.stepsDone).toBeGreaterThanOrEqual(1);
    const next = await real.call('study.start', again);
    const { study } = await real.until(next.job, hasEnded);
    expect(study).toBe(kept?.id);
    expect(await real.call('study.result', { id: study! })).toMatchObject({ complete: true, stepsDone: 2 });
  });

  it('is removed for good, and unknown ones are none', async () => {
    for (const { id } of await real.call('study.list', {})) await real.call('study.remove', { id });
    expect(await real.call('study.list', {})).toEqual([]);
    expect(await real.call('study.result', { id: 'abcdef0123' })).toBeNull();
    await expect(real.call('study.result', { id: '../../etc' })).rejects.toThrow('There is no study');
  });

  it('of a real pair is not measured on other photos', async () => {
    const { clean, degraded } = await real.call('pair.sample', { task: 'deblur', size: 128 });
    const pair = { clean: clean.id, degraded: degraded.id };
    await expect(real.call('study.start', { ...request, pair, tests: [clean.id] })).rejects.toThrow(
      'leave the other photos',
    );
  });

  it('needs both photos at one size, and says so', async () => {
    const { clean, degraded } = await real.call('pair.sample', { task: 'sr', size: 192 });
    const { job } = await real.call('study.start', {
      ...request,
      pair: { clean: clean.id, degraded: degraded.id },
    });
    const { state, error } = await real.until(job, hasEnded);
    expect(state).toBe('failed');
    expect(error).toMatchObject({ kind: 'bad-input', file: 'sample.png' });
    expect(error?.message).toContain('at one size');
  });
});
