import type { FileHandle } from 'node:fs/promises';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { blockReader, readAt } from '../disk/read-file';
import { pngResolution, type Resolution } from './resolution';

/** The chunks of PNG files: what describes a picture, apart from its pixels. */
export interface PngChunk {
  type: string;
  data: Uint8Array;
}

/** What a PNG can carry beside its pixels. */
export interface PngExtras {
  icc?: Uint8Array | undefined;
  resolution: Resolution | null;
  xmp?: Uint8Array | undefined;
  exif?: Uint8Array | undefined;
  /** Photoshop's resources with IPTC among them, as ImageMagick, ExifTool and Exiv2 keep them. */
  iptc?: Uint8Array | undefined;
  /** Further chunks as they are. */
  others?: readonly PngChunk[];
}

export const PNG_SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** The signature and IHDR. */
export const HEAD_BYTES = PNG_SIGNATURE.length + 25;

/** The size that a PNG's first bytes tell of. */
export function pngSize(head: Uint8Array): { width: number; height: number } | null {
  if (head.length < HEAD_BYTES) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

const XMP_KEYWORD = 'XML:com.adobe.xmp';
export const IPTC_KEYWORD = 'Raw profile type iptc';
const TEXTS = new Set(['tEXt', 'zTXt', 'iTXt']);
/** What it says in its own words: colours and the size of pixels. */
const OWN_WORDS = new Set(['gAMA', 'cHRM', 'sRGB', 'cICP', 'pHYs']);
/** Of texts that are carried along; what one counts at least, since a file may be made of empty ones. */
const MOST_BYTES = 2 ** 22;
const LEAST_COST = 256;

/** Puts extras right behind the header of an encoded PNG. Its own word about the size of pixels is taken out. */
export function embedPng(png: Uint8Array, extras: PngExtras): Uint8Array {
  const chunks = chunksOf(extras);
  // Encoders make up a resolution.
  const rest = splitPng(png.subarray(HEAD_BYTES)).filter(({ type }) => type !== 'pHYs');
  return Buffer.concat([png.subarray(0, HEAD_BYTES), ...chunks.map(chunkBytes), ...rest.map(({ bytes }) => bytes)]);
}

function chunksOf({ icc, resolution, xmp, exif, iptc, others = [] }: PngExtras): PngChunk[] {
  const chunks: PngChunk[] = [];
  const add = (type: string, ...parts: Uint8Array[]) => chunks.push({ type, data: Buffer.concat(parts) });
  if (icc !== undefined) add('iCCP', Buffer.from('icc\0\0'), deflateSync(icc));
  if (resolution !== null) add('pHYs', pngResolution(resolution));
  if (xmp !== undefined) add('iTXt', Buffer.from(`${XMP_KEYWORD}\0\0\0\0\0`), xmp);
  if (exif !== undefined) add('eXIf', exif);
  if (iptc !== undefined) add('zTXt', Buffer.from(`${IPTC_KEYWORD}\0\0`), deflateSync(rawProfile(iptc)));
  return [...chunks, ...others];
}

/** ImageMagick's text form of a profile: its name, its length, its bytes in hexadecimal, 72 digits a line. */
function rawProfile(bytes: Uint8Array): Buffer {
  const digits = Buffer.from(bytes).toString('hex').replace(/.{72}/g, '$&\n');
  return Buffer.from(`\niptc\n${String(bytes.length).padStart(8)}\n${digits}\n`, 'latin1');
}

/** The bytes of a profile that a text chunk holds, ImageMagick's ('iptc') or ExifTool's ('IPTC profile'); null where it holds none. */
export function profileIn({ type, data }: PngChunk): Uint8Array | null {
  const end = data.indexOf(0);
  const text = type === 'zTXt' ? inflate(data.subarray(end + 2)) : data.subarray(end + 1);
  const parts = /^\s*\S[^\n]*\n\s*(\d+)\s([0-9a-f\s]*)$/i.exec(Buffer.from(text).toString('latin1'));
  if (parts === null) return null;
  const bytes = Buffer.from(parts[2]!.replace(/\s/g, ''), 'hex');
  return bytes.length === Number(parts[1]) ? bytes : null;
}

function inflate(data: Uint8Array): Uint8Array {
  try {
    return inflateSync(data, { maxOutputLength: MOST_BYTES });
  } catch {
    return new Uint8Array();
  }
}

/** What a text chunk is about; empty for others. */
export function keywordOf({ type, data }: PngChunk): string {
  if (!TEXTS.has(type)) return '';
  return Buffer.from(data.subarray(0, Math.max(0, data.indexOf(0)))).toString('latin1');
}

/** What a packed text may be at most: whoever reads the result unpacks it. Deflate packs to a 1032nd at best. */
const LONGEST_TEXT = 2 ** 20;
const MOST_PACKED = 1032;

/** Whether a text chunk is packed and unpacks to more than any text is long. */
function isBomb({ type, data }: PngChunk): boolean {
  const end = data.indexOf(0);
  const isPacked = type === 'zTXt' || (type === 'iTXt' && data[end + 1] === 1);
  if (!isPacked || data.length * MOST_PACKED < LONGEST_TEXT) return false;
  // An iTXt has its language and its translated keyword between.
  const start = type === 'zTXt' ? end + 2 : data.indexOf(0, data.indexOf(0, end + 3) + 1) + 1;
  try {
    inflateSync(data.subarray(start), { maxOutputLength: LONGEST_TEXT });
    return false;
  } catch (error) {
    return error instanceof RangeError;
  }
}

/** The texts of a PNG file but its XMP, and what it says of its colours in PNG's own words. */
export async function readPngChunks(file: FileHandle): Promise<{ chunks: PngChunk[]; hasLongTexts: boolean }> {
  const chunks: PngChunk[] = [];
  let total = 0;
  for await (const { type, length, start } of headsOf(file)) {
    if (total >= MOST_BYTES) break;
    if ((TEXTS.has(type) || OWN_WORDS.has(type)) && length < MOST_BYTES) {
      chunks.push({ type, data: await readAt(file, start + 8, length) });
      total += Math.max(LEAST_COST, length);
    }
  }
  const texts = chunks.filter((chunk) => keywordOf(chunk) !== XMP_KEYWORD);
  const kept = texts.filter((chunk) => !isBomb(chunk));
  return { chunks: kept, hasLongTexts: kept.length < texts.length };
}

/** EXIF and XMP of a PNG as chunks of their own, and where in the file they, or what says the same, begin and end. */
export interface WordsOfPng {
  found: PngChunk[];
  places: { start: number; end: number }[];
}

const RAW_EXIF = /^Raw profile type (exif|APP1)$/i;
/** Whether a text is a second copy of EXIF, or the only one. */
export const isRawExif = (chunk: PngChunk): boolean => RAW_EXIF.test(keywordOf(chunk));
/** Words behind the pixels stand within so many last bytes, those in texts before the pixels within so many first ones. */
const SOUGHT_BYTES = 2 ** 16;

/** What a PNG says where sharp does not look: behind the pixels, or EXIF in a text. Null where there is nothing of the kind. */
export async function readWordsOfPng(file: FileHandle, size: number): Promise<WordsOfPng | null> {
  const ends = [
    await readAt(file, 0, SOUGHT_BYTES),
    await readAt(file, Math.max(0, size - SOUGHT_BYTES), SOUGHT_BYTES),
  ];
  const [first, last] = ends.map((bytes) => Buffer.from(bytes).toString('latin1')) as [string, string];
  if (!/eXIf|XML:com\.adobe\.xmp|Raw profile type/i.test(last) && !/Raw profile type (exif|APP1)/i.test(first))
    return null;
  // The first of each counts.
  const words: Partial<Record<'exif' | 'xmp' | 'text', PngChunk & { isLate: boolean; start: number; end: number }>> =
    {};
  let isLate = false;
  let room = MOST_TEXT_BYTES;
  for await (const { type, length, start, end } of headsOf(file)) {
    isLate ||= type === 'IDAT';
    const isWanted = type === 'eXIf' ? words.exif === undefined : TEXTS.has(type) && room > 0;
    if (!isWanted || length >= MOST_BYTES) continue;
    const chunk = { type, data: await readAt(file, start + 8, length), isLate, start, end };
    if (type === 'eXIf') words.exif = chunk;
    else if (type === 'iTXt' && keywordOf(chunk) === XMP_KEYWORD) words.xmp ??= chunk;
    else if (isRawExif(chunk)) words.text ??= chunk;
    if (type !== 'eXIf') room -= Math.max(LEAST_COST, length);
  }
  const { exif, xmp, text } = words;
  const raw = exif === undefined && text !== undefined ? profileIn(text) : null;
  const found = [
    ...(exif?.isLate === true ? [exif] : []),
    ...(raw === null ? [] : [{ type: 'eXIf', data: withoutMark(raw) }]),
    ...(xmp?.isLate === true ? [xmp] : []),
  ];
  if (found.length === 0) return null;
  const places = [exif, xmp].flatMap((chunk) => (chunk?.isLate === true ? [chunk] : []));
  return { found, places: places.sort((a, b) => a.start - b.start) };
}

/** Four samples of 16 bits. */
const BYTES_A_PIXEL = 8;
/** Words and what wraps the pixels, at most. */
const BESIDE_PIXELS_BYTES = 2 ** 26;

/** What a PNG with this head may come to, packed worst: a file may be of any size, and hold nothing. */
export function mostBytesOfPng(head: Uint8Array): number {
  const size = pngSize(head);
  return size === null ? 0 : size.width * size.height * BYTES_A_PIXEL + size.height + BESIDE_PIXELS_BYTES;
}

/** Of texts that are read to find the words among them. */
const MOST_TEXT_BYTES = 4 * MOST_BYTES;
const withoutMark = (exif: Uint8Array): Uint8Array =>
  Buffer.from(exif.subarray(0, 6)).toString('latin1') === 'Exif\0\0' ? exif.subarray(6) : exif;

/** Whether a PNG has a chunk of this type before its pixels. */
export async function hasPngChunk(file: FileHandle, wanted: string): Promise<boolean> {
  for await (const { type } of headsOf(file)) {
    if (type === 'IDAT') return false;
    if (type === wanted) return true;
  }
  return false;
}

/** The largest pictures have some 300,000, of 8 KiB of pixels each; a file may be made of empty ones. */
const MOST_CHUNKS = 2 ** 20;

/** Type, length and place of a file's chunks, as many as any PNG has. */
async function* headsOf(
  file: FileHandle,
): AsyncGenerator<{ type: string; length: number; start: number; end: number }> {
  const read = blockReader(file);
  let start = PNG_SIGNATURE.length;
  for (let index = 0; index < MOST_CHUNKS; index += 1) {
    const bytes = await read(start, 8);
    if (bytes.length < 8) return;
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, 8);
    const length = head.readUInt32BE(0);
    const end = start + 12 + length;
    yield { type: head.toString('latin1', 4), length, start, end };
    start = end;
  }
}

export function chunkBytes({ type, data }: PngChunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** Whole chunks of a PNG's bytes behind its header. */
function splitPng(bytes: Uint8Array): { type: string; bytes: Uint8Array }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: { type: string; bytes: Uint8Array }[] = [];
  for (let at = 0; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    chunks.push({ type, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return chunks;
}
