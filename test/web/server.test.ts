import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { codeIn, exchange, tokenIn } from './harness';
import { head, sendRaw } from './raw';

/** The server as it is built; `npm run build` makes it. */
const entry = resolve(import.meta.dirname, '../../out/main/server.js');

let home: string;
let server: ChildProcessWithoutNullStreams;
let output: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'onepair-server-'));
  output = '';
});
afterEach(async () => {
  if (server.exitCode === null) server.kill('SIGKILL');
  await rm(home, { recursive: true, force: true });
});

async function start(): Promise<{ port: number; linkFile: string }> {
  server = spawn(process.execPath, [entry], {
    env: { ...process.env, ONEPAIR_HOME: home, ONEPAIR_EXIT_WITH_PARENT: '1' },
  });
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  return vi.waitFor(() => {
    const port = /^Onepair: http:\/\/127\.0\.0\.1:(\d+)\/#code=[\w-]{43}$/m.exec(output)?.[1];
    const linkFile = /^For another tab or browser, open (.+)$/m.exec(output)?.[1];
    if (port === undefined || linkFile === undefined) throw new Error(`not ready: ${output}`);
    return { port: Number(port), linkFile };
  }, 10_000);
}

async function signIn(port: number, linkFile: string): Promise<string> {
  const own = [`host: 127.0.0.1:${port}`, `origin: http://127.0.0.1:${port}`];
  const send = (line: string, headers: readonly string[] = own, body = '') => sendRaw(port, head(line, headers) + body);
  return tokenIn(await exchange(send, own, await codeIn(linkFile)));
}

it('keeps its secrets out of command lines, logs and the reach of other people', async () => {
  const { port, linkFile } = await start();
  const firstCode = await codeIn(linkFile);
  const token = await signIn(port, linkFile);
  const own = [`host: 127.0.0.1:${port}`, `authorization: Bearer ${token}`];
  expect((await sendRaw(port, head('GET /', own))).body).toContain('<title>Onepair</title>');
  expect((await sendRaw(port, head('GET /session', own))).status).toBe(200);
  expect(output).not.toContain(token);
  expect((await stat(linkFile)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(linkFile))).mode & 0o777).toBe(0o700);
  if (existsSync('/proc/self/cmdline')) {
    const commandLine = await readFile(`/proc/${String(server.pid)}/cmdline`, 'utf8');
    expect(commandLine).not.toContain(token);
    expect(commandLine).not.toContain(firstCode);
  }
});

it.each([
  ['its parent goes', () => server.stdin.end()],
  ['Ctrl-C', () => server.kill('SIGINT')],
  ['it is told to', () => server.kill('SIGTERM')],
  ['its terminal is closed', () => server.kill('SIGHUP')],
])('ends within five seconds when %s, and leaves neither link nor uploads', async (_when, end) => {
  const { port, linkFile } = await start();
  await signIn(port, linkFile);
  const startMs = performance.now();
  end();
  const [code] = (await once(server, 'exit')) as [number];
  expect(code).toBe(0);
  expect(performance.now() - startMs).toBeLessThan(5_000);
  expect(existsSync(linkFile)).toBe(false);
  expect(await readdir(join(home, 'scratch'))).toEqual([]);
});

it('has a new token and a new port with every start', async () => {
  const first = await start();
  const firstToken = await signIn(first.port, first.linkFile);
  server.kill('SIGTERM');
  await once(server, 'exit');
  output = '';
  const second = await start();
  expect(await signIn(second.port, second.linkFile)).not.toBe(firstToken);
  const old = [`host: 127.0.0.1:${second.port}`, `authorization: Bearer ${firstToken}`];
  expect((await sendRaw(second.port, head('GET /session', old))).status).toBe(401);
});
