import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Wire } from '@contract/port';
import { decodeWire, encodeWire } from '@contract/wire-json';
import { codeIn, startForTest, type Running } from './harness';

let web: Running;
let token: string;

beforeAll(async () => {
  web = await startForTest();
  token = await web.token();
});
afterAll(() => web.stop());

const url = () => `ws://127.0.0.1:${web.shell.port}/port`;
const protocols = () => ['onepair', `token.${token}`];
const origin = () => `http://127.0.0.1:${web.shell.port}`;

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(url(), protocols(), { origin: origin() });
  await once(socket, 'open');
  return socket;
}

async function nextMessage(socket: WebSocket): Promise<unknown> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return decodeWire(data.toString());
}

it('carries calls, answers and events, bytes included, and never names the token', async () => {
  const socket = await open();
  expect(socket.protocol).toBe('onepair');
  const call: Wire = { type: 'call', id: 7, channel: 'models.show', args: { model: Uint8Array.of(0, 255) } };
  socket.send(encodeWire(call));
  expect(await nextMessage(socket)).toEqual({ type: 'answer', id: 7, result: { ok: true, value: call.args } });
  expect(web.host.calls.at(-1)).toEqual({ channel: call.channel, args: call.args });
  const rgb = Uint8Array.of(1, 2, 3);
  const place = { x: 0, y: 0 };
  const preview = { job: 'j', epoch: 1, width: 1, height: 1, place, degraded: rgb, restored: rgb, clean: rgb };
  web.host.emit('train.preview', preview);
  expect(await nextMessage(socket)).toEqual({ type: 'event', event: 'train.preview', payload: preview });
  socket.close();
  await once(socket, 'close');
});

it('refuses before any frame without the own Origin, the own Host and the token', async () => {
  const code = await codeIn(web.linkFile);
  const cases: { name: string; protocols?: string[]; origin?: string; host?: string; path?: string }[] = [
    { name: 'no origin', origin: '' },
    { name: 'foreign origin', origin: 'http://evil.test' },
    { name: 'null origin', origin: 'null' },
    { name: 'own address, other port', origin: `http://127.0.0.1:${web.shell.port + 1}` },
    { name: 'foreign host', host: `evil.test:${web.shell.port}` },
    { name: 'no token', protocols: ['onepair'] },
    { name: 'empty token', protocols: ['onepair', 'token.'] },
    { name: 'wrong token', protocols: ['onepair', `token.${token.slice(1)}`] },
    { name: 'a one-time code as token', protocols: ['onepair', `token.${code}`] },
    { name: 'another path', path: '/' },
  ];
  for (const { name, ...given } of cases) {
    const answer = await upgrade(given);
    expect(answer, name).toMatch(/^HTTP\/1\.1 40[13] /);
    expect(answer, name).toMatch(/\r\n\r\n$/);
  }
  expect(await upgrade({})).toMatch(/^HTTP\/1\.1 101 /);
});

it('ends a connection that sends no call, and a frame above 8 MiB before it has arrived', async () => {
  const hostile: [string | Buffer, number][] = [
    ['not json', 1008],
    ['null', 1008],
    ['{"type":"call","id":"1","channel":"x"}', 1008],
    ['{"type":"answer","id":1}', 1008],
    ['{"type":"call","id":1,"channel":"x","args":{"$bytes":"%"}}', 1008],
    [Buffer.from([1, 2]), 1008],
  ];
  for (const [message, code] of hostile) {
    const socket = await open();
    socket.send(message);
    const [given] = (await once(socket, 'close')) as [number];
    expect(given, String(message)).toBe(code);
  }
  expect(await frameOfOneGigabyte()).toBe('closed');
});

it('answers busy rather than queueing calls without end', async () => {
  const socket = await open();
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const echo = web.host.answer;
  web.host.answer = () => gate.then(() => ({ ok: true, value: null }));
  const answers: { id: number; result: { ok: boolean; error?: { kind: string } } }[] = [];
  socket.on('message', (data: Buffer) => answers.push(decodeWire(data.toString()) as (typeof answers)[number]));
  for (let id = 0; id < 257; id++) socket.send(encodeWire({ type: 'call', id, channel: 'jobs.list', args: {} }));
  await once(socket, 'message');
  expect(answers).toMatchObject([{ id: 256, result: { ok: false, error: { kind: 'busy' } } }]);
  release();
  while (answers.length < 257) await once(socket, 'message');
  expect(answers.slice(1).every((answer) => answer.result.ok)).toBe(true);
  web.host.answer = echo;
  socket.close();
  await once(socket, 'close');
});

/** The head of the answer to an upgrade by raw socket, where a WebSocket library would hide what came back. */
function upgrade(given: { protocols?: string[]; origin?: string; host?: string; path?: string }): Promise<string> {
  const lines = [
    `GET ${given.path ?? '/port'} HTTP/1.1`,
    `host: ${given.host ?? `127.0.0.1:${web.shell.port}`}`,
    ...(given.origin === '' ? [] : [`origin: ${given.origin ?? origin()}`]),
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
    `sec-websocket-protocol: ${(given.protocols ?? protocols()).join(', ')}`,
  ];
  return new Promise((resolve) => {
    const socket = connect(web.shell.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (text.startsWith('HTTP/1.1 101') && text.includes('\r\n\r\n')) socket.destroy();
    });
    socket.on('close', () => {
      resolve(text);
    });
  });
}

/** Announces a masked text frame of 2^30 bytes and sends only its head. */
async function frameOfOneGigabyte(): Promise<string> {
  const socket = await open();
  const raw = (socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket;
  raw.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4]));
  await once(socket, 'close');
  return 'closed';
}
