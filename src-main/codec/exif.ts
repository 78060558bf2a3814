import {
  bytesReader,
  directoryBytes,
  even,
  LONG,
  MAKER_NOTE,
  readDirectory,
  readHeader,
  SHORT,
  viewOf,
  wholeNumbers,
  type ReadBytes,
  type TiffEntry,
} from './tiff-directory';

/**
 * EXIF as directories of entries, apart from any file: sharp drops it when it reads or writes TIFF.
 * Only what describes a photo is taken; what describes how a file stores its pixels stays behind.
 */
export interface Exif {
  /** Maker, model, date, artist, copyright and the like, of the main directory. */
  main: TiffEntry[];
  photo: TiffEntry[];
  gps: TiffEntry[];
  /** Says among others that a photo without a profile is Adobe RGB. */
  interoperability: TiffEntry[];
}

const PHOTO_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;
const ORIENTATION = 0x0112;
const STRIP_OFFSETS = 0x0111;
const TILE_OFFSETS = 0x0144;
/** Makers' notes that would lie behind this are moved: a JPEG's EXIF ends at 64 kB. */
const MOST_PLACED_BYTES = 56_000;
const INTEROPERABILITY = 0xa005;
/** Title, maker, model, resolution, software, date, artist, computer, rating, copyright. */
const DESCRIBING = new Set([
  0x010d, 0x010e, 0x010f, 0x0110, 0x011a, 0x011b, 0x0128, 0x0131, 0x0132, 0x013b, 0x013c, 0x4746, 0x4749, 0x8298,
]);
/** Whether an entry of a main directory speaks of the photo, not of how a file stores its pixels. */
export const isDescribing = (tag: number): boolean => DESCRIBING.has(tag) || (tag >= 0x9c9b && tag <= 0x9c9f);

/** Reads EXIF from a TIFF structure (a TIFF file, or a block of EXIF after its 'Exif' mark); null where there is none. */
export async function readExif(read: ReadBytes): Promise<Exif | null> {
  const header = await readHeader(read);
  if (header === null) return null;
  const { entries: all } = await readDirectory(read, header.first, header);
  const below = async (entries: TiffEntry[], pointer: number): Promise<TiffEntry[]> => {
    const [position] = wholeNumbers(entries.find(({ tag }) => tag === pointer));
    return position === undefined ? [] : (await readDirectory(read, position, header)).entries;
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

function long(tag: number, value: number): TiffEntry {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value, true);
  return { tag, type: LONG, count: 1, value: bytes };
}

/** All directories but the main one from `position` on, and the main one's entries that point to them. */
function subdirectories(exif: Exif, position: number): { blocks: Uint8Array[]; pointers: TiffEntry[]; end: number } {
  const blocks: Uint8Array[] = [];
  let end = position;
  const add = (tag: number, entries: TiffEntry[]): TiffEntry[] => {
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
 * as a JPEG's 64 kB allow. `thumbnailRoom`: bytes left free for a small picture; 0: it has none.
 */
export function exifBlock(exif: Exif, thumbnailRoom = 0): Uint8Array {
  const note = exif.photo.find(({ tag, place = 0, value }) => isPlaceable(tag, place, value.length));
  const photo = exif.photo.map((entry) => (entry === note ? entry : withoutPlace(entry)));
  const front = new Uint8Array(note === undefined ? 8 : even(note.place! + note.value.length));
  if (note !== undefined) front.set(note.value, note.place);
  const { blocks, pointers, end } = subdirectories({ ...exif, photo }, front.length);
  const upright: TiffEntry = { tag: ORIENTATION, type: SHORT, count: 1, value: Uint8Array.of(1, 0) };
  const entries = [...exif.main, upright, ...pointers];
  const thumbnailAt = thumbnailRoom === 0 ? 0 : end + directoryBytes(entries, end).length;
  front.set(header(end));
  const main = directoryBytes(entries, end, thumbnailAt);
  return Buffer.concat([
    front,
    ...blocks,
    main,
    ...(thumbnailRoom === 0 ? [] : thumbnailParts(thumbnailAt, thumbnailRoom)),
  ]);
}

const [COMPRESSION, JPEG, THUMBNAIL, THUMBNAIL_BYTES] = [0x0103, 6, 0x0201, 0x0202] as const;

function thumbnailParts(at: number, room: number): Uint8Array[] {
  const directory = (place: number) =>
    directoryBytes([long(COMPRESSION, JPEG), long(THUMBNAIL, place), long(THUMBNAIL_BYTES, room)], at);
  return [directory(at + directory(0).length), new Uint8Array(room)];
}

/** How many bytes a block has for the small picture beside it; 0 where there is none. */
export async function thumbnailRoom(block: Uint8Array): Promise<number> {
  const read = bytesReader(block);
  const header = await readHeader(read);
  if (header === null) return 0;
  const { next } = await readDirectory(read, header.first, header);
  const { entries } = next === 0 ? { entries: [] } : await readDirectory(read, next, header);
  const [at = 0, length = 0] = [THUMBNAIL, THUMBNAIL_BYTES].map(
    (wanted) => wholeNumbers(entries.find(({ tag }) => tag === wanted))[0],
  );
  return at === 0 ? 0 : Math.max(0, Math.min(length, block.length - at));
}

const isPlaceable = (tag: number, place: number, length: number): boolean =>
  tag === MAKER_NOTE && place >= 8 && length > 4 && place + length < MOST_PLACED_BYTES;

const withoutPlace = ({ tag, type, count, value }: TiffEntry): TiffEntry => ({ tag, type, count, value });

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
  further: TiffEntry[] = [],
): Promise<Uint8Array> {
  if (tiff[0] !== 0x49 || tiff[2] !== 42 || (exif === null && further.length === 0)) return tiff;
  const block = exif === null ? header(0) : await littleEndian(exif);
  const start = even(block.length);
  const described = await mainEntries(bytesReader(block));
  const layout = { little: true, big: false, first: viewOf(tiff).getUint32(4, true) };
  const own = (await readDirectory(bytesReader(tiff), layout.first, layout)).entries
    .filter(({ tag }) => !further.some((entry) => entry.tag === tag))
    .map((entry) => moved(entry, start - 8));
  const added = described.filter(({ tag }) => ![...own, ...further].some((entry) => entry.tag === tag));
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
async function mainEntries(read: ReadBytes): Promise<TiffEntry[]> {
  const position = viewOf(await read(4, 4)).getUint32(0, true);
  if (position === 0) return [];
  const { entries } = await readDirectory(read, position, { little: true, big: false, first: position });
  return entries.filter(({ tag }) => isDescribing(tag) || tag === PHOTO_DIRECTORY || tag === GPS_DIRECTORY);
}

/** Where the pixels lie, after they have moved. */
export function moved(entry: TiffEntry, by: number): TiffEntry {
  if (entry.tag !== STRIP_OFFSETS && entry.tag !== TILE_OFFSETS) return entry;
  const places = wholeNumbers(entry).map((place) => place + by);
  const value = new Uint8Array(4 * places.length);
  places.forEach((place, index) => {
    viewOf(value).setUint32(4 * index, place, true);
  });
  return { tag: entry.tag, type: LONG, count: entry.count, value };
}
