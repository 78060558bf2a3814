import type { FileHandle } from 'node:fs/promises';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { readAt } from '../disk/read-file';
import { moved } from './exif';
import {
  bytesReader,
  directoryBytes,
  even,
  LONG,
  LONG8,
  readDirectory,
  viewOf,
  wholeNumbers,
  type TiffEntry,
} from './tiff-directory';
import type { TiffPage } from './tiff-pages';

/** A further page of a file: its directory, and the bytes that the entries of its pixels count from. */
export interface FurtherPage {
  entries: readonly TiffEntry[];
  /** Longer pages come piece by piece. */
  bytes: readonly Uint8Array[] | AsyncIterable<Uint8Array>;
  length: number;
}

/** Positions in a TIFF have 32 bits. */
const MOST_BYTES = 0xffff_ffff;

/**
 * A TIFF of several pages piece by piece: `first`, a whole little-endian file, and `count` others behind it. No more
 * than a page is held. Throws AppError 'bad-input' where they come to more than a TIFF holds.
 */
export async function* joinPages(
  first: Uint8Array,
  others: AsyncIterable<FurtherPage>,
  count: number,
  file: string,
): AsyncGenerator<Uint8Array> {
  const start = padded(first);
  setNext(start, count === 0 ? 0 : start.length);
  yield start;
  let at = start.length;
  let left = count;
  for await (const { entries, bytes, length } of others) {
    left -= 1;
    const pixels = at + even(directoryBytes([...entries], at).length);
    const end = pixels + even(length);
    if (end > MOST_BYTES) throw new AppError('bad-input', say('save.stackTooLarge', { file }), file);
    const placed = entries.map((entry) => moved(entry, pixels));
    yield padded(directoryBytes(placed, at, left === 0 ? 0 : end));
    yield* bytes;
    if (length % 2 === 1) yield new Uint8Array(1);
    at = end;
  }
}

/** Of even length, so that what follows lies at an even position. */
function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const longer = new Uint8Array(bytes.length + 1);
  longer.set(bytes);
  return longer;
}

/** Where the directory after the first one lies. */
function setNext(tiff: Uint8Array, position: number): void {
  const view = viewOf(tiff);
  const directory = view.getUint32(4, true);
  view.setUint32(directory + 2 + 12 * view.getUint16(directory, true), position, true);
}

/** The page of a little-endian file of one page, its own entries replaced by `further` where both say something. */
export async function pageOfFile(tiff: Uint8Array, further: readonly TiffEntry[]): Promise<FurtherPage> {
  const layout = { little: true, big: false, first: viewOf(tiff).getUint32(4, true) };
  const { entries } = await readDirectory(bytesReader(tiff), layout.first, layout);
  const own = entries.filter(({ tag }) => !further.some((entry) => entry.tag === tag));
  return { entries: [...own, ...further], bytes: [tiff], length: tiff.length };
}

const POINTERS = new Set([0x8769, 0x8825, 0x014a]);
const [STRIPS, TILES] = [0x0111, 0x0144];

/** A page of a little-endian file as it is stored there, without directories below its own. */
export function pageAsStored(file: FileHandle, { entries, pieces }: TiffPage): FurtherPage {
  let length = 0;
  const places = pieces.map(({ bytes }) => {
    const at = length;
    length += even(bytes);
    return at;
  });
  const long = (tag: number, numbers: number[]): TiffEntry => {
    const value = new Uint8Array(Uint32Array.from(numbers).buffer);
    return { tag, type: LONG, count: numbers.length, value };
  };
  const kept = entries.filter(({ tag }) => !POINTERS.has(tag));
  return {
    entries: kept.map((entry) => {
      if (entry.tag === STRIPS || entry.tag === TILES) return long(entry.tag, places);
      // A BigTIFF's numbers of 64 bits.
      return entry.type === LONG8 ? long(entry.tag, wholeNumbers(entry)) : entry;
    }),
    bytes: stored(file, pieces),
    length,
  };
}

async function* stored(file: FileHandle, pieces: TiffPage['pieces']): AsyncGenerator<Uint8Array> {
  for (const { at, bytes } of pieces) yield padded(await readAt(file, at, bytes));
}
