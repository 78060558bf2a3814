import type { IncomingMessage } from 'node:http';

type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>;

/**
 * Why a request may not be answered at all, or null. Guards against other web pages on this machine's browser (Origin,
 * Sec-Fetch-Site) and against names that were pointed at 127.0.0.1 (Host).
 */
export function accessRefusal(request: RequestHead, port: number, isUpgrade = false): string | null {
  const host = onlyHost(request);
  if (host === null || !ownHosts(port).includes(host)) return 'This address is not served here.';
  const origin = request.headers.origin;
  const changesThings = isUpgrade || (request.method !== 'GET' && request.method !== 'HEAD');
  if (origin === undefined ? changesThings : origin !== `http://${host}`) return 'Another page may not ask this.';
  if (!isOwnFetch(request) && !isPageVisit(request)) return 'Another page may not ask this.';
  return null;
}

const ownHosts = (port: number): string[] => [`127.0.0.1:${port}`, `localhost:${port}`];

/** Node keeps the first of several Host headers; two of them are an attempt to be read differently by two readers. */
function onlyHost({ headers, rawHeaders }: RequestHead): string | null {
  const count = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  return count === 1 ? (headers.host ?? null) : null;
}

/** Clients that are no browser send no Sec-Fetch-Site; they still need the token. */
function isOwnFetch({ headers }: RequestHead): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** Following a link to the page itself is harmless: it carries no secret, and nothing can embed or read it. */
function isPageVisit({ method, url, headers }: RequestHead): boolean {
  return (
    method === 'GET' &&
    url === '/' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}
