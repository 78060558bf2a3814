import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AppError } from '@contract/result';
import { readFailure, writeFailure } from '../../src-main/disk/disk-error';
import { temporaryFolder } from '../fixtures/helpers';

const folder = await temporaryFolder();
const systemError = (code: string, text: string) =>
  Object.assign(new Error(`${code}: ${text}, write '/secret/a.png'`), { code });

it('errors of the system are said without codes and paths of their own', () => {
  for (const failure of [writeFailure, readFailure]) {
    const { kind, message } = failure(systemError('EIO', 'i/o error'), join(folder, 'a.png')) as AppError;
    expect([kind, message]).toEqual(['disk', expect.stringMatching(/a\.png.*\(i\/o error\)/)]);
    expect(message).not.toMatch(/EIO|secret/);
  }
});

it('a socket that is called like a photo is refused in words', async () => {
  const path = join(folder, 'socket.jpg');
  const server = createServer().listen(path);
  const error = await open(path).catch((cause: unknown) => readFailure(cause, path));
  server.close();
  expect(error).toMatchObject({ kind: 'disk', file: 'socket.jpg' });
  expect((error as AppError).message).not.toMatch(/E[A-Z]{4}/);
});

it('faults of ours pass as they are', () => {
  const fault = Object.assign(new TypeError('no text'), { code: 'ERR_INVALID_ARG_TYPE' });
  expect(writeFailure(fault, 'a')).toBe(fault);
  expect(readFailure(fault, 'a')).toBe(fault);
});
