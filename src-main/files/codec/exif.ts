/**
 * EXIF as directories of entries, apart from any file: sharp drops it when it reads or writes TIFF.
 * Only what describes a photo is taken; what describes how a file stores its pixels stays behind.
 */
export interface ExifEntry {
  tag: number;
  type: number;
  count: number;
  /** Little-endian, whatever it was read from. */
  value: Uint8Array;
}

export interface Exif {
  /** Maker, model, date, artist, copyright and the like, of the main directory. */
  main: ExifEntry[];
  photo: ExifEntry[];
  gps: ExifEntry[];
}

/** Reads `length` bytes at a position, fewer at the end. */
export type ReadBytes = (position: number, length: number) => Promise<Uint8Array>;

const PHOTO_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;
const ORIENTATION = 0x0112;
const PIXEL_WIDTH = 0xa002;
const PIXEL_HEIGHT = 0xa003;
/** A pointer into the file it came from: the interoperability directory. */
const INTEROPERABILITY = 0xa005;
const DESCRIBING = new Set([0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013b, 0x4746, 0x4749, 0x8298]);
const isDescribing = (tag: number): boolean => DESCRIBING.has(tag) || (tag >= 0x9c9b && tag <= 0x9c9f);

/** Bytes of one value of each type, and of the numbers it is made of. Index: type. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const NUMBER_BYTES = [0, 1, 1, 2, 4, 4, 1, 1, 2, 4, 4, 4, 8, 4];
const LONG = 4;
const SHORT = 3;
const MAX_ENTRIES = 500;
const MAX_VALUE_BYTES = 2 ** 20;

/** Reads EXIF from a TIFF structure (a TIFF file, or a block of EXIF after its 'Exif' mark); null where there is none. */
export async function readExif(read: ReadBytes): Promise<Exif | null> {
  const head = await read(0, 8);
  const little = head[0] === 0x49;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 8 || view.getUint16(2, little) !== 42) return null;
  const all = await readDirectory(read, view.getUint32(4, little), little);
  const below = async (pointer: number): Promise<ExifEntry[]> => {
    const entry = all.find(({ tag, type }) => tag === pointer && (type === LONG || type === 13));
    return entry === undefined ? [] : readDirectory(read, viewOf(entry.value).getUint32(0, true), little);
  };
  const photo = (await below(PHOTO_DIRECTORY)).filter(({ tag }) => tag !== INTEROPERABILITY);
  const exif = { main: all.filter(({ tag }) => isDescribing(tag)), photo, gps: await below(GPS_DIRECTORY) };
  return exif.main.length + exif.photo.length + exif.gps.length === 0 ? null : exif;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Entries that make sense; broken ones are left out. */
async function readDirectory(read: ReadBytes, position: number, little: boolean): Promise<ExifEntry[]> {
  const start = await read(position, 2);
  if (start.length < 2) return [];
  const count = viewOf(start).getUint16(0, little);
  if (count > MAX_ENTRIES) return [];
  const bytes = await read(position + 2, count * 12);
  const entries: ExifEntry[] = [];
  for (let at = 0; at + 12 <= bytes.length; at += 12) {
    const entry = await readEntry(read, bytes.subarray(at, at + 12), little);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

async function readEntry(read: ReadBytes, bytes: Uint8Array, little: boolean): Promise<ExifEntry | null> {
  const view = viewOf(bytes);
  const [tag, type, count] = [view.getUint16(0, little), view.getUint16(2, little), view.getUint32(4, little)];
  const length = (TYPE_BYTES[type] ?? 0) * count;
  if (length === 0 || length > MAX_VALUE_BYTES) return null;
  // A copy: what was read may be a view of something larger.
  const value = new Uint8Array(
    length <= 4 ? bytes.subarray(8, 8 + length) : await read(view.getUint32(8, little), length),
  );
  if (value.length < length) return null;
  if (!little) reverseNumbers(value, NUMBER_BYTES[type]!);
  return { tag, type, count, value };
}

function reverseNumbers(value: Uint8Array, size: number): void {
  for (let at = 0; at < value.length; at += size) value.subarray(at, at + size).reverse();
}

/** The photo's own notes of its size follow the new size. */
function withSize(exif: Exif, width: number, height: number): Exif {
  const sized = exif.photo.map((entry) => {
    if (entry.tag === PIXEL_WIDTH) return long(PIXEL_WIDTH, width);
    return entry.tag === PIXEL_HEIGHT ? long(PIXEL_HEIGHT, height) : entry;
  });
  return { ...exif, photo: sized };
}

function long(tag: number, value: number): ExifEntry {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value, true);
  return { tag, type: LONG, count: 1, value: bytes };
}

/** A directory laid out for a position in a little-endian file: entries sorted by tag, longer values behind them. */
function directoryBytes(entries: ExifEntry[], position: number, next = 0): Uint8Array {
  const sorted = [...entries].sort((a, b) => a.tag - b.tag);
  const tableBytes = 2 + sorted.length * 12 + 4;
  const even = (length: number) => length + (length % 2);
  const total = sorted.reduce((sum, { value }) => sum + (value.length > 4 ? even(value.length) : 0), tableBytes);
  const bytes = new Uint8Array(total);
  const view = viewOf(bytes);
  view.setUint16(0, sorted.length, true);
  let free = tableBytes;
  sorted.forEach(({ tag, type, count, value }, index) => {
    const at = 2 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    if (value.length <= 4) {
      bytes.set(value, at + 8);
    } else {
      view.setUint32(at + 8, position + free, true);
      bytes.set(value, free);
      free += even(value.length);
    }
  });
  view.setUint32(tableBytes - 4, next, true);
  return bytes;
}

/** Photo and GPS directories from `position` on, and the entries that point to them. */
function subdirectories(exif: Exif, position: number): { blocks: Uint8Array[]; pointers: ExifEntry[]; end: number } {
  const blocks: Uint8Array[] = [];
  const pointers: ExifEntry[] = [];
  let end = position;
  for (const [tag, entries] of [
    [PHOTO_DIRECTORY, exif.photo],
    [GPS_DIRECTORY, exif.gps],
  ] as const) {
    if (entries.length === 0) continue;
    const block = directoryBytes(entries, end);
    pointers.push(long(tag, end));
    blocks.push(block);
    end += block.length;
  }
  return { blocks, pointers, end };
}

/** A block of EXIF without its 'Exif' mark, for an upright picture of this size. */
export function exifBlock(exif: Exif, width: number, height: number): Uint8Array {
  const { blocks, pointers, end } = subdirectories(withSize(exif, width, height), 8);
  const upright: ExifEntry = { tag: ORIENTATION, type: SHORT, count: 1, value: Uint8Array.of(1, 0) };
  return Buffer.concat([header(end), ...blocks, directoryBytes([...exif.main, upright, ...pointers], end)]);
}

function header(mainDirectory: number): Uint8Array {
  const bytes = Uint8Array.of(0x49, 0x49, 42, 0, 0, 0, 0, 0);
  viewOf(bytes).setUint32(4, mainDirectory, true);
  return bytes;
}

/**
 * Puts EXIF into an encoded little-endian TIFF of one page: new directories are appended and the header points to
 * them; pixels stay where they are. Entries that the file has itself win. Other TIFFs come back unchanged.
 */
export async function addExifToTiff(tiff: Uint8Array, exif: Exif, width: number, height: number): Promise<Uint8Array> {
  if (tiff[0] !== 0x49 || tiff[2] !== 42) return tiff;
  const own = await readDirectory(bytesReader(tiff), viewOf(tiff).getUint32(4, true), true);
  const start = tiff.length + (tiff.length % 2);
  const { blocks, pointers, end } = subdirectories(withSize(exif, width, height), start);
  const added = [...exif.main, ...pointers].filter(({ tag }) => !own.some((entry) => entry.tag === tag));
  const parts = [tiff, new Uint8Array(start - tiff.length), ...blocks, directoryBytes([...own, ...added], end)];
  const joined = Buffer.concat(parts);
  joined.set(header(end));
  return joined;
}

/** `ReadBytes` over memory. */
export function bytesReader(bytes: Uint8Array): ReadBytes {
  return (position, length) => Promise.resolve(bytes.subarray(position, position + length));
}
