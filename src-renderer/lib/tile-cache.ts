import type { ImageRequest } from '@contract/image-url';
import { createSubscriber } from 'svelte/reactivity';
import type { Tile } from './tiles';

export interface TileSource {
  image(request: ImageRequest): Promise<Blob>;
}

const AT_ONCE = 6;
/** 128 tiles of 512 × 512 RGBA are 134 MB. */
const KEPT = 128;

/** Decoded tiles, fetched newest first, the longest unused dropped. An effect that reads one runs again when more arrive. */
export class TileCache {
  readonly #source: TileSource;
  readonly #kept = new Map<string, ImageBitmap | null>();
  #waiting: { key: string; request: ImageRequest }[] = [];
  readonly #underWay = new Set<string>();
  #closed = false;

  #notify = () => {};
  readonly #subscribe = createSubscriber((update) => {
    this.#notify = update;
  });

  constructor(source: TileSource) {
    this.#source = source;
  }

  /** The tile's bitmap, or null while it is fetched (or when it cannot be had). */
  get(photo: string, tile: Tile): ImageBitmap | null {
    this.#subscribe();
    const key = `${photo}/${tile.key}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    if (!this.#underWay.has(key) && !this.#waiting.some((one) => one.key === key)) {
      const { x, y, width, height, max } = tile;
      this.#waiting.push({ key, request: { photo, x, y, width, height, max } });
      this.#fetchNext();
    }
    return null;
  }

  /** Forgets requests that have not started: the view has moved on. */
  forgetWaiting(): void {
    this.#waiting = [];
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    for (const bitmap of this.#kept.values()) bitmap?.close();
    this.#kept.clear();
  }

  #fetchNext(): void {
    while (this.#underWay.size < AT_ONCE) {
      const next = this.#waiting.pop();
      if (next === undefined) return;
      this.#underWay.add(next.key);
      void this.#fetch(next.key, next.request);
    }
  }

  async #fetch(key: string, request: ImageRequest): Promise<void> {
    // A tile that cannot be had is remembered as missing, or the view would ask for it again at every frame.
    const bitmap = await this.#source
      .image(request)
      .then(createImageBitmap)
      .catch(() => null);
    this.#underWay.delete(key);
    if (this.#closed) {
      bitmap?.close();
      return;
    }
    this.#kept.set(key, bitmap);
    this.#dropOldest();
    this.#notify();
    this.#fetchNext();
  }

  #dropOldest(): void {
    for (const [key, bitmap] of this.#kept) {
      if (this.#kept.size <= KEPT) return;
      bitmap?.close();
      this.#kept.delete(key);
    }
  }
}
