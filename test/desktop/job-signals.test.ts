import { beforeEach, expect, it } from 'vitest';
import type { JobSnapshot } from '@contract/job';
import { inEnglish } from '@contract/in-language';
import { failed, plain } from '../said';
import { signalJobs } from '../../src-main/desktop/job-signals';
import type { HostListener } from '../../src-main/host/host';

let told: string[];
let inFront: boolean;
let listeners: Set<HostListener>;
let stop: () => void;

beforeEach(() => {
  told = [];
  inFront = false;
  listeners = new Set();
  const host = {
    onEvent: (listener: HostListener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  stop = signalJobs(host, {
    stayAwake: () => {
      told.push('awake');
      return () => told.push('asleep');
    },
    showProgress: (progress) => told.push(String(progress)),
    notify: (title, body) => told.push(`${inEnglish(title)}: ${inEnglish(body)}`),
    isInFront: () => inFront,
  });
});

const change = (state: JobSnapshot['state'], more: Partial<JobSnapshot> = {}) => {
  const job: JobSnapshot = {
    ...{
      id: 'j',
      kind: 'restore',
      place: 1,
      title: plain('Restoring 9 photos'),
      state,
      progress: 0.5,
      elapsedMs: 60_000,
    },
    ...{ remainingMs: null, detail: plain('9 of 9 photos restored'), ...more },
  };
  for (const listener of listeners) listener('job.changed', job);
};

it('keeps the computer awake while a job runs, shows how far it is, and tells its end', () => {
  change('queued');
  change('running');
  change('running', { progress: 0.75 });
  change('done');
  expect(told).toEqual([
    ...['null', 'awake', '0.5', '0.75', 'Restoring 9 photos: 9 of 9 photos restored', 'asleep', 'null'],
  ]);
});

it('lets the computer sleep while a job is paused', () => {
  change('running');
  change('paused');
  expect(told).toEqual(['awake', '0.5', 'asleep', 'null']);
});

it('says nothing of short jobs, cancelled ones, or to somebody who is looking', () => {
  change('running');
  change('done', { elapsedMs: 500 });
  change('running');
  change('cancelled');
  inFront = true;
  change('running');
  change('failed', { error: failed('disk', 'No room.') });
  expect(told.some((word) => word.startsWith('Restoring'))).toBe(false);
});

it('lets go of everything when stopped', () => {
  change('running');
  stop();
  expect(told.slice(-2)).toEqual(['asleep', 'null']);
  expect(listeners.size).toBe(0);
});
