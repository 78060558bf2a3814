import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocketServer, type WebSocket } from 'ws';
import { LONGEST_MESSAGE, type Wire } from '@contract/port';
import { type Result, failureOf } from '@contract/result';
import { decodeWire, encodeWire } from '@contract/wire-json';
import { say } from '@contract/sentence';
import type { Host } from '../host/host';

/** The page offers two subprotocols: this one, and `token.<token>`, which never comes back in the answer. */
const PROTOCOL = 'onepair';
const CALLS_IN_FLIGHT = 256;
/** A page that stopped reading (suspended tab) loses live pictures first, then the connection; it can connect again. */
const PREVIEW_BACKLOG_BYTES = 8 * 2 ** 20;
const BACKLOG_BYTES = 64 * 2 ** 20;

export interface SocketShell {
  /** Takes over a request whose Host, Origin and token were found good. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

export function tokenOf(request: IncomingMessage): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith('token.'))?.slice('token.'.length);
}

/** Carries the host's calls and events over WebSockets, as Wire messages in JSON. */
export function createSocketShell(host: Pick<Host, 'call' | 'onEvent'>): SocketShell {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  const stopListening = host.onEvent((event, payload) => {
    if (server.clients.size === 0) return;
    const text = encodeWire({ type: 'event', event, payload } satisfies Wire);
    for (const client of server.clients) {
      if (event === 'train.preview' && client.bufferedAmount > PREVIEW_BACKLOG_BYTES) continue;
      post(client, text);
    }
  });
  return {
    accept: (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (client) => {
        serveClient(client, host);
      });
    },
    close: () => {
      stopListening();
      for (const client of server.clients) client.close(1001, 'Onepair has ended');
      server.close();
    },
  };
}

function serveClient(client: WebSocket, host: Pick<Host, 'call'>): void {
  let inFlight = 0;
  client.on('error', () => {
    client.terminate(); // a frame that is too large or malformed
  });
  client.on('message', (data, isBinary) => {
    const call = isBinary ? null : readCall(data);
    if (!call) {
      client.close(1008, 'not a call');
      return;
    }
    const answer = (result: Result<unknown>) => {
      post(client, encodeWire({ type: 'answer', id: call.id, result } satisfies Wire));
    };
    if (inFlight >= CALLS_IN_FLIGHT) {
      answer({ ok: false, error: BUSY });
      return;
    }
    inFlight += 1;
    void host
      .call(call.channel, call.args)
      .then(answer)
      .finally(() => {
        inFlight -= 1;
      });
  });
}

const BUSY = failureOf('busy', say('web.tooMuchAtOnce'));

function post(client: WebSocket, text: string): void {
  if (client.readyState !== client.OPEN) return;
  if (client.bufferedAmount > BACKLOG_BYTES) client.terminate();
  else client.send(text);
}

function readCall(data: RawData): (Wire & { type: 'call' }) | null {
  try {
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- text frames arrive as one Buffer
    const message: unknown = decodeWire(data.toString());
    return isCall(message) ? message : null;
  } catch {
    return null;
  }
}

function isCall(message: unknown): message is Wire & { type: 'call' } {
  if (typeof message !== 'object' || message === null) return false;
  const { type, id, channel } = message as Partial<Record<string, unknown>>;
  return type === 'call' && Number.isSafeInteger(id) && typeof channel === 'string';
}
