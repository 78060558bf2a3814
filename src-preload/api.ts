import { checked } from './contract/checked';
import type { Answer, Args, Channel } from './contract/channels';
import { events, type EventName, type Events } from './contract/events';
import type { ImageRequest } from './contract/image-url';
import type { PhotoRef } from './contract/photo';
import { fromFailure, type Result } from './contract/result';
import type { Sentence } from './contract/sentence';

/** Whether the other side can be reached, and why not. `refused`: this page may not talk to it any more. */
export interface LinkState {
  state: 'open' | 'lost' | 'refused';
  sentence?: Sentence;
}

/** What a shell gives the page: untyped, failures as values. `makeApi` puts the types on. */
export interface ApiPort {
  call(channel: Channel, args: unknown): Promise<Result<unknown>>;
  onEvent(listener: (event: EventName, payload: unknown) => void): () => void;
  image(request: ImageRequest): Promise<Result<Blob>>;
  /** Hands over one file that the user dropped or chose in the page. */
  upload(file: File): Promise<Result<PhotoRef>>;
  /** Web only: the bytes of a result, for the browser to save. Electron has the file on disk already. */
  download?(photo: PhotoRef): Promise<Result<Blob>>;
  /** Electron only: the system drags a model file out of the window. */
  dragOut?(file: PhotoRef): Promise<Result<null>>;
  /** Web only: called at once with the present state, then with every change. */
  onLink?(listener: (link: LinkState) => void): () => void;
}

/** The verbs of the page. Everything that can fail throws AppError with a sentence for the user. */
export interface Api {
  call<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>>;
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
  image(request: ImageRequest): Promise<Blob>;
  upload(file: File): Promise<PhotoRef>;
  download?(photo: PhotoRef): Promise<Blob>;
  dragOut?(file: PhotoRef): Promise<null>;
  onLink(listener: (link: LinkState) => void): () => void;
}

/** Typed verbs over any port. Answers have been held against their rows by the host; events are here. */
export function makeApi(port: ApiPort): Api {
  const api: Api = {
    call: async <C extends Channel>(channel: C, args: Args<C>) => unwrap(await port.call(channel, args)) as Answer<C>,
    on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) =>
      port.onEvent((name, payload) => {
        if (name !== event) return;
        listener(checked(events[event], payload, `The event "${event}"`) as Events[E]);
      }),
    image: async (request) => unwrap(await port.image(request)),
    upload: async (file) => unwrap(await port.upload(file)),
    onLink: (listener) => {
      if (port.onLink) return port.onLink(listener);
      listener({ state: 'open' });
      return () => undefined;
    },
  };
  const download = port.download?.bind(port);
  const dragOut = port.dragOut?.bind(port);
  return {
    ...api,
    ...(download ? { download: async (photo: PhotoRef) => unwrap(await download(photo)) } : {}),
    ...(dragOut ? { dragOut: async (file: PhotoRef) => unwrap(await dragOut(file)) } : {}),
  };
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw fromFailure(result.error);
  return result.value;
}
