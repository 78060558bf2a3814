import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { toFailure, failureOf } from '@contract/result';
import { say } from '@contract/sentence';
import { failureReply, listAssets } from '../host/assets';
import type { Host } from '../host/host';
import { accessRefusal } from './access';
import { writeLinkFile } from './link-file';
import { route, send } from './routes';
import { createGate, createOneTimeCode, newSecret } from './secrets';
import { createSocketShell, tokenOf } from './socket';

export interface WebOptions {
  host: Pick<Host, 'call' | 'onEvent' | 'registerPhoto' | 'findPhoto' | 'image' | 'appearance'>;
  /** The built page. */
  root: string;
  uploadsFolder: string;
  /** Where the page that leads to the app is written, readable by this person alone. */
  linkFile: string;
}

export interface WebShell {
  port: number;
  /** Opens the app once; the link file always holds a link that was not used yet. */
  link: string;
  close(): Promise<void>;
}

/** Serves the page and the host's verbs on 127.0.0.1, on a port the system chooses, behind a token new to every start. */
export async function startWeb({ host, root, uploadsFolder, linkFile }: WebOptions): Promise<WebShell> {
  const token = newSecret();
  const gate = createGate(token, () => performance.now());
  const assets = {
    files: await listAssets(root),
    image: host.image.bind(host),
    appearance: host.appearance,
  };
  const server = createServer(LIMITS);
  const port = await listen(server);
  const link = () => `http://127.0.0.1:${port}/#code=${code.current()}`;
  let written = Promise.resolve();
  const code = createOneTimeCode(() => {
    // One after the other; a folder that is gone does not matter to the pages that are open.
    written = written.then(() => writeLinkFile(linkFile, link())).catch(() => undefined);
  });
  await writeLinkFile(linkFile, link());
  const sockets = createSocketShell(host);

  server.on('request', (request, response) => {
    const refusal = accessRefusal(request, port);
    if (refusal !== null) {
      send(
        response,
        failureReply(403, failureOf('bad-input', say('plain', { text: refusal })), { connection: 'close' }),
      );
      return;
    }
    route({ host, assets, token, gate, code, uploadsFolder }, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, failureReply(500, toFailure(error)));
    });
  });
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy());
    const isOurs = request.url === '/port' && request.headers.upgrade?.toLowerCase() === 'websocket';
    const refused = accessRefusal(request, port, true) === null && isOurs ? gate.check(tokenOf(request)) : 403;
    if (refused === 200) sockets.accept(request, socket, head);
    else socket.end(refusalText(refused), () => socket.destroy()); // a stranger's half-open end is not waited for
  });

  return {
    port,
    link: link(),
    close: async () => {
      sockets.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, written]);
      await rm(linkFile, { force: true });
    },
  };
}

const refusalText = (status: number) => `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 600_000, // the largest upload on a slow disk
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
  requireHostHeader: false, // a missing Host is refused with the others, by accessRefusal
};

async function listen(server: Server): Promise<number> {
  server.maxHeadersCount = 100;
  server.timeout = 120_000; // a silent connection; longer than any picture takes to be read
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
