import { basename } from 'node:path';
import { say } from '@contract/sentence';
import { photoIdentity } from '../disk/photo-identity';
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
  /** Whether EXIF or XMP longer than any is left out. */
  losesWords: boolean;
}

export interface JxlAnswer {
  facts: JxlFacts;
  /** Interleaved samples. */
  data?: Uint8Array;
}

/** Of the photos asked for last: a thread takes longer to start than to read a header, and a photo is asked for several times. */
const known = new Map<string, Promise<JxlAnswer>>();
const MOST_KNOWN = 8;
/** One with more words is read again. */
const MOST_KNOWN_BYTES = 2 ** 22;
const weightOf = ({ icc, exif, xmp }: JxlFacts): number =>
  [icc, exif, xmp].reduce((sum, words) => sum + (words?.length ?? 0), 0);

/** A JPEG XL's header and metadata. Throws AppError for one that cannot be read. */
export async function jxlFacts(path: string): Promise<JxlFacts> {
  const key = await photoIdentity(path);
  const asked = known.get(key) ?? read(path, false);
  known.delete(key);
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  for (const oldest of [...known.keys()].slice(0, -MOST_KNOWN)) known.delete(oldest);
  const { facts } = await asked;
  if (weightOf(facts) > MOST_KNOWN_BYTES) known.delete(key);
  return facts;
}

/** A JPEG XL's samples. Throws AppError for one that is cut or damaged. */
export async function decodeJxl(path: string): Promise<Uint8Array> {
  return (await read(path, true)).data!;
}

function read(path: string, wantsPixels: boolean): Promise<JxlAnswer> {
  const file = basename(path);
  const order = async (): Promise<JxlOrder> => ({
    library: import.meta.resolve('wasm-vips'),
    bytes: await wholePhoto(path, MOST_BYTES),
    wantsPixels,
  });
  const damaged = say('photo.damaged', { file });
  return inDecoderThread<JxlAnswer>({
    ...{ text: THREAD, order, file, unknown: damaged },
    unread: say('photo.jxlUnread', { file }),
    noEnd: say('photo.jxlUnread', { file }),
  });
}
