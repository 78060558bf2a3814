import type { CustomScheme } from 'electron';
import { type AssetReply, type AssetSource, serveAsset } from '../host/assets';

const SCHEME = 'onepair';
const ORIGIN = `${SCHEME}://app`;
export const PAGE_URL = `${ORIGIN}/`;

/** The parts of Electron's `protocol` that are used, before and after the app is ready. */
export interface SchemePrivileges {
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void;
}
export interface SchemeHandlers {
  handle(scheme: string, handler: (request: Pick<Request, 'method' | 'url'>) => Promise<Response>): void;
}
export interface RequestFilter {
  onBeforeRequest(
    listener: (details: { url: string }, callback: (response: { cancel: boolean }) => void) => void,
  ): void;
}

/** Must run before the app is ready. `standard` gives the page a real origin, `secure` the rights of one behind TLS. */
export function setupScheme(protocol: SchemePrivileges): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/** Serves the page's files and pictures under the own scheme. */
export function setupAssets(protocol: SchemeHandlers, source: AssetSource): void {
  protocol.handle(SCHEME, async (request) => toResponse(await answerAddress(source, request.method, request.url)));
}

/** Lets through what the page itself is made of; files, the network and every other scheme end here. */
export function setupRequestFilter(webRequest: RequestFilter): void {
  webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !isOwnAddress(details.url) });
  });
}

/** Pictures that the page made itself are `blob:` of its own origin; `devtools:` is the inspector's own page. */
function isOwnAddress(url: string): boolean {
  return url.startsWith(PAGE_URL) || url.startsWith(`blob:${PAGE_URL}`) || url.startsWith('devtools://');
}

function answerAddress(source: AssetSource, method: string, url: string): Promise<AssetReply> {
  return serveAsset(source, method, url.startsWith(PAGE_URL) ? url.slice(ORIGIN.length) : 'elsewhere');
}

function toResponse({ status, headers, body }: AssetReply): Response {
  return new Response(body as Uint8Array<ArrayBuffer>, { status, headers });
}
