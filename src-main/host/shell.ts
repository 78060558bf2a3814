import type { EventName, FolderRef } from '@contract/channels';
import type { ImageRequest } from '@contract/image-url';
import type { PhotoRef } from '@contract/photo';
import type { Result } from '@contract/result';
import type { AppInfo } from '@contract/runtime';

/** What a shell sees of the host. Failures are values; nothing here throws. */
export interface ShellHost {
  call(channel: string, args: unknown): Promise<Result<unknown>>;
  /** Returns the way to stop listening. */
  onEvent(listener: (event: EventName, payload: unknown) => void): () => void;
  registerPhoto(path: string, name?: string): PhotoRef;
  registerFolder(path: string): FolderRef;
  /** The file behind an id handed out in this session, or null. */
  photoPath(id: string): string | null;
  image(request: ImageRequest): Promise<Result<{ bytes: Uint8Array; mime: string }>>;
  close(): Promise<void>;
}

/** One folder of the person's home, in real paths. `parent` is null at the top. */
export interface FolderContents {
  folder: string;
  parent: string | null;
  folders: string[];
  photos: string[];
}

/**
 * What the host asks of its shell. Shells speak in paths, the host turns them into opaque ids. Failures are thrown as
 * AppError; a verb that a shell lacks answers `unavailable`.
 */
export interface ShellServices {
  appInfo(): AppInfo;
  /** Paths the person chose in the system's own dialog; empty when cancelled. */
  pickPhotos(options: { multiple: boolean }): Promise<string[]>;
  pickFolder(): Promise<string | null>;
  /** Null: the top, the person's home. */
  listFolder(folder: string | null): Promise<FolderContents>;
}
