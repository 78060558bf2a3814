import type { Result } from '@contract/result';
import { failed } from '../said';
import type { Host, HostListener } from '../../src-main/host/host';

type Parts = Pick<Host, 'call' | 'onEvent' | 'registerPhoto' | 'findPhoto' | 'image' | 'appearance' | 'close'>;

export interface FakeHost extends Parts {
  calls: { channel: unknown; args: unknown }[];
  emit: HostListener;
  /** What `call` answers; echoes the arguments by default. */
  answer: (channel: unknown, args: unknown) => Promise<Result<unknown>>;
}

/** A host that computes nothing: echoes calls, remembers photos, answers every picture with the same three bytes. */
export function createFakeHost(): FakeHost {
  const listeners = new Set<HostListener>();
  const photos = new Map<string, { path: string; ref: { id: string; name: string } }>();
  const host: FakeHost = {
    calls: [],
    answer: (_channel, args) => Promise.resolve({ ok: true, value: args }),
    emit: (event, payload) => {
      for (const listener of listeners) listener(event, payload);
    },
    call: (channel, args) => {
      host.calls.push({ channel, args });
      return host.answer(channel, args);
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    registerPhoto: (path, name = path) => {
      const ref = { id: `photo-${photos.size}`, name };
      photos.set(ref.id, { path, ref });
      return ref;
    },
    findPhoto: (id) => photos.get(id) ?? null,
    image: (request) =>
      Promise.resolve(
        photos.has(request.photo)
          ? { ok: true, value: { bytes: Uint8Array.of(1, 2, 3), mime: 'image/png' } }
          : { ok: false, error: failed('not-found', 'No such photo.') },
      ),
    appearance: () => Promise.resolve({ theme: 'dark', language: 'de', textSize: 150 }),
    close: () => Promise.resolve(),
  };
  return host;
}
