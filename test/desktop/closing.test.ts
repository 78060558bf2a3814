import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import type { JobSnapshot } from '@contract/job';
import { inEnglish } from '@contract/in-language';
import { plain } from '../said';
import { askBeforeClosing, closingQuestion } from '../../src-main/desktop/closing';
import { closeHostOnQuit } from '../../src-main/desktop/quitting';

const job = (change: Partial<JobSnapshot>): JobSnapshot => ({
  id: 'j',
  kind: 'train',
  place: 1,
  title: plain('Training a'),
  state: 'running',
  progress: 0.5,
  elapsedMs: 1,
  remainingMs: 1,
  detail: plain(''),
  ...change,
});

it('asks only about what is under way, and tells what is kept', () => {
  expect(closingQuestion([], inEnglish)).toBeNull();
  for (const state of ['done', 'failed', 'cancelled', 'interrupted'] as const) {
    expect(closingQuestion([job({ state })], inEnglish)).toBeNull();
  }
  const question = closingQuestion(
    [
      job({ checkpoint: 'c' }),
      job({ title: plain('Training b'), state: 'paused' }),
      job({ title: plain('Restoring 3 photos'), kind: 'restore' }),
      job({ title: plain('Training c'), state: 'queued' }),
      job({ title: plain('Training d'), state: 'done' }),
    ],
    inEnglish,
  );
  expect(question?.message).toBe('4 jobs are still under way.');
  expect(question?.detail?.split('\n')).toEqual([
    'Training a: stops; its last checkpoint is kept and can be resumed when Onepair is opened again.',
    'Training b: nothing is kept yet, it has only begun.',
    'Restoring 3 photos: the photos done so far are kept.',
    'Training c: has not begun and will not.',
  ]);
  expect(question?.buttons?.[question.defaultId ?? -1]).toBe('Keep running');
  expect(question?.cancelId).toBe(question?.defaultId);
});

function closing(jobs: JobSnapshot[]) {
  const window = Object.assign(new EventEmitter(), { destroy: vi.fn() });
  let decide: (response: number) => void = () => undefined;
  const ask = vi.fn(() => new Promise<{ response: number }>((resolve) => (decide = (response) => { resolve({ response }); }))); // prettier-ignore
  askBeforeClosing(
    window,
    { call: () => Promise.resolve({ ok: true, value: jobs }) },
    () => Promise.resolve(inEnglish),
    ask,
  );
  const close = () => {
    const event = { preventDefault: vi.fn() };
    window.emit('close', event);
    expect(event.preventDefault).toHaveBeenCalled();
  };
  return { window, ask, close, decide: (response: number) => { decide(response); } }; // prettier-ignore
}

it('closes at once when nothing runs', async () => {
  const { window, ask, close } = closing([]);
  close();
  await vi.waitFor(() => {
    expect(window.destroy).toHaveBeenCalledOnce();
  });
  expect(ask).not.toHaveBeenCalled();
});

it('asks once however often it is closed, and obeys', async () => {
  const { window, ask, close, decide } = closing([job({})]);
  close();
  close();
  await vi.waitFor(() => {
    expect(ask).toHaveBeenCalledOnce();
  });
  decide(0);
  await new Promise(setImmediate);
  expect(window.destroy).not.toHaveBeenCalled();
  close();
  await vi.waitFor(() => {
    expect(ask).toHaveBeenCalledTimes(2);
  });
  decide(1);
  await vi.waitFor(() => {
    expect(window.destroy).toHaveBeenCalledOnce();
  });
});

it('quits after three seconds even when a child does not end', () => {
  vi.useFakeTimers();
  const app = Object.assign(new EventEmitter(), { exit: vi.fn() });
  closeHostOnQuit(app, { close: () => new Promise(() => undefined) });
  app.emit('will-quit', { preventDefault: vi.fn() });
  vi.advanceTimersByTime(2_999);
  expect(app.exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(app.exit.mock.calls).toEqual([[0]]);
  vi.useRealTimers();
});
