import { say } from '@contract/sentence';
import { failureOf } from '@contract/result';
import type { ApiPort } from './api';
import type { Channel } from './contract/channels';
import type { EventName } from './contract/events';
import { imageUrl } from './contract/image-url';
import type { PhotoRef } from './contract/photo';
import type { Failure, Result } from './contract/result';

/** What the preload script puts on the page as `window.onepair`: one function a verb, and nothing of Electron's. */
export interface Bridge {
  verbs: Record<Channel, (args: unknown) => Promise<Result<unknown>>>;
  onEvent(listener: (event: EventName, payload: unknown) => void): () => void;
  registerDropped(file: File): Promise<Result<PhotoRef>>;
  dragOut(file: string): Promise<Result<null>>;
}

/** The port of a page in Electron. Pictures come from the page's own address, where the main process serves them. */
export function bridgePort(bridge: Bridge, fetchImage: typeof fetch = fetch): ApiPort {
  return {
    call: (channel, args) => bridge.verbs[channel](args),
    onEvent: (listener) => bridge.onEvent(listener),
    upload: (file) => bridge.registerDropped(file),
    dragOut: ({ id }) => bridge.dragOut(id),
    image: async (request) => readBlob(await fetchImage(imageUrl(request))),
  };
}

/** The body of an answer, or the failure that its JSON body names. */
export async function readBlob(response: Response): Promise<Result<Blob>> {
  if (response.ok) return { ok: true, value: await response.blob() };
  return { ok: false, error: await readFailure(response) };
}

export async function readFailure(response: Response): Promise<Failure> {
  const body: unknown = await response.json().catch(() => null);
  if (isFailure(body)) return body;
  return failureOf('internal', say('web.answerRefused', { status: response.status }));
}

function isFailure(body: unknown): body is Failure {
  return typeof body === 'object' && body !== null && 'kind' in body && 'sentence' in body;
}
