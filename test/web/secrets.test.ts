import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGate, createOneTimeCode, newSecret, sameSecret } from '../../src-main/web/secrets';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('makes secrets of 256 bits that never repeat', () => {
  const secrets = Array.from({ length: 1000 }, newSecret);
  expect(new Set(secrets).size).toBe(1000);
  for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
});

it('compares texts of any length', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  for (const wrong of ['', 'ab', 'abd', 'abcd', 'ABC']) expect(sameSecret(wrong, 'abc')).toBe(false);
});

it('ends a code with its first use', () => {
  const onNew = vi.fn();
  const code = createOneTimeCode(onNew);
  const first = code.current();
  expect(code.exchange('wrong')).toBe(false);
  expect(code.exchange(first)).toBe(true);
  expect(code.exchange(first)).toBe(false);
  expect(onNew).toHaveBeenCalledOnce();
  expect(code.current()).not.toBe(first);
});

it('forgets wrong tokens after a minute', () => {
  let nowMs = 1_000_000;
  const gate = createGate('right', () => nowMs, 2);
  expect([gate.check('x'), gate.check(undefined), gate.check('x')]).toEqual([401, 401, 429]);
  expect(gate.check('right')).toBe(200);
  nowMs += 60_000;
  expect(gate.check('x')).toBe(401);
});
