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
  /** Of makers' notes: where they lay. They hold positions counted from the start of the file. */
  place?: number;
}

export interface Exif {
  /** Maker, model, date, artist, copyright and the like, of the main directory. */
  main: ExifEntry[];
  photo: ExifEntry[];
  gps: ExifEntry[];
  /** Says among others that a photo without a profile is Adobe RGB. */
  interoperability: ExifEntry[];
}

/** Reads `length` bytes at a position, fewer at the end. */
export type ReadBytes = (position: number, length: number) => Promise<Uint8Array>;

const PHOTO_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;
const ORIENTATION = 0x0112;
const MAKER_NOTE = 0x927c;
const STRIP_OFFSETS = 0x0111;
const TILE_OFFSETS = 0x0144;
/** Makers' notes that would lie behind this are moved: a JPEG's EXIF ends at 64 kB. */
const MOST_PLACED_BYTES = 56_000;
const INTEROPERABILITY = 0xa005;
/** Title, maker, model, resolution, software, date, artist, computer, rating, copyright. */
const DESCRIBING = new Set([
  0x010d, 0x010e, 0x010f, 0x0110, 0x011a, 0x011b, 0x0128, 0x0131, 0x0132, 0x013b, 0x013c, 0x4746, 0x4749, 0x8298,
]);
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
  const below = async (entries: ExifEntry[], pointer: number): Promise<ExifEntry[]> => {
    const entry = entries.find(({ tag, type }) => tag === pointer && (type === LONG || type === 13));
    return entry === undefined ? [] : readDirectory(read, viewOf(entry.value).getUint32(0, true), little);
  };
  const photo = await below(all, PHOTO_DIRECTORY);
  const exif = {
    main: all.filter(({ tag }) => isDescribing(tag)),
    photo: photo.filter(({ tag }) => tag !== INTEROPERABILITY),
    gps: await below(all, GPS_DIRECTORY),
    interoperability: await below(photo, INTEROPERABILITY),
  };
  return exif.main.length + exif.photo.length + exif.gps.length === 0 ? null : exif;
}

/** The bytes of a TIFF file's own entries of these tags, as they lie in the file. */
export async function readTiffTags(read: ReadBytes, tags: readonly number[]): Promise<Map<number, Uint8Array>> {
  const head = await read(0, 8);
  const little = head[0] === 0x49;
  if (head.length < 8 || viewOf(head).getUint16(2, little) !== 42) return new Map();
  const entries = await readDirectory(read, viewOf(head).getUint32(4, little), little);
  const found = entries.filter(({ tag }) => tags.includes(tag));
  if (!little) for (const { value, type } of found) reverseNumbers(value, NUMBER_BYTES[type]!);
  return new Map(found.map(({ tag, value }) => [tag, value]));
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
  const placed = tag === MAKER_NOTE && length > 4;
  return { tag, type, count, value, ...(placed ? { place: view.getUint32(8, little) } : {}) };
}

function reverseNumbers(value: Uint8Array, size: number): void {
  for (let at = 0; at < value.length; at += size) value.subarray(at, at + size).reverse();
}

function long(tag: number, value: number): ExifEntry {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value, true);
  return { tag, type: LONG, count: 1, value: bytes };
}

const even = (length: number): number => length + (length % 2);

/** A directory laid out for a position in a little-endian file: entries sorted by tag, longer values behind them. */
export function directoryBytes(entries: ExifEntry[], position: number, next = 0): Uint8Array {
  const sorted = [...entries].sort((a, b) => a.tag - b.tag);
  const tableBytes = 2 + sorted.length * 12 + 4;
  const behind = ({ value, place }: ExifEntry) => value.length > 4 && place === undefined;
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

/** All directories but the main one from `position` on, and the main one's entries that point to them. */
function subdirectories(exif: Exif, position: number): { blocks: Uint8Array[]; pointers: ExifEntry[]; end: number } {
  const blocks: Uint8Array[] = [];
  let end = position;
  const add = (tag: number, entries: ExifEntry[]): ExifEntry[] => {
    if (entries.length === 0) return [];
    const pointer = long(tag, end);
    blocks.push(directoryBytes(entries, end));
    end += blocks.at(-1)!.length;
    return [pointer];
  };
  const below = add(INTEROPERABILITY, exif.interoperability);
  const pointers = [...add(PHOTO_DIRECTORY, [...exif.photo, ...below]), ...add(GPS_DIRECTORY, exif.gps)];
  return { blocks, pointers, end };
}

/**
 * A little-endian block of EXIF without its 'Exif' mark, of an upright picture. Makers' notes lie where they lay, as far
 * as a JPEG's 64 kB allow.
 */
export function exifBlock(exif: Exif): Uint8Array {
  const note = exif.photo.find(({ tag, place = 0, value }) => isPlaceable(tag, place, value.length));
  const photo = exif.photo.map((entry) => (entry === note ? entry : withoutPlace(entry)));
  const front = new Uint8Array(note === undefined ? 8 : even(note.place! + note.value.length));
  if (note !== undefined) front.set(note.value, note.place);
  const { blocks, pointers, end } = subdirectories({ ...exif, photo }, front.length);
  const upright: ExifEntry = { tag: ORIENTATION, type: SHORT, count: 1, value: Uint8Array.of(1, 0) };
  front.set(header(end));
  return Buffer.concat([front, ...blocks, directoryBytes([...exif.main, upright, ...pointers], end)]);
}

const isPlaceable = (tag: number, place: number, length: number): boolean =>
  tag === MAKER_NOTE && place >= 8 && length > 4 && place + length < MOST_PLACED_BYTES;

const withoutPlace = ({ tag, type, count, value }: ExifEntry): ExifEntry => ({ tag, type, count, value });

function header(mainDirectory: number): Uint8Array {
  const bytes = Uint8Array.of(0x49, 0x49, 42, 0, 0, 0, 0, 0);
  viewOf(bytes).setUint32(4, mainDirectory, true);
  return bytes;
}

/**
 * Puts a block of EXIF and further entries into an encoded little-endian TIFF of one page. The block becomes the start
 * of the file, so that every position in it stays true; the pixels follow, and a new main directory comes last. Other
 * TIFFs come back unchanged.
 */
export async function addToTiff(
  tiff: Uint8Array,
  exif: Uint8Array | null,
  further: ExifEntry[] = [],
): Promise<Uint8Array> {
  if (tiff[0] !== 0x49 || tiff[2] !== 42 || (exif === null && further.length === 0)) return tiff;
  const block = exif === null ? header(0) : await littleEndian(exif);
  const start = even(block.length);
  const described = await mainEntries(bytesReader(block));
  const own = (await readDirectory(bytesReader(tiff), viewOf(tiff).getUint32(4, true), true))
    .filter(({ tag }) => !further.some((entry) => entry.tag === tag))
    .map((entry) => moved(entry, start - 8));
  const added = described.filter(({ tag }) => !own.some((entry) => entry.tag === tag));
  const end = start + even(tiff.length - 8);
  const joined = Buffer.concat([
    block,
    new Uint8Array(start - block.length),
    tiff.subarray(8),
    new Uint8Array(tiff.length % 2),
    directoryBytes([...own, ...added, ...further], end),
  ]);
  joined.set(header(end));
  return joined;
}

async function littleEndian(block: Uint8Array): Promise<Uint8Array> {
  if (block[0] === 0x49) return block;
  const exif = await readExif(bytesReader(block));
  return exif === null ? header(0) : exifBlock(exif);
}

/** What describes the photo in the main directory of a block, and the pointers to its other directories. */
async function mainEntries(read: ReadBytes): Promise<ExifEntry[]> {
  const position = viewOf(await read(4, 4)).getUint32(0, true);
  if (position === 0) return [];
  const all = await readDirectory(read, position, true);
  return all.filter(({ tag }) => isDescribing(tag) || tag === PHOTO_DIRECTORY || tag === GPS_DIRECTORY);
}

/** Where the pixels lie, after they have moved. */
function moved(entry: ExifEntry, by: number): ExifEntry {
  if (entry.tag !== STRIP_OFFSETS && entry.tag !== TILE_OFFSETS) return entry;
  const places = Array.from({ length: entry.count }, (_, index) => numberAt(entry, index) + by);
  const value = new Uint8Array(4 * places.length);
  places.forEach((place, index) => {
    viewOf(value).setUint32(4 * index, place, true);
  });
  return { tag: entry.tag, type: LONG, count: entry.count, value };
}

const numberAt = ({ type, value }: ExifEntry, index: number): number =>
  type === SHORT ? viewOf(value).getUint16(2 * index, true) : viewOf(value).getUint32(4 * index, true);

/** `ReadBytes` over memory. */
export function bytesReader(bytes: Uint8Array): ReadBytes {
  return (position, length) => Promise.resolve(bytes.subarray(position, position + length));
}
