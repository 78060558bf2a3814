import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseImageUrl, type ImageRequest } from '@contract/image-url';
import type { Appearance } from '@contract/settings';
import { type ErrorKind, type Failure, type Result, failureOf } from '@contract/result';
import { say } from '@contract/sentence';

/** What a page could ask a browser for and ours never does: nobody may. Full screen and copying text are the page's own. */
const NEVER_ASKED = [
  ...[
    'accelerometer',
    'autoplay',
    'browsing-topics',
    'camera',
    'clipboard-read',
    'compute-pressure',
    'display-capture',
  ],
  ...['encrypted-media', 'gamepad', 'geolocation', 'gyroscope', 'hid', 'identity-credentials-get', 'idle-detection'],
  ...['keyboard-map', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'otp-credentials', 'payment'],
  ...['picture-in-picture', 'publickey-credentials-create', 'publickey-credentials-get', 'screen-wake-lock', 'serial'],
  ...['storage-access', 'sync-xhr', 'usb', 'window-management', 'xr-spatial-tracking'],
];
const PERMISSIONS = [
  ...NEVER_ASKED.map((feature) => `${feature}=()`),
  ...['clipboard-write', 'fullscreen'].map((feature) => `${feature}=(self)`),
].join(', ');

/** The same strict headers for every answer of every shell (no inline code, no other origin, nothing embedded). */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html onepair-worker',
  ].join('; '),
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': PERMISSIONS,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

const STATUS: Partial<Record<ErrorKind, number>> = { 'bad-input': 400, 'not-found': 404, busy: 503, unavailable: 503 };

/** What the two shells serve: the page's built files, found once, and pictures by opaque id. */
export interface AssetSource {
  /** Path in the address ('/assets/index.js') → file on disk. */
  files: ReadonlyMap<string, string>;
  image(request: ImageRequest): Promise<Result<{ bytes: Uint8Array; mime: string }>>;
  appearance: () => Promise<Appearance>;
}

export interface AssetReply {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/**
 * Every plain file below `root`, by its path in the address; links are left out. An address is served only when it is a
 * key of this table, so no spelling of '..' can reach a file outside it.
 */
export async function listAssets(root: string, prefix = '/'): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(root, { withFileTypes: true })) {
    const path = join(root, entry.name);
    if (entry.isFile()) files.set(prefix + entry.name, path);
    if (!entry.isDirectory()) continue;
    for (const [address, file] of await listAssets(path, `${prefix}${entry.name}/`)) files.set(address, file);
  }
  return files;
}

/** Answers GET and HEAD for `target`, the path and query of an address ('/', '/assets/x.js', '/image/<id>?max=512'). */
export async function serveAsset(source: AssetSource, method: string, target: string): Promise<AssetReply> {
  if (method !== 'GET' && method !== 'HEAD') {
    return failureReply(405, failureOf('bad-input', say('plain', { text: 'Only reading is possible here.' })), {
      allow: 'GET, HEAD',
    });
  }
  const reply = target.startsWith('/image/') ? await serveImage(source, target) : await serveFile(source, target);
  return method === 'GET' ? reply : { ...reply, body: new Uint8Array() };
}

function reply(status: number, mime: string, body: Uint8Array): AssetReply {
  const headers = { ...SECURITY_HEADERS, 'content-type': mime, 'content-length': String(body.byteLength) };
  return { status, headers, body };
}

export function jsonReply(status: number, value: unknown, headers: Record<string, string> = {}): AssetReply {
  const answer = reply(status, 'application/json', new TextEncoder().encode(JSON.stringify(value)));
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** A failure as JSON, for the page to show its sentence. */
export function failureReply(status: number, failure: Failure, headers: Record<string, string> = {}): AssetReply {
  return jsonReply(status, failure, headers);
}

export const statusOf = (kind: ErrorKind): number => STATUS[kind] ?? 500;

const PAGE = '/index.html';

async function serveFile({ files, appearance }: AssetSource, target: string): Promise<AssetReply> {
  const path = target.split('?', 1)[0] ?? '';
  const address = path === '/' ? PAGE : path;
  const file = files.get(address);
  if (file === undefined) return notFound();
  const bytes = await readFile(file).catch(() => null);
  if (!bytes) return notFound();
  const body = address === PAGE ? dressed(bytes, await appearance()) : bytes;
  return reply(200, MIME[extname(file)] ?? 'application/octet-stream', body);
}

/** The page with what was chosen for it on its root: its first frame is painted before its script can ask. */
function dressed(page: Uint8Array, { theme, language, textSize }: Appearance): Uint8Array {
  const chosen = `data-theme="${theme}" data-language="${language}" data-text-size="${textSize}"`;
  return Buffer.from(Buffer.from(page).toString().replace('<html', `<html ${chosen}`));
}

async function serveImage(source: AssetSource, target: string): Promise<AssetReply> {
  const address = URL.canParse(`http://page${target}`) ? new URL(`http://page${target}`) : null;
  const request = address && parseImageUrl(address);
  if (!request) return notFound();
  const result = await source.image(request);
  if (!result.ok) return failureReply(statusOf(result.error.kind), result.error);
  return reply(200, result.value.mime, result.value.bytes);
}

function notFound(): AssetReply {
  return failureReply(404, failureOf('not-found', say('plain', { text: 'There is nothing at this address.' })));
}
