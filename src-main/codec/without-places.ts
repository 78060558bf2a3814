import { say, type Sentence } from '@contract/sentence';
import { exifBlock, isDescribing, readExif, thumbnailRoom } from './exif';
import { GEOGRAPHIC, type PhotoMetadata } from './metadata';
import { EXTRA_SAMPLES } from './page-words';
import { IPTC, resourcesWithoutPlaces } from './photoshop';
import type { Placeless } from './placeless';
import { keywordOf, type PngChunk } from './png-chunks';
import { bytesReader, MAKER_NOTE, readDirectory, readHeader, type TiffEntry } from './tiff-directory';
import type { TiffPage } from './tiff-pages';
import { xmpWithoutPlaces } from './xmp-places';

/**
 * A photo's metadata without places. One rule for all of it: what is known to hold no place stays; anything else goes,
 * and is said where it is no place. A list of what holds places would never be whole.
 */

/** EXIF 3.0 without the maker's note, comments that apps write into, and what is measured around the camera. */
const OF_A_PHOTO = new Set([
  ...[0x829a, 0x829d, 0x8822, 0x8824, 0x8827, 0x8830, 0x8831, 0x8832, 0x8833, 0x8834, 0x8835],
  ...[0x9000, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9101, 0x9102, 0x9201, 0x9202, 0x9203, 0x9204, 0x9205, 0x9206],
  ...[0x9207, 0x9208, 0x9209, 0x920a, 0x9214, 0x9290, 0x9291, 0x9292, 0xa000, 0xa001, 0xa002, 0xa003],
  ...[0xa20b, 0xa20e, 0xa20f, 0xa210, 0xa214, 0xa215, 0xa217, 0xa300, 0xa301, 0xa302],
  ...[0xa401, 0xa402, 0xa403, 0xa404, 0xa405, 0xa406, 0xa407, 0xa408, 0xa409, 0xa40a, 0xa40c],
  ...[0xa420, 0xa430, 0xa431, 0xa432, 0xa433, 0xa434, 0xa435, 0xa436, 0xa437, 0xa438, 0xa439, 0xa43a, 0xa43b, 0xa43c],
  ...[0xa460, 0xa461, 0xa500],
]);
/** Names of rules, and the size of what they are about. */
const OF_INTEROPERABILITY = new Set([0x0001, 0x0002, 0x1000, 0x1001, 0x1002]);
/** How a TIFF or a JPEG stores pixels and their colours. */
const OF_PIXELS = new Set([
  ...[0x00fe, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x010a, 0x0111, 0x0112, 0x0115, 0x0116, 0x0117, 0x0118],
  ...[0x0119, 0x011c, 0x0129, 0x012d, 0x013d, 0x013e, 0x013f, 0x0140, 0x0142, 0x0143, 0x0144, 0x0145, 0x0152, 0x0153],
  ...[0x0154, 0x0155, 0x015b, 0x0201, 0x0202, 0x0211, 0x0212, 0x0213, 0x0214, 0x8773],
]);
const [PAGE_NAME, NO_DATA, COMMENT] = [0x011d, 0xa481, 0x9286] as const;
/** Whether an entry of a page of a TIFF is known to hold no place. */
const isOfPage = ({ tag }: TiffEntry): boolean => isDescribing(tag) || OF_PIXELS.has(tag) || tag === PAGE_NAME;
/** What goes without a word: places, makers' notes, directories below, room and settings for printing. */
const NOT_SAID = new Set([...GEOGRAPHIC, MAKER_NOTE, 0x8769, 0x8825, 0xa005, 0xc4a5, 0xea1c, 0xea1d]);
/** PNG's own keywords (PNG 3.0, 11.3.3.1) but its comments, and those of ImageMagick for the file's dates. */
const KEYWORDS = new Set([
  ...['Title', 'Author', 'Description', 'Copyright', 'Creation Time', 'Software', 'Disclaimer', 'Warning', 'Source'],
  ...['date:create', 'date:modify', 'date:timestamp'],
]);

/** What of a photo's metadata is known to hold no place, and in words where else something was left out. */
export async function withoutPlaces(photo: PhotoMetadata): Promise<{ kept: PhotoMetadata; notes: Sentence[] }> {
  const lessened = new Set<string>();
  const keep = <T>(part: string, { kept, isWhole }: Placeless<T>): T => {
    if (!isWhole) lessened.add(part);
    return kept;
  };
  const filtered = <T>(
    part: string,
    all: readonly T[],
    isKept: (one: T) => boolean,
    isSaid: (one: T) => boolean = () => true,
  ): T[] => keep(part, { kept: all.filter(isKept), isWhole: all.every((one) => isKept(one) || !isSaid(one)) });
  const xmpOf = (xmp: Uint8Array | null): Uint8Array | null => {
    const found = xmp && xmpWithoutPlaces(xmp);
    if (xmp !== null && found === null) lessened.add('XMP');
    return found && keep('XMP', found);
  };
  const exif = photo.exif && (await exifWithoutPlaces(photo.exif));
  const isIptc = ({ id }: { id: number }) => id === IPTC;
  const resources = [true, false].flatMap((wanted) =>
    keep(
      wanted ? 'IPTC' : 'Photoshop',
      resourcesWithoutPlaces(photo.resources.filter((resource) => isIptc(resource) === wanted)),
    ),
  );
  const kept: PhotoMetadata = {
    ...photo,
    exif: exif && keep('EXIF', exif),
    xmp: xmpOf(photo.xmp),
    extendedXmp: xmpOf(photo.extendedXmp),
    resources,
    tiff: filtered(
      'TIFF',
      photo.tiff,
      (entry) => isOfPage(entry) || entry.tag === EXTRA_SAMPLES || entry.tag === NO_DATA,
      isSaid,
    ),
    comments: filtered('JPEG', photo.comments, () => false),
    chunks: filtered('PNG', photo.chunks, isWithoutPlace),
  };
  return { kept, notes: lessened.size === 0 ? [] : [noteOf([...lessened])] };
}

const noteOf = (parts: readonly string[]): Sentence => say('save.mayHoldPlace', { parts: parts.join(', ') });

const isSaid = ({ tag, value }: TiffEntry): boolean => !NOT_SAID.has(tag) && !(tag === COMMENT && isBlank(value));

/** Cameras keep room for a comment: its code, and nothing. */
const isBlank = (comment: Uint8Array): boolean => comment.subarray(8).every((byte) => byte === 0 || byte === 0x20);

const isWithoutPlace = (chunk: PngChunk): boolean => {
  const keyword = keywordOf(chunk);
  return KEYWORDS.has(keyword) || ['gAMA', 'cHRM', 'sRGB'].includes(chunk.type);
};

/** A block of EXIF written again; null where it is broken. */
async function exifWithoutPlaces(block: Uint8Array): Promise<Placeless<Uint8Array> | null> {
  const read = bytesReader(block);
  const header = await readHeader(read);
  const exif = await readExif(read);
  if (header === null || exif === null) return null;
  const main = (await readDirectory(read, header.first, header)).entries;
  const photo = exif.photo.filter(({ tag }) => OF_A_PHOTO.has(tag));
  const interoperability = exif.interoperability.filter(({ tag }) => OF_INTEROPERABILITY.has(tag));
  const isWhole =
    main.every((entry) => isOfPage(entry) || !isSaid(entry)) &&
    exif.photo.every((entry) => photo.includes(entry) || !isSaid(entry)) &&
    exif.interoperability.length === interoperability.length;
  const kept = exifBlock({ main: exif.main, photo, gps: [], interoperability }, await thumbnailRoom(block));
  return { kept, isWhole };
}

/** The pages of a TIFF as far as they are known to hold no place, and in words where else something was left out. */
export function pagesWithoutPlaces(pages: readonly TiffPage[]): { kept: TiffPage[]; notes: Sentence[] } {
  const kept = pages.map((page) => ({ ...page, entries: page.entries.filter(isOfPage) }));
  const isWhole = pages.every(({ entries }) => entries.every((entry) => isOfPage(entry) || !isSaid(entry)));
  return { kept, notes: isWhole ? [] : [noteOf(['TIFF'])] };
}
