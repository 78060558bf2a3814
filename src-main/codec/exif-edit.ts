import { bytesOfType } from './tiff-directory';
import { turnedSubject, type Turn } from './turned';

/**
 * Changes a block of EXIF where it lies. Nothing moves: makers' notes hold positions counted from the start of the block,
 * and no library knows them all.
 */
interface Entry {
  tag: number;
  /** Where its 12 bytes lie, and its value. */
  at: number;
  valueAt: number;
  valueBytes: number;
}

interface Directory {
  at: number;
  entries: Entry[];
  /** Where the position of the next directory is written. */
  nextAt: number;
}

export interface ExifChanges {
  turn: Turn;
  /** A small JPEG of the new picture that fits into so many bytes; null where none does. */
  thumbnail: (mostBytes: number) => Promise<Uint8Array | null>;
}

const TAGS = {
  imageWidth: 0x0100,
  imageHeight: 0x0101,
  orientation: 0x0112,
  thumbnail: 0x0201,
  thumbnailBytes: 0x0202,
  photo: 0x8769,
  subjectArea: 0x9214,
  subjectLocation: 0xa214,
  pixelWidth: 0xa002,
  pixelHeight: 0xa003,
} as const;
const [SHORT, LONG] = [3, 4] as const;
const MOST_ENTRIES = 500;

/** A changed copy of a block (without its 'Exif' mark) for an upright picture; null where the block is broken. */
export async function editExif(original: Uint8Array, changes: ExifChanges): Promise<Uint8Array | null> {
  const block = new Uint8Array(original);
  const edit = openBlock(block);
  if (edit === null) return null;
  const { main, photo, thumbnail } = edit;
  for (const directory of [main, thumbnail]) setNumber(edit, directory, TAGS.orientation, SHORT, 1);
  const { width, height } = changes.turn.result;
  setNumber(edit, main, TAGS.imageWidth, LONG, width);
  setNumber(edit, main, TAGS.imageHeight, LONG, height);
  setNumber(edit, photo, TAGS.pixelWidth, LONG, width);
  setNumber(edit, photo, TAGS.pixelHeight, LONG, height);
  for (const tag of [TAGS.subjectArea, TAGS.subjectLocation]) turnSubject(edit, tag, changes.turn);
  if (thumbnail !== null) await refreshThumbnail(edit, thumbnail, changes.thumbnail);
  return block;
}

interface Block {
  view: DataView;
  bytes: Uint8Array;
  little: boolean;
  main: Directory;
  photo: Directory | null;
  thumbnail: Directory | null;
}

function openBlock(bytes: Uint8Array): Block | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) return null;
  const mark = view.getUint16(0);
  const little = mark === 0x4949;
  if ((!little && mark !== 0x4d4d) || view.getUint16(2, little) !== 42) return null;
  const read = (at: number) => readDirectory(view, little, at);
  const main = read(view.getUint32(4, little));
  if (main === null) return null;
  const below = main.entries.find(({ tag }) => tag === TAGS.photo);
  const next = view.getUint32(main.nextAt, little);
  return {
    view,
    bytes,
    little,
    main,
    photo: below === undefined ? null : read(view.getUint32(below.valueAt, little)),
    thumbnail: next === 0 ? null : read(next),
  };
}

/** Entries that lie within the block. */
function readDirectory(view: DataView, little: boolean, at: number): Directory | null {
  if (at < 8 || at + 2 > view.byteLength) return null;
  const count = view.getUint16(at, little);
  const nextAt = at + 2 + 12 * count;
  if (count > MOST_ENTRIES || nextAt + 4 > view.byteLength) return null;
  const entries = Array.from({ length: count }, (_, index): Entry => {
    const entryAt = at + 2 + 12 * index;
    const valueBytes = bytesOfType(view.getUint16(entryAt + 2, little)) * view.getUint32(entryAt + 4, little);
    const valueAt = valueBytes <= 4 ? entryAt + 8 : view.getUint32(entryAt + 8, little);
    return { tag: view.getUint16(entryAt, little), at: entryAt, valueAt, valueBytes };
  });
  return { at, nextAt, entries: entries.filter((entry) => entry.valueAt + entry.valueBytes <= view.byteLength) };
}

/** Sets a number where the directory has it. */
function setNumber(block: Block, directory: Directory | null, tag: number, type: 3 | 4, value: number): void {
  const entry = directory?.entries.find((one) => one.tag === tag);
  if (entry === undefined) return;
  const { view, little } = block;
  view.setUint16(entry.at + 2, type, little);
  view.setUint32(entry.at + 4, 1, little);
  view.setUint32(entry.at + 8, 0, little);
  if (type === SHORT) view.setUint16(entry.at + 8, value, little);
  else view.setUint32(entry.at + 8, value, little);
}

/** Numbers of 16 bits that speak of pixels, where they lie; what no longer fits stays within 16 bits. */
function turnSubject({ view, little, photo }: Block, tag: number, turn: Turn): void {
  const entry = photo?.entries.find((one) => one.tag === tag);
  if (entry === undefined || view.getUint16(entry.at + 2, little) !== SHORT) return;
  const at = (index: number) => entry.valueAt + 2 * index;
  const numbers = Array.from({ length: entry.valueBytes / 2 }, (_, index) => view.getUint16(at(index), little));
  for (const [index, value] of turnedSubject(numbers, turn).entries())
    view.setUint16(at(index), Math.min(0xffff, Math.max(0, value)), little);
}

/** The new small picture in place of the old one, or none: an old one would show what is no longer there. */
async function refreshThumbnail(block: Block, directory: Directory, make: ExifChanges['thumbnail']): Promise<void> {
  const { view, bytes, little, main } = block;
  const find = (tag: number) => directory.entries.find((entry) => entry.tag === tag);
  const [place, length] = [find(TAGS.thumbnail), find(TAGS.thumbnailBytes)];
  const at = place === undefined ? 0 : view.getUint32(place.valueAt, little);
  const room = length === undefined ? 0 : Math.min(view.getUint32(length.valueAt, little), bytes.length - at);
  const picture = at < 8 || room <= 0 ? null : await make(room);
  if (at >= 8 && room > 0) bytes.fill(0, at, at + room);
  if (picture === null) {
    view.setUint32(main.nextAt, 0, little);
    return;
  }
  bytes.set(picture, at);
  setNumber(block, directory, TAGS.thumbnailBytes, LONG, picture.length);
}
