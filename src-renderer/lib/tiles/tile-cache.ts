import type { ImageRequest } from '@contract/image-url';
import { createSubscriber } from 'svelte/reactivity';
import type { LayerComputer } from './layer-computer';
import { opKey, type LayerOp } from './layer-ops';
import type { ScreenTile } from './tiles';

export interface TileSource {
  image(request: ImageRequest): Promise<Blob>;
}

/** A photo by its id, or a picture worked out from photos. */
export type Subject = string | LayerOp;

const AT_ONCE = 6;
/** Decoded tiles of 512 × 512 are 1 MiB each; a 4K stage shows 33 MB of pixels, from up to four times as many. */
const KEPT_BYTES = 192 * 2 ** 20;

interface Wanted {
  key: string;
  subject: Subject;
  tile: ScreenTile;
}

const keyOf = (subject: Subject, tile: ScreenTile): string =>
  `${typeof subject === 'string' ? subject : opKey(subject)}/${tile.key}`;

const bytesOf = (bitmap: ImageBitmap | null): number => (bitmap ? bitmap.width * bitmap.height * 4 : 0);

/**
 * Decoded tiles, fetched newest first, the longest unused dropped when they are more than `keptBytes`. An effect that
 * reads one runs again when more arrive.
 */
export class TileCache {
  readonly #source: TileSource;
  readonly #computer: LayerComputer | null;
  readonly #keptBytes: number;
  readonly #kept = new Map<string, { bitmap: ImageBitmap | null; frame: number }>();
  #bytes = 0;
  #frame = 0;
  #waiting: Wanted[] = [];
  readonly #underWay = new Set<string>();
  #closed = false;

  #notify = () => {};
  readonly #subscribe = createSubscriber((update) => {
    this.#notify = update;
  });

  constructor(
    source: TileSource,
    { computer = null, keptBytes = KEPT_BYTES }: { computer?: LayerComputer | null; keptBytes?: number } = {},
  ) {
    this.#source = source;
    this.#computer = computer;
    this.#keptBytes = keptBytes;
  }

  /** Bytes of decoded pixels held now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Makes the effect that calls it run again whenever a tile arrives. */
  watch(): void {
    this.#subscribe();
  }

  /** The tile's bitmap, or null while it is fetched (or when it cannot be had). */
  get(subject: Subject, tile: ScreenTile): ImageBitmap | null {
    this.#subscribe();
    const key = keyOf(subject, tile);
    const kept = this.#peek(key);
    if (kept !== undefined) return kept;
    if (!this.#underWay.has(key) && !this.#waiting.some((one) => one.key === key)) {
      this.#waiting.push({ key, subject, tile });
      this.#fetchNext();
    }
    return null;
  }

  /** The tile's bitmap if it is here; nothing is fetched. */
  peek(subject: Subject, tile: ScreenTile): ImageBitmap | null {
    return this.#peek(keyOf(subject, tile)) ?? null;
  }

  /** Forgets requests that have not started: the view has moved on. What is read from now on is on the screen. */
  beginFrame(): void {
    this.#waiting = [];
    this.#frame += 1;
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    for (const { bitmap } of this.#kept.values()) bitmap?.close();
    this.#kept.clear();
    this.#bytes = 0;
    this.#computer?.close();
  }

  #peek(key: string): ImageBitmap | null | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, { ...kept, frame: this.#frame });
    return kept.bitmap;
  }

  #fetchNext(): void {
    while (this.#underWay.size < AT_ONCE) {
      const next = this.#waiting.pop();
      if (next === undefined) return;
      this.#underWay.add(next.key);
      void this.#bring(next);
    }
  }

  async #bring({ key, subject, tile }: Wanted): Promise<void> {
    // A tile that cannot be had is remembered as missing, or the view would ask for it again at every frame.
    const bitmap = await this.#make(subject, tile).catch(() => null);
    this.#underWay.delete(key);
    if (this.#closed) {
      bitmap?.close();
      return;
    }
    this.#keep(key, bitmap);
    this.#notify();
    this.#fetchNext();
  }

  async #make(subject: Subject, tile: ScreenTile): Promise<ImageBitmap | null> {
    if (typeof subject === 'string') return this.#decode(subject, tile);
    if (!this.#computer) return null;
    // The computer gets copies of its own: tiles that are kept may be dropped at any time.
    const pictures = await Promise.all(
      subject.of.map(async (photo) => createImageBitmap(await this.#ingredient(photo, tile))),
    );
    return this.#computer.computeLayer(subject, pictures);
  }

  /** A photo's tile, kept for the next gain and for the values under the pointer. */
  async #ingredient(photo: string, tile: ScreenTile): Promise<ImageBitmap> {
    const key = keyOf(photo, tile);
    const kept = this.#peek(key);
    if (kept) return kept;
    const decoded = await this.#decode(photo, tile);
    const meanwhile = this.#peek(key);
    if (meanwhile) decoded.close();
    else this.#keep(key, decoded);
    return meanwhile ?? decoded;
  }

  /** Browsers decode away from the page's own thread. */
  async #decode(photo: string, { x, y, width, height, max }: ScreenTile): Promise<ImageBitmap> {
    return createImageBitmap(await this.#source.image({ photo, x, y, width, height, max }));
  }

  #keep(key: string, bitmap: ImageBitmap | null): void {
    this.#kept.set(key, { bitmap, frame: this.#frame });
    this.#bytes += bytesOf(bitmap);
    for (const [oldest, dropped] of this.#kept) {
      // What is on the screen stays, or a very large screen would fetch its own tiles for ever.
      if (this.#bytes <= this.#keptBytes || (this.#frame > 0 && dropped.frame === this.#frame)) return;
      this.#bytes -= bytesOf(dropped.bitmap);
      dropped.bitmap?.close();
      this.#kept.delete(oldest);
    }
  }
}
