/** TIFF 6.0 and BigTIFF as directories of entries, read from a file or from memory; EXIF blocks are TIFF as well. */
export interface TiffEntry {
  tag: number;
  type: number;
  count: number;
  /** Little-endian, whatever it was read from. */
  value: Uint8Array;
  /** Of maker notes: where the value was stored. They hold positions counted from the start of the file. */
  place?: number;
}

/** Reads `length` bytes at a position, fewer at the end. */
export type ReadBytes = (position: number, length: number) => Promise<Uint8Array>;

/** How the numbers of a file are stored, and where its first directory lies. */
export interface TiffHeader {
  little: boolean;
  /** BigTIFF: positions and counts of 64 bits. */
  big: boolean;
  first: number;
}

export interface TiffDirectory {
  entries: TiffEntry[];
  /** Where the next directory lies; 0 where there is none. */
  next: number;
}

/** Olympus and Panasonic put their own numbers in place of TIFF's 42. */
const RAW_VERSIONS = new Set([0x4f52, 0x5352, 0x0055]);

export const MAKER_NOTE = 0x927c;
export const SHORT = 3;
export const LONG = 4;

/** Bytes of one value of each type, and of the numbers it is made of. Index: type. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const NUMBER_BYTES = [0, 1, 1, 2, 4, 4, 1, 1, 2, 4, 4, 4, 8, 4, 0, 0, 8, 8, 8];
export const LONG8 = 16;
const IFD8 = 18;
const MAX_ENTRIES = 500;
/** Longer values are no description of a photo. */
const MAX_VALUE_BYTES = 2 ** 20;
/** Values may lie over each other: a small file could be read as gigabytes. */
const MAX_DIRECTORY_BYTES = 2 ** 24;
/** What a value costs at least of the room for all: it is read by itself. */
const LEAST_COST = 512;

/** How much is read of values that lie outside their entries: bytes of one, and of all together, from which each is taken off. */
export interface Room {
  readonly value: number;
  left: number;
}

export const bytesOfType = (type: number): number => TYPE_BYTES[type] ?? 0;

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** `ReadBytes` over memory. */
export function bytesReader(bytes: Uint8Array): ReadBytes {
  return (position, length) => Promise.resolve(bytes.subarray(position, position + length));
}

/** The header of a TIFF structure; null where there is none. */
export async function readHeader(read: ReadBytes): Promise<TiffHeader | null> {
  const head = await read(0, 16);
  if (head.length < 8) return null;
  const view = viewOf(head);
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return null;
  const little = mark === 0x4949;
  const version = view.getUint16(2, little);
  if (version === 42 || RAW_VERSIONS.has(version)) return { little, big: false, first: view.getUint32(4, little) };
  if (version !== 43 || head.length < 16 || view.getUint16(4, little) !== 8) return null;
  return { little, big: true, first: Number(view.getBigUint64(8, little)) };
}

/** A directory with the entries that make sense; broken ones are left out. */
export async function readDirectory(
  read: ReadBytes,
  position: number,
  { little, big }: TiffHeader,
  room: Room = { value: MAX_VALUE_BYTES, left: MAX_DIRECTORY_BYTES },
): Promise<TiffDirectory> {
  const nothing = { entries: [], next: 0 };
  const [countBytes, entryBytes, nextBytes] = big ? [8, 20, 8] : [2, 12, 4];
  const start = await read(position, countBytes);
  if (start.length < countBytes) return nothing;
  const count = big ? Number(viewOf(start).getBigUint64(0, little)) : viewOf(start).getUint16(0, little);
  if (count > MAX_ENTRIES) return nothing;
  const bytes = await read(position + countBytes, count * entryBytes + nextBytes);
  const entries: TiffEntry[] = [];
  for (let index = 0; index < count && (index + 1) * entryBytes <= bytes.length; index += 1) {
    const entry = await readEntry(read, bytes.subarray(index * entryBytes, (index + 1) * entryBytes), little, room);
    if (entry !== null) entries.push(entry);
  }
  const end = count * entryBytes;
  if (bytes.length < end + nextBytes) return { entries, next: 0 };
  const next = big ? Number(viewOf(bytes).getBigUint64(end, little)) : viewOf(bytes).getUint32(end, little);
  return { entries, next };
}

/** An entry of 12 bytes, or of 20 in a BigTIFF. */
async function readEntry(read: ReadBytes, bytes: Uint8Array, little: boolean, room: Room): Promise<TiffEntry | null> {
  const view = viewOf(bytes);
  const big = bytes.length === 20;
  const [tag, type] = [view.getUint16(0, little), view.getUint16(2, little)];
  const count = big ? Number(view.getBigUint64(4, little)) : view.getUint32(4, little);
  const length = bytesOfType(type) * count;
  const [valueAt, inside] = big ? [12, 8] : [8, 4];
  const isInside = length <= inside;
  if (length === 0 || (!isInside && length > Math.min(room.value, room.left))) return null;
  if (!isInside) room.left -= Math.max(LEAST_COST, length);
  const place = big ? Number(view.getBigUint64(valueAt, little)) : view.getUint32(valueAt, little);
  // A copy: what was read may be a view of something larger.
  const value = new Uint8Array(isInside ? bytes.subarray(valueAt, valueAt + length) : await read(place, length));
  if (value.length < length) return null;
  if (!little) reverseNumbers(value, NUMBER_BYTES[type]!);
  return { tag, type, count, value, ...(tag === MAKER_NOTE && !isInside ? { place } : {}) };
}

/** Turns numbers of `size` bytes each from one byte order to the other, in place. */
function reverseNumbers(value: Uint8Array, size: number): void {
  for (let at = 0; at < value.length; at += size) value.subarray(at, at + size).reverse();
}

/** The numbers of an entry of whole numbers; empty for other types. */
export function wholeNumbers(entry: TiffEntry | undefined): number[] {
  if (entry === undefined) return [];
  const { type, count, value } = entry;
  const view = viewOf(value);
  const at = (index: number): number => {
    if (type === SHORT) return view.getUint16(2 * index, true);
    if (type === LONG || type === 13) return view.getUint32(4 * index, true);
    if (type === LONG8 || type === IFD8) return Number(view.getBigUint64(8 * index, true));
    return view.getUint8(index);
  };
  return [1, SHORT, LONG, 13, LONG8, IFD8].includes(type) ? Array.from({ length: count }, (_, i) => at(i)) : [];
}

export const even = (length: number): number => length + (length % 2);

/** A directory laid out for a position in a little-endian file: entries sorted by tag, longer values behind them. */
export function directoryBytes(entries: TiffEntry[], position: number, next = 0): Uint8Array {
  const sorted = [...entries].sort((a, b) => a.tag - b.tag);
  const tableBytes = 2 + sorted.length * 12 + 4;
  const behind = ({ value, place }: TiffEntry) => value.length > 4 && place === undefined;
  const total = sorted.reduce((sum, entry) => sum + (behind(entry) ? even(entry.value.length) : 0), tableBytes);
  const bytes = new Uint8Array(total);
  const view = viewOf(bytes);
  view.setUint16(0, sorted.length, true);
  let free = tableBytes;
  sorted.forEach((entry, index) => {
    const { tag, type, count, value, place } = entry;
    const at = 2 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    if (value.length <= 4) {
      bytes.set(value, at + 8);
    } else if (place !== undefined) {
      view.setUint32(at + 8, place, true);
    } else {
      view.setUint32(at + 8, position + free, true);
      bytes.set(value, free);
      free += even(value.length);
    }
  });
  view.setUint32(tableBytes - 4, next, true);
  return bytes;
}
