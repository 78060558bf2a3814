import { basename } from 'node:path';
import { say } from '@contract/sentence';
import { wholePhoto } from '../disk/read-file';
import { inDecoderThread, MOST_BYTES } from './decoder-thread';
import THREAD from './jpeg-xl-thread.cjs?raw';

/** What the thread is given. */
export interface JxlOrder {
  library: string;
  bytes: Uint8Array;
  wantsPixels: boolean;
}

/** What libvips finds in a JPEG XL, turned upright. */
export interface JxlFacts {
  width: number;
  height: number;
  /** Samples a pixel, transparency among them. */
  bands: number;
  /** As libvips calls them: uchar, ushort, float. */
  format: string;
  interpretation: string;
  pages: number;
  icc: Uint8Array | null;
  exif: Uint8Array | null;
  xmp: Uint8Array | null;
}

export interface JxlAnswer {
  facts: JxlFacts;
  /** Interleaved samples. */
  data?: Uint8Array;
}

/** A JPEG XL's header and metadata. Throws AppError for one that cannot be read. */
export async function jxlFacts(path: string): Promise<JxlFacts> {
  return (await read(path, false)).facts;
}

/** A JPEG XL's samples. Throws AppError for one that is cut or damaged. */
export async function decodeJxl(path: string): Promise<Uint8Array> {
  return (await read(path, true)).data!;
}

async function read(path: string, wantsPixels: boolean): Promise<JxlAnswer> {
  const file = basename(path);
  const order: JxlOrder = {
    library: import.meta.resolve('wasm-vips'),
    bytes: await wholePhoto(path, MOST_BYTES),
    wantsPixels,
  };
  const damaged = say('photo.damaged', { file });
  return inDecoderThread<JxlAnswer>({
    ...{ text: THREAD, order, file, unknown: damaged },
    unread: say('photo.jxlUnread', { file }),
    noEnd: say('photo.jxlUnread', { file }),
  });
}
