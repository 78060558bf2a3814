import type { EventName } from '@contract/channels';
import type { ImageRequest } from '@contract/image-url';
import type { PhotoRef } from '@contract/photo';
import type { Result } from '@contract/result';

/** What a shell sees of the host. Failures are values; nothing here throws. */
export interface ShellHost {
  call(channel: string, args: unknown): Promise<Result<unknown>>;
  /** Returns the way to stop listening. */
  onEvent(listener: (event: EventName, payload: unknown) => void): () => void;
  registerPhoto(path: string, name?: string): PhotoRef;
  /** The file behind an id handed out in this session, or null. */
  findPhoto(id: string): { path: string; ref: PhotoRef } | null;
  image(request: ImageRequest): Promise<Result<{ bytes: Uint8Array; mime: string }>>;
  close(): Promise<void>;
}
