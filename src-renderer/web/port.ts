import type { ApiPort } from '../../src-preload/api';
import { readBlob, readFailure } from '../../src-preload/bridge';
import { imageUrl } from '@contract/image-url';
import { UPLOAD_LIMIT_BYTES, type PhotoRef } from '@contract/photo';
import { failureOf, type Result } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import { atMost } from '../lib/at-most';
import { LOST, WebLink } from './link';
import { authorization, openSession, type PageParts } from './session';

/** Uploads at a time: a dropped folder must not crowd out everything else. */
const UPLOADS = 4;

/** The port of a page in a browser: calls and events over one WebSocket, pictures and files over fetch. */
export function openWebPort(page: PageParts = window): ApiPort {
  const token = openSession(page);
  const link = new WebLink(page, token);
  const send = async (path: string, init: RequestInit = {}): Promise<Response | null> => {
    const headers = { ...(init.headers as Record<string, string> | undefined), ...authorization((await token) ?? '') };
    return page.fetch(`${page.location.origin}/${path}`, { ...init, headers }).catch(() => null);
  };
  const blob = async (path: string): Promise<Result<Blob>> => {
    const response = await send(path);
    return response ? readBlob(response) : { ok: false, error: LOST };
  };
  const uploadOne = atMost(UPLOADS, (file: File) => upload(send, file));
  return {
    call: (channel, args) => link.call(channel, args),
    onEvent: (listener) => link.onEvent(listener),
    onLink: (listener) => link.onLink(listener),
    image: (request) => blob(imageUrl(request)),
    download: (photo) => blob(`file/${photo.id}`),
    upload: uploadOne,
  };
}

async function upload(
  send: (path: string, init: RequestInit) => Promise<Response | null>,
  file: File,
): Promise<Result<PhotoRef>> {
  if (file.size > UPLOAD_LIMIT_BYTES) {
    return refuse(file, say('upload.over2GB', { file: file.name }));
  }
  const response = await send('upload', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'x-onepair-name': encodeURIComponent(file.name) },
    body: file,
  });
  // Also what a dropped folder comes to: a browser hands it over as a file that cannot be read.
  if (!response) return refuse(file, say('upload.notSent', { file: file.name }));
  if (!response.ok) return { ok: false, error: await readFailure(response) };
  return { ok: true, value: (await response.json()) as PhotoRef };
}

const refuse = (file: File, sentence: Sentence): Result<PhotoRef> => ({
  ok: false,
  error: failureOf('bad-input', sentence, file.name),
});
