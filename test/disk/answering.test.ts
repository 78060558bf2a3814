import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answering } from '../../src-main/disk/answering';
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
  await expect(answering('/other', () => Promise.resolve(1))).resolves.toBe(1);
  answer(3);
  await vi.advanceTimersByTimeAsync(1);
  await expect(answering('/dead', () => Promise.resolve(4))).resolves.toBe(4);
  expect(vi.getTimerCount()).toBe(0);
});
