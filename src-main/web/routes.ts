import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UPLOAD_LIMIT_BYTES, type PhotoRef } from '@contract/photo';
import { toFailure, failureOf } from '@contract/result';
import { say } from '@contract/sentence';
import { answering } from '../disk/answering';
import {
  failureReply,
  jsonReply,
  SECURITY_HEADERS,
  serveAsset,
  statusOf,
  type AssetReply,
  type AssetSource,
} from '../host/assets';
import type { Host } from '../host/host';
import type { Gate, OneTimeCode } from './secrets';
import { receiveUpload, tooLarge, uploadName } from './uploads';

const CODE_BODY_BYTES = 1024;
const STRANGERS_BODY_MS = 5_000;

export interface RouteParts {
  host: Pick<Host, 'registerPhoto' | 'findPhoto'>;
  assets: AssetSource;
  token: string;
  gate: Gate;
  code: OneTimeCode;
  uploadsFolder: string;
}

/** Answers one request whose Host and Origin were found good. */
export async function route(parts: RouteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = request.method ?? '';
  const target = request.url ?? '';
  const limit = bodyLimit(method, target);
  const length = declaredLength(request);
  if (length > limit) {
    send(response, failureReply(413, toFailure(tooLarge('The request', limit)), { connection: 'close' }));
    return;
  }
  if (method === 'POST' && target === '/session') return openSession(parts, request, response);
  if (!needsToken(target)) {
    send(response, await serveAsset(parts.assets, method, target));
    return;
  }
  const status = parts.gate.check(bearer(request));
  if (status !== 200) {
    send(response, failureReply(status, REFUSED));
    return;
  }
  if (method === 'POST' && target === '/upload') return upload(parts, request, response);
  if (method === 'GET' && target === '/session') send(response, jsonReply(200, null));
  else if (method === 'GET' && target.startsWith('/file/')) await sendFile(parts, target, response);
  else send(response, await serveAsset(parts.assets, method, target));
}

/** Also used before there is a route: whole replies with a body in memory. Who goes on sending after it is not waited for. */
export function send(response: ServerResponse, reply: AssetReply): void {
  response.writeHead(reply.status, reply.headers).end(reply.body, () => {
    const request = response.req;
    if (request.complete) return;
    const timer = setTimeout(() => request.destroy(), STRANGERS_BODY_MS);
    for (const end of ['end', 'close'])
      request.once(end, () => {
        clearTimeout(timer);
      });
    // What is sent until then is passed over, so that the answer is read.
    request.resume();
  });
}

const REFUSED = failureOf('unavailable', say('web.notConnected'));

const needsToken = (target: string): boolean => /^\/(?:image\/|file\/|upload$|session$)/.test(target);

const bearer = (request: IncomingMessage): string | undefined =>
  /^Bearer ([\w-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1];

function bodyLimit(method: string, target: string): number {
  if (method !== 'POST') return 0;
  if (target === '/session') return CODE_BODY_BYTES;
  return target === '/upload' ? UPLOAD_LIMIT_BYTES : 0;
}

/** A body of unknown length is welcome nowhere: the page always knows how much it sends. */
function declaredLength({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return Infinity;
  return Number(headers['content-length'] ?? 0);
}

async function openSession(parts: RouteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isType(request, 'application/json')) {
    send(response, failureReply(415, failureOf('bad-input', say('plain', { text: 'A code is expected as JSON.' }))));
    return;
  }
  // No token was shown yet: who dribbles is not waited for.
  const timer = setTimeout(() => request.destroy(), STRANGERS_BODY_MS);
  const body = await readSmall(request).finally(() => {
    clearTimeout(timer);
  });
  const code = readCode(body);
  // Wrong codes count like wrong tokens, so that neither can be tried without end.
  if (code !== null && parts.code.exchange(code)) send(response, jsonReply(200, { token: parts.token }));
  else send(response, failureReply(parts.gate.check(undefined) === 429 ? 429 : 401, REFUSED));
}

async function readSmall(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function readCode(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    const isObject = typeof body === 'object' && body !== null && 'code' in body;
    return isObject && typeof body.code === 'string' ? body.code : null;
  } catch {
    return null;
  }
}

async function upload(parts: RouteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = uploadName(request.headers['x-onepair-name']);
  if (!isType(request, 'application/octet-stream') || name === null) {
    send(
      response,
      failureReply(415, failureOf('bad-input', say('plain', { text: 'A file is expected as bytes with its name.' }))),
    );
    return;
  }
  try {
    const path = await receiveUpload(request, name, parts.uploadsFolder);
    const photo: PhotoRef = parts.host.registerPhoto(path, name);
    send(response, jsonReply(200, photo));
  } catch (error) {
    const failure = toFailure(error);
    send(response, failureReply(statusOf(failure.kind), failure, { connection: 'close' }));
  }
}

async function sendFile(parts: RouteParts, target: string, response: ServerResponse): Promise<void> {
  const found = parts.host.findPhoto(target.slice('/file/'.length));
  const info = found && (await answering(dirname(found.path), () => stat(found.path)).catch(() => null));
  if (!found || !info?.isFile()) {
    send(response, failureReply(404, failureOf('not-found', say('file.noLongerThere'))));
    return;
  }
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'content-type': 'application/octet-stream',
    'content-length': info.size,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.ref.name)}`,
  });
  await pipeline(createReadStream(found.path, { end: Math.max(0, info.size - 1) }), response);
}

const isType = (request: IncomingMessage, type: string): boolean =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() === type;
