import {
  bytesOfType,
  readDirectory,
  readHeader,
  viewOf,
  wholeNumbers,
  type ReadBytes,
  type TiffDirectory,
  type TiffEntry,
} from './tiff-directory';

/** One directory of a TIFF as far as it says how pixels are stored. */
export interface TiffPage {
  width: number;
  height: number;
  samples: number;
  bits: readonly number[];
  /** 1 unsigned · 2 signed · 3 floating point · 4 undefined. */
  sampleFormat: number;
  compression: number;
  photometric: number;
  /** Whether every colour is stored apart. */
  isPlanar: boolean;
  /** Null where the page is stored in strips. */
  tile: { width: number; height: number } | null;
  /** Strips or tiles: no more than the page has room for, whatever is listed. */
  pieces: readonly { at: number; bytes: number }[];
  /** A smaller copy or a mask of another page. */
  isCompanion: boolean;
  /** A mask of another page. */
  isMask: boolean;
  orientation: number;
  /** What samples beyond the colours mean. */
  extraSamples: readonly number[];
  /** The tables that JPEG pieces share. */
  jpegTables: Uint8Array | null;
  entries: readonly TiffEntry[];
}

const TAG = {
  subfile: 0x00fe,
  oldSubfile: 0x00ff,
  width: 0x0100,
  height: 0x0101,
  bits: 0x0102,
  compression: 0x0103,
  photometric: 0x0106,
  stripOffsets: 0x0111,
  samples: 0x0115,
  stripRows: 0x0116,
  stripBytes: 0x0117,
  planar: 0x011c,
  tileWidth: 0x0142,
  tileHeight: 0x0143,
  tileOffsets: 0x0144,
  tileBytes: 0x0145,
  orientation: 0x0112,
  extraSamples: 0x0152,
  sampleFormat: 0x0153,
  jpegTables: 0x015b,
} as const;

/** Tables of tiles of the largest pictures fit. */
const MOST_TABLE_BYTES = 2 ** 25;
/** Of all pages together. */
const MOST_BYTES = 2 ** 27;
/** More colours than any picture has that is read. */
const MOST_SAMPLES = 64;
const MOST_PAGES = 10_000;
const MOST_NAMED = 100;
const REDUCED = 1;
const MASK = 4;
/** Of the older tag: a reduced picture. */
const OLD_REDUCED = 2;

/** The directories of a TIFF file one after the other; empty where it is none. */
export async function readTiffPages(read: ReadBytes): Promise<TiffPage[]> {
  const header = await readHeader(read);
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  const room = { value: MOST_TABLE_BYTES, left: MOST_BYTES };
  for (let at = header?.first ?? 0; header && at !== 0 && !seen.has(at) && pages.length < MOST_PAGES;) {
    seen.add(at);
    const directory: TiffDirectory = await readDirectory(read, at, header, room);
    if (directory.entries.length > 0) pages.push(pageOf(directory.entries));
    at = directory.next;
  }
  return pages;
}

const SUB_DIRECTORIES = 0x014a;
/** A sensor's filters one beside the other, or its colours in light. */
const SENSOR = new Set([32_803, 34_892]);

/** Of a raw file that is a TIFF: the pages, and those that they name as theirs, that hold what the sensor saw. */
export async function readSensorPages(read: ReadBytes): Promise<TiffPage[]> {
  const header = await readHeader(read);
  if (header === null) return [];
  const room = { value: MOST_TABLE_BYTES, left: MOST_BYTES };
  const pages = await readTiffPages(read);
  const named = pages.flatMap(({ entries }) => wholeNumbers(entries.find(({ tag }) => tag === SUB_DIRECTORIES)));
  for (const at of named.slice(0, MOST_NAMED)) {
    const { entries } = await readDirectory(read, at, header, room);
    if (entries.length > 0) pages.push(pageOf(entries));
  }
  return pages.filter(({ photometric }) => SENSOR.has(photometric));
}

function pageOf(entries: readonly TiffEntry[]): TiffPage {
  const find = (tag: number) => entries.find((entry) => entry.tag === tag);
  const all = (tag: number) => wholeNumbers(find(tag));
  const one = (tag: number, otherwise: number) => all(tag)[0] ?? otherwise;
  const ofSamples = (tag: number) => all(tag).slice(0, MOST_SAMPLES);
  const samples = one(TAG.samples, 1);
  const isTiled = find(TAG.tileOffsets) !== undefined;
  const counts = all(isTiled ? TAG.tileBytes : TAG.stripBytes);
  const [width, height] = [one(TAG.width, 0), one(TAG.height, 0)];
  const tile = isTiled ? { width: one(TAG.tileWidth, 0), height: one(TAG.tileHeight, 0) } : null;
  const isPlanar = one(TAG.planar, 1) === 2 && samples > 1;
  const piece = tile ?? { width, height: one(TAG.stripRows, height) };
  const most = Math.ceil(width / piece.width) * Math.ceil(height / piece.height) * (isPlanar ? samples : 1);
  const offsets = all(isTiled ? TAG.tileOffsets : TAG.stripOffsets).slice(0, Number.isFinite(most) ? most : undefined);
  return {
    width,
    height,
    samples,
    bits: all(TAG.bits).length === 0 ? [1] : ofSamples(TAG.bits),
    sampleFormat: Math.max(1, ...ofSamples(TAG.sampleFormat)),
    compression: one(TAG.compression, 1),
    photometric: one(TAG.photometric, 1),
    isPlanar,
    tile,
    pieces: offsets.map((at, index) => ({ at, bytes: counts[index] ?? 0 })),
    isCompanion: (one(TAG.subfile, 0) & (REDUCED | MASK)) !== 0 || one(TAG.oldSubfile, 1) === OLD_REDUCED,
    isMask: (one(TAG.subfile, 0) & MASK) !== 0,
    orientation: one(TAG.orientation, 1),
    extraSamples: ofSamples(TAG.extraSamples),
    jpegTables: find(TAG.jpegTables)?.value ?? null,
    entries,
  };
}

/** The bytes of a TIFF file's own entries of these tags, as they are stored in the file. */
export async function readTiffTags(read: ReadBytes, tags: readonly number[]): Promise<Map<number, Uint8Array>> {
  const header = await readHeader(read);
  if (header === null) return new Map();
  const { entries } = await readDirectory(read, header.first, header);
  const found = entries.filter(({ tag }) => tags.includes(tag));
  return new Map(found.map((entry) => [entry.tag, header.little ? entry.value : storedBytes(entry)]));
}

/** A value in the byte order of a big-endian file. */
function storedBytes({ type, value }: TiffEntry): Uint8Array {
  const size = bytesOfType(type);
  if (size === 1) return value;
  const stored = new Uint8Array(value);
  const view = viewOf(stored);
  for (let at = 0; at + 4 <= stored.length && size === 4; at += 4) view.setUint32(at, view.getUint32(at, true));
  for (let at = 0; at + 2 <= stored.length && size === 2; at += 2) view.setUint16(at, view.getUint16(at, true));
  return stored;
}
