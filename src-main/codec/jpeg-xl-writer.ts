import { say } from '@contract/sentence';
import { inDecoderThread } from './decoder-thread';
import THREAD from './jpeg-xl-writer-thread.cjs?raw';
import type { Pixels } from './result-metadata';

/** What the thread is given. */
export interface JxlPicture extends Omit<Pixels, 'samples'> {
  library: string;
  /** Interleaved samples. */
  bytes: Uint8Array;
  /** 1–100; 100: without loss. */
  quality: number;
  icc: Uint8Array | null;
}

export interface WrittenJxl {
  /** Without EXIF and XMP. */
  data: Uint8Array;
  /** False for a profile that libjxl does not take. */
  hasProfile: boolean;
  /** Not always where it was asked for: some profiles would have been lost with it. */
  hasLoss: boolean;
}

/** Encodes a picture as a JPEG XL; its samples are handed over. Throws AppError for one that is too large for this. */
export function encodeJxl(
  { samples, ...size }: Pixels,
  how: Pick<JxlPicture, 'quality' | 'icc'>,
  file: string,
): Promise<WrittenJxl> {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  const tooLarge = say('save.jxlTooLarge', { file });
  return inDecoderThread<WrittenJxl>({
    ...{ text: THREAD, file, unknown: tooLarge, unread: tooLarge, noEnd: tooLarge },
    order: () => Promise.resolve({ library: import.meta.resolve('wasm-vips'), bytes, ...size, ...how }),
  });
}

/** Puts EXIF and XMP into an encoded JPEG XL (ISO/IEC 18181-2, 9), before its picture. */
export function embedJxl(jxl: Uint8Array, { exif, xmp }: { exif: Uint8Array | null; xmp: Uint8Array | null }): Buffer {
  const words = [
    // How far behind its beginning the EXIF begins.
    ...(exif === null ? [] : [box('Exif', Buffer.alloc(4), exif)]),
    ...(xmp === null ? [] : [box('xml ', xmp)]),
  ];
  const file = Buffer.from(jxl.buffer, jxl.byteOffset, jxl.byteLength);
  if (words.length === 0) return file;
  const at = pictureIn(file);
  return at === null
    ? Buffer.concat([SIGNATURE, BRAND, ...words, box('jxlc', file)])
    : Buffer.concat([file.subarray(0, at), ...words, file.subarray(at)]);
}

function box(type: string, ...parts: Uint8Array[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(parts.reduce((sum, { length }) => sum + length, head.length));
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...parts]);
}

const SIGNATURE = box('JXL ', Buffer.from('\r\n\x87\n', 'latin1'));
const BRAND = box('ftyp', Buffer.from('jxl \0\0\0\0jxl ', 'latin1'));

/** Where the first box of pixels begins; null where the file has no boxes. */
function pictureIn(file: Buffer): number | null {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  for (let at = 0; at + 8 <= file.length; at += Math.max(8, file.readUInt32BE(at)))
    if (['jxlc', 'jxlp'].includes(file.toString('latin1', at + 4, at + 8))) return at;
  return null;
}
