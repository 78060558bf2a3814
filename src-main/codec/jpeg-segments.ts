import type { FileHandle } from 'node:fs/promises';
import { blockReader, readAt } from '../disk/read-file';
import { jfifSegment, type Resolution } from './resolution';
import { extendedParts, joinedXmp } from './xmp-extended';

/** A marker segment of a JPEG file before its picture, without marker and length. */
export interface Segment {
  marker: number;
  data: Uint8Array;
}

/** What a JPEG can carry beside its picture. */
export interface JpegExtras {
  resolution: Resolution | null;
  exif?: Uint8Array | undefined;
  xmp?: Uint8Array | undefined;
  extendedXmp?: Uint8Array | undefined;
  resources?: Uint8Array | undefined;
  icc?: Uint8Array | undefined;
  /** Further segments as they are. */
  others?: readonly Segment[];
}

const [APP0, APP1, APP2, APP13, COMMENT] = [0xe0, 0xe1, 0xe2, 0xed, 0xfe] as const;
const [START, START_OF_SCAN, END] = [0xd8, 0xda, 0xd9] as const;
const MOST_BYTES = 65_533;
const EXIF = 'Exif\0\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const EXTENDED_XMP = 'http://ns.adobe.com/xmp/extension/\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
const PROFILE = 'ICC_PROFILE\0';

/** The most bytes of EXIF and of XMP that one segment holds. */
export const JPEG_ROOM = { exif: MOST_BYTES - EXIF.length, xmp: MOST_BYTES - XMP.length } as const;

/** What sharp does not hand over: Photoshop's resources, extended XMP, comments. */
export async function readJpegExtras(file: FileHandle): Promise<{
  resources: Uint8Array;
  extendedXmp: Uint8Array | null;
  comments: Segment[];
  jfif: Uint8Array | null;
  xmp: Uint8Array | null;
  hasFilm: boolean;
}> {
  const segments = await readSegments(file);
  const begins = (mark: string) => (segment: Segment) => latin1(segment.data, mark.length) === mark;
  const photoshop = segments.filter(({ marker }) => marker === APP13).filter(begins(PHOTOSHOP));
  const behind = (mark: string) =>
    segments
      .filter(({ marker }) => marker === APP1)
      .filter(begins(mark))
      .map(({ data }) => data.subarray(mark.length));
  const [xmp = null] = behind(XMP);
  return {
    xmp,
    jfif: segments.find(({ marker }) => marker === APP0)?.data ?? null,
    resources: Buffer.concat(photoshop.map(({ data }) => data.subarray(PHOTOSHOP.length))),
    extendedXmp: joinedXmp(behind(EXTENDED_XMP), xmp),
    comments: segments.filter(({ marker }) => marker === COMMENT),
    hasFilm: await holdsFilm(file),
  };
}

/** The head of a film (ISO 14496-12) by its usual brands: phones put it behind the picture, not all with a word in XMP. */
const FILM = /^ftyp(?:mp4|iso|avc|qt {2}|M4V|3gp|MSNV)/;
const FILM_BYTES = 8;
/** At once, and in all: a file may say that it is of any length. */
const [SEARCHED_BYTES, MOST_SEARCHED_BYTES] = [2 ** 20, 2 ** 28];

async function holdsFilm(file: FileHandle): Promise<boolean> {
  for (let from = 0; from < MOST_SEARCHED_BYTES; from += SEARCHED_BYTES) {
    const bytes = Buffer.from(await readAt(file, from, SEARCHED_BYTES + FILM_BYTES));
    for (let at = bytes.indexOf('ftyp'); at >= 0; at = bytes.indexOf('ftyp', at + 4))
      if (FILM.test(latin1(bytes.subarray(at), FILM_BYTES))) return true;
    if (bytes.length <= SEARCHED_BYTES) return false;
  }
  return false;
}

const isExtra = (marker: number): boolean => [APP0, APP1, APP13, COMMENT].includes(marker as 0xe1);

/** All segments that are handed on together, and what one counts at least: a file may be made of empty ones. */
const [MOST_SEGMENTS_BYTES, LEAST_COST] = [2 ** 26, 512];

/** So much of a file is looked through for its frame and its scans: bytes that say nothing cost a sender nothing. */
const MOST_BEFORE_SCANS = 2 ** 32;

/** The segments before the picture whose markers are wanted; bytes between them are passed over, as decoders do. */
async function readSegments(file: FileHandle, isWanted = isExtra): Promise<Segment[]> {
  const segments: Segment[] = [];
  const read = blockReader(file);
  let room = MOST_SEGMENTS_BYTES;
  let stray = 0;
  for (let at = 2; room > 0 && stray < MOST_BEFORE_SCANS;) {
    const head = await read(at, 4);
    if (head.length < 4) return segments;
    const marker = head[1]!;
    if (head[0] !== 0xff) {
      const next = head.indexOf(0xff);
      const passed = next < 0 ? head.length : next;
      [at, stray] = [at + passed, stray + passed];
      continue;
    }
    if (marker === START_OF_SCAN || marker === END) return segments;
    if (marker === 0xff) {
      // Any number of bytes 0xff may fill the room before a marker.
      const next = head.findIndex((byte, index) => index > 1 && byte !== 0xff);
      at += (next < 0 ? head.length : next) - 1;
      continue;
    }
    if (standsAlone(marker)) {
      [at, stray] = [at + 2, stray + 2];
      continue;
    }
    const length = (head[2]! << 8) | head[3]!;
    if (isWanted(marker)) {
      segments.push({ marker, data: await readAt(file, at + 4, Math.max(0, length - 2)) });
      room -= Math.max(LEAST_COST, length);
    }
    at += 2 + Math.max(2, length);
  }
  return segments;
}

const JPEG_LS = 0xf7;

/** What a JPEG's frame header says of its kind; null where it has none. */
export async function jpegFrame(
  file: FileHandle,
): Promise<{ isLs: boolean; isProgressive: boolean; bits: number } | null> {
  const [frame] = await readSegments(file, (marker) => isFrame(marker) || marker === JPEG_LS);
  if (frame === undefined) return null;
  const isProgressive = PROGRESSIVE.includes(frame.marker);
  return { isLs: frame.marker === JPEG_LS, isProgressive, bits: frame.data[0] ?? 0 };
}

/** Frames whose picture comes in any number of scans, by Huffman or arithmetic codes. */
const PROGRESSIVE: readonly number[] = [0xc2, 0xca];

/** Encoders write some ten; each costs a pass over the whole picture, in a few bytes of a file. */
const MOST_SCANS = 100;

/** Whether a JPEG has more scans than any encoder writes; the markers of pictures within its segments count too. */
export async function hasTooManyScans(file: FileHandle): Promise<boolean> {
  let scans = 0;
  for (let from = 0; from < MOST_BEFORE_SCANS; from += SEARCHED_BYTES) {
    const bytes = Buffer.from(await readAt(file, from, SEARCHED_BYTES + SCAN.length - 1));
    for (let at = bytes.indexOf(SCAN); at >= 0; at = bytes.indexOf(SCAN, at + SCAN.length)) scans += 1;
    if (scans > MOST_SCANS) return true;
    if (bytes.length < SEARCHED_BYTES) return false;
  }
  return false;
}
const SCAN = Buffer.from([0xff, START_OF_SCAN, 0]);

/** Whether no length follows a marker: restarts, a second start, and a zero, which is none. */
export const standsAlone = (marker: number): boolean => marker <= 1 || (marker >= 0xd0 && marker <= START);

/** Whether a marker begins a frame header (SOF). */
export const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The block of EXIF in a JPEG that lies in memory, without its mark; null where there is none. */
export function exifInJpeg(jpeg: Uint8Array): Uint8Array | null {
  const view = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (let at = 2; at + 4 <= view.length && view[at] === 0xff && view[at + 1] !== START_OF_SCAN;) {
    const end = at + 2 + view.readUInt16BE(at + 2);
    const data = view.subarray(at + 4, end);
    if (view[at + 1] === APP1 && latin1(data, EXIF.length) === EXIF) return data.subarray(EXIF.length);
    at = end;
  }
  return null;
}

const latin1 = (bytes: Uint8Array, length: number): string => Buffer.from(bytes.subarray(0, length)).toString('latin1');

/** Puts extras behind the JFIF segment of an encoded JPEG. EXIF and XMP must fit into `JPEG_ROOM`. */
export function embedJpeg(jpeg: Uint8Array, extras: JpegExtras): Uint8Array {
  const { resolution, exif, xmp, extendedXmp, resources, icc, others = [] } = extras;
  const segments: Segment[] = [];
  const add = (marker: number, mark: string, data: Uint8Array) =>
    segments.push({ marker, data: Buffer.concat([Buffer.from(mark, 'latin1'), data]) });
  if (exif !== undefined) add(APP1, EXIF, exif);
  if (xmp !== undefined) add(APP1, XMP, xmp);
  if (extendedXmp !== undefined) for (const part of extendedParts(extendedXmp)) add(APP1, EXTENDED_XMP, part);
  const pieces = inPieces(icc, MOST_BYTES - PROFILE.length - 2);
  for (const [index, piece] of pieces.entries())
    add(APP2, PROFILE, Buffer.concat([Buffer.from([index + 1, pieces.length]), piece]));
  for (const piece of inPieces(resources, MOST_BYTES - PHOTOSHOP.length)) add(APP13, PHOTOSHOP, piece);
  const own = headEnd(jpeg);
  // Without EXIF, JFIF is all that tells how large pixels are; encoders leave it out or make a resolution up.
  const head = Buffer.concat([jpeg.subarray(0, 2), jfifSegment(resolution)]);
  return Buffer.concat([head, ...[...segments, ...others].map(segmentBytes), jpeg.subarray(own)]);
}

function inPieces(bytes: Uint8Array | undefined, most: number): Uint8Array[] {
  const length = bytes?.length ?? 0;
  return Array.from({ length: Math.ceil(length / most) }, (_, i) => bytes!.subarray(i * most, (i + 1) * most));
}

/** Where the JFIF segment ends; right after the start where there is none. */
function headEnd(jpeg: Uint8Array): number {
  return jpeg[2] === 0xff && jpeg[3] === APP0 ? 4 + ((jpeg[4]! << 8) | jpeg[5]!) : 2;
}

function segmentBytes({ marker, data }: Segment): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}
