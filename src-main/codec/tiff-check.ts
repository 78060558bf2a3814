import { say, type Sentence, type Phrase } from '@contract/sentence';
import { sizeForPeople } from '@contract/size';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import sharp from 'sharp';
import { jpegDamage } from './jpeg-damage';
import { lzwLength, packBitsLength } from './tiff-unpack';
import { imagesSaid } from './page-words';
import { readSensorPages, type TiffPage } from './tiff-pages';
import type { ReadBytes } from './tiff-directory';

const unzip = promisify(inflate);

/** What the TIFF reader beneath sharp cannot do. Without this check its tiles come back black, without an error. */
const READABLE = new Set([1, 2, 3, 4, 5, 7, 8, 32773, 32946, 50001]);
const [NONE, LZW, JPEG, DEFLATE, OLD_DEFLATE, PACK_BITS, WEBP] = [1, 5, 7, 8, 32946, 32773, 50001];
const COMPRESSIONS: Readonly<Record<number, Phrase>> = {
  6: say('photo.oldJpeg'),
  33003: 'JPEG 2000',
  33004: 'JPEG 2000',
  33005: 'JPEG 2000',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34925: 'LZMA',
  34933: 'PNG',
  34934: 'JPEG XR',
  50000: 'ZSTD',
  50002: 'JPEG XL',
};
const [PALETTE, YCBCR] = [3, 6];
const GREYS = new Set([0, 1]);
/** A tile is decoded whole. */
const MOST_TILE_BYTES = 2 ** 30;
const LAB = new Set([8, 9, 10]);

/**
 * Which pages of a TIFF are its picture (several: a stack) and which go with it (masks, infrared), or why it cannot be
 * read.
 */
export type TiffVerdict = { stack: number[]; beside: number[] } | { refusal: Sentence } | { endsEarly: true };

/**
 * Checks what sharp reads without a complaint and gets wrong: layouts that it mixes up, pages that are not the picture,
 * pieces behind the end of the file. `bytes` is the size of the file.
 */
export function checkPages(pages: readonly TiffPage[], bytes: number, file: string): TiffVerdict {
  if (pages.length === 0) return { stack: [0], beside: [] }; // sharp says what is wrong with it
  const pictures = pages.flatMap((page, index) => (page.isCompanion ? [] : [index]));
  const first = pages[pictures[0] ?? 0]!;
  const beside = pages.flatMap((page, index) => (liesBeside(page, first) ? [index] : []));
  const stack = pictures.length === 0 ? [0] : pictures.filter((index) => !beside.includes(index));
  // What is not read at all is said first.
  const refusal = refusalOf(first, file);
  if (refusal !== null) return { refusal };
  if (stack.some((index) => !isAlike(pages[index]!, first))) {
    return { refusal: say('photo.severalPictures', { file, count: pictures.length }) };
  }
  // ImageJ writes one directory for a stack above 4 GB, and lets its pixels follow each other.
  const said = imagesSaid(first);
  if (said > pages.length) return { refusal: say('photo.severalPictures', { file, count: said }) };
  const unpacked = [...stack, ...beside].reduce((sum, index) => sum + unpackedBytes(pages[index]!), 0);
  if (unpacked > Math.max(USUAL_BYTES, MOST_PACKED * bytes))
    return { refusal: say('photo.unpacksTo', { file, size: sizeForPeople(unpacked) }) };
  const isCut = [...stack, ...beside].some((index) =>
    pages[index]!.pieces.some(({ at, bytes: of }) => at + of > bytes),
  );
  return isCut ? { endsEarly: true } : { stack, beside };
}

/** Up to this a file may unpack to anything; more only to so many times its size: pages may share their pieces, or hold nothing. */
const USUAL_BYTES = 2 ** 31;
const MOST_PACKED = 100;

const unpackedBytes = ({ width, height, samples, bits }: TiffPage): number =>
  (width * height * samples * Math.max(8, ...bits)) / 8;

/** Pages of one stack: of one size, and their samples mean the same. */
function isAlike(page: TiffPage, first: TiffPage): boolean {
  const kind = ({ width, height, samples, bits, sampleFormat, photometric, orientation, extraSamples }: TiffPage) =>
    [width, height, samples, ...bits, sampleFormat, photometric, orientation, ...extraSamples].join(' ');
  if (page === first) return true;
  const isReadable = READABLE.has(page.compression) && (!page.isPlanar || first.isPlanar);
  return isReadable && kind(page) === kind(first) && page.isPlanar === first.isPlanar;
}

/** A mask, or one sample beside a colour picture of the same size (a scanner's infrared): it says something of the picture. */
function liesBeside(page: TiffPage, first: TiffPage): boolean {
  if (page === first || page.width !== first.width || page.height !== first.height || page.samples !== 1) return false;
  return page.isMask || (!page.isCompanion && first.samples >= 3);
}

function refusalOf(page: TiffPage, file: string): Sentence | null {
  const { bits, compression, photometric, sampleFormat } = page;
  const depth = Math.max(...bits);
  if (!READABLE.has(compression)) {
    const name = COMPRESSIONS[compression] ?? say('photo.compressionNumber', { number: compression });
    return say('photo.compression', { file, compression: name });
  }
  if (LAB.has(photometric)) return say('photo.lab', { file });
  if (photometric === YCBCR && compression !== JPEG) return say('photo.ycbcr', { file });
  if ((GREYS.has(photometric) || photometric === PALETTE) && page.samples > 2)
    return say('photo.neitherGreyNorRgb', { file });
  if (sampleFormat === 2) return say('photo.signed', { file, bits: depth });
  if (sampleFormat === 3) return say('photo.floating', { file, bits: depth });
  if (depth > 4 && depth !== 8 && depth !== 16) return say('photo.tiffBits', { file, bits: depth });
  if (page.isPlanar && (page.tile !== null || page.samples === 2 || compression === JPEG)) {
    return say('photo.planar', { file });
  }
  return null;
}

const JPEG_START = 0xffd8;

/**
 * Whether a raw file's own picture lies within its `bytes`, and its JPEG pieces begin as such: LibRaw leaves those black, without
 * a complaint, that it does not find.
 */
export async function isRawThere(read: ReadBytes, bytes: number): Promise<boolean> {
  for (const { pieces, compression, tile } of await readSensorPages(read)) {
    for (const { at, bytes: of } of pieces) {
      if (at + of > bytes) return false;
      if (tile === null || compression !== JPEG) continue;
      const start = await read(at, 2);
      if (start[0]! * 256 + start[1]! !== JPEG_START) return false;
    }
  }
  return true;
}

/**
 * What is wrong with the pieces of a page, null where nothing is: whether every tile can be decoded to its full length, sharp
 * leaves those black that cannot, and every strip that is a JPEG; of other strips it complains itself.
 */
export async function damageOfPieces(read: ReadBytes, page: TiffPage): Promise<'damaged' | 'unseen' | null> {
  const { tile, compression, jpegTables, pieces } = page;
  if (tile === null && compression !== JPEG) return null;
  for (const { at, bytes } of pieces) {
    const piece = await read(at, bytes);
    const isWhole = await hasAll(piece, page);
    const damage = isWhole && compression === JPEG ? jpegDamage(withTables(piece, jpegTables)) : null;
    if (damage === 'unseen') return damage;
    if (!isWhole || damage !== null) return 'damaged';
  }
  return null;
}

async function hasAll(piece: Uint8Array, page: TiffPage): Promise<boolean> {
  const { compression, samples, bits, tile } = page;
  const expected = tile === null ? 0 : Math.ceil((tile.width * samples * bits[0]!) / 8) * tile.height;
  if (piece.length === 0 || expected > MOST_TILE_BYTES) return false;
  switch (compression) {
    case NONE:
      return piece.length >= expected;
    case DEFLATE:
    case OLD_DEFLATE:
      return unzip(piece, { maxOutputLength: expected }).then(
        (unpacked) => unpacked.length === expected,
        (error: unknown) => error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE',
      );
    case LZW:
      return lzwLength(piece, expected) >= expected;
    case PACK_BITS:
      return packBitsLength(piece) >= expected;
    case WEBP:
      return sharp(piece, { failOn: 'error' })
        .stats()
        .then(
          () => true,
          () => false,
        );
    default:
      return true;
  }
}

/** A JPEG piece as a file of its own: the shared tables without their end, then the piece without its start. */
function withTables(piece: Uint8Array, tables: Uint8Array | null): Uint8Array {
  return tables === null ? piece : Buffer.concat([tables.subarray(0, -2), piece.subarray(2)]);
}
