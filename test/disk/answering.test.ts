import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answering, isAskedInVain } from '../../src-main/disk/answering';
import { failureOf } from '../fixtures/helpers';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('hands on answers and failures', async () => {
  await expect(answering('/a', () => Promise.resolve(7))).resolves.toBe(7);
  await expect(answering('/a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
});

it('a disk that does not answer is said so after half a minute, and is not asked again until it does', async () => {
  let answer: (value: number) => void = () => undefined;
  const asked = vi.fn(
    () =>
      new Promise<number>((found) => {
        answer = found;
      }),
  );
  const failure = failureOf(answering('/dead', asked));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await failure).toMatchObject({ kind: 'disk', message: /\/dead does not answer/ });
  expect(await failureOf(answering('/dead', asked))).toMatchObject({ kind: 'disk' });
  expect(asked).toHaveBeenCalledOnce();
  // An ordinary end of the process would wait for it.
  expect(isAskedInVain()).toBe(true);
  await expect(answering('/other', () => Promise.resolve(1))).resolves.toBe(1);
  answer(3);
  await vi.advanceTimersByTimeAsync(1);
  await expect(answering('/dead', () => Promise.resolve(4))).resolves.toBe(4);
  expect(isAskedInVain()).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

it('of the threads for files one stays free, however many folders do not answer', async () => {
  const answers: (() => void)[] = [];
  const ask = vi.fn(() => new Promise<void>((found) => answers.push(found)));
  const places = ['/dead/0', '/dead/1', '/dead/2', '/proc/dead', '/sys/dead', '/dev/dead'];
  const failures = places.map((place) => failureOf(answering(place, ask)));
  expect(ask).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(30_000);
  for (const failure of await Promise.all(failures)) expect(failure).toMatchObject({ kind: 'disk' });
  expect(ask).toHaveBeenCalledTimes(3);
  // Said of a folder that was asked, whichever this one is.
  expect(await failureOf(answering('/other', ask))).toMatchObject({ message: /\/dead\/0 does not answer/ });
  for (const answer of answers) answer();
  await vi.advanceTimersByTimeAsync(1);
  await expect(answering('/other', () => Promise.resolve(5))).resolves.toBe(5);
  expect(vi.getTimerCount()).toBe(0);
});

it.runIf(process.platform === 'linux')(
  'a dead disk leaves a thread to the others, and only its own folders are refused',
  async () => {
    const answers: (() => void)[] = [];
    const ask = vi.fn(() => new Promise<void>((found) => answers.push(found)));
    const failures = Array.from({ length: 5 }, (_, index) => failureOf(answering(`/dead/${index}`, ask)));
    expect(ask).toHaveBeenCalledTimes(2);
    await expect(answering('/proc/self', () => Promise.resolve(1))).resolves.toBe(1);
    await vi.advanceTimersByTimeAsync(30_000);
    for (const failure of await Promise.all(failures))
      expect(failure).toMatchObject({ message: /\/dead\/\d does not/ });
    expect(ask).toHaveBeenCalledTimes(2);
    await expect(answering('/proc/self', () => Promise.resolve(2))).resolves.toBe(2);
    expect(await failureOf(answering('/dead/7', ask))).toMatchObject({ message: /\/dead\/0 does not answer/ });
    for (const answer of answers) answer();
    await vi.advanceTimersByTimeAsync(1);
    await expect(answering('/dead/7', () => Promise.resolve(3))).resolves.toBe(3);
  },
);
