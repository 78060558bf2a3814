import type { ResultFormat, RestoredBy } from '@contract/photo';
import { say, type Sentence } from '@contract/sentence';
import sharp from 'sharp';
import { hdrOf, isUnusual, pngCicp, profileOfCicp } from './cicp';
import { addToTiff } from './exif';
import { editExif } from './exif-edit';
import { embedJpeg, JPEG_ROOM } from './jpeg-segments';
import { GEOGRAPHIC, type PhotoMetadata } from './metadata';
import { coloursOfProfile } from './matrix-profile';
import { changedDescription, descriptionOf, EXTRA_SAMPLES, isNoAlpha, measured } from './page-words';
import { IPTC, keptResources, resourceBytes, type Resource } from './photoshop';
import { embedPng, type PngChunk } from './png-chunks';
import type { TiffEntry } from './tiff-directory';
import { tiffResolution } from './resolution';
import { toDepth, type Samples } from './samples';
import { embedWebp } from './webp-chunks';
import { withoutPlaces } from './without-places';
import { editXmp, pointsElsewhere } from './xmp';
import { mergedXmp, withPointer } from './xmp-extended';

/** The restored pixels, alpha included. */
export interface Pixels {
  samples: Samples;
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
  depth: 8 | 16;
}

export interface MetadataChanges {
  /** Whether the result has the photo's size: positions in pixels hold. */
  isSameSize: boolean;
  stripLocation: boolean;
  mark: RestoredBy | null;
}

/** The photo's metadata as it holds for the result, and in words what of it this format cannot carry. */
export async function resultMetadata(
  photo: PhotoMetadata,
  pixels: Pixels,
  format: ResultFormat,
  { isSameSize, stripLocation, mark }: MetadataChanges,
): Promise<{ metadata: PhotoMetadata; notes: Sentence[] }> {
  const { width, height, channels } = pixels;
  const { kept: original, notes } = stripLocation ? await withoutPlaces(photo) : { kept: photo, notes: [] };
  /** Keeps a part unless there is a reason not to. */
  const unless = <T>(reason: Sentence | false, part: T | null): T | null => {
    if (part === null || reason === false) return part;
    notes.push(reason);
    return null;
  };
  const turn = { ...original.lies, result: { width, height } };
  const thumbnail = (mostBytes: number) => smallPicture(pixels, mostBytes);
  const exif = original.exif && (await editExif(original.exif, { turn, thumbnail }));
  if (photo.exif !== null && exif === null) notes.push(say('save.brokenExif'));
  const xmpChanges = { turn, mark, isUpright: original.isUpright };
  const further = original.extendedXmp;
  if (photo.hasFilm || [photo.xmp, photo.extendedXmp].some((part) => part !== null && pointsElsewhere(part)))
    notes.push(say('save.noFilm'));
  notes.push(...original.said);
  const ownXmp = original.xmp && editXmp(original.xmp, xmpChanges);
  if (photo.xmp !== null && ownXmp === null) notes.push(say('save.brokenXmp'));
  const extendedXmp = further && ownXmp && editXmp(further, { ...xmpChanges, mark: null });
  const mainXmp = ownXmp ?? editXmp(null, xmpChanges);
  const isMerged = format !== 'jpeg' && extendedXmp !== null;
  const xmp = mainXmp && (isMerged ? mergedXmp(mainXmp, extendedXmp) : withPointer(mainXmp, extendedXmp));
  const icc = original.icc ?? profileOfWords(original, format, channels < 3);
  const hdr = hdrOf(original.cicp);
  if (hdr !== null) notes.push(say('save.hdr', { kind: hdr }));
  const isMapped = original.tiff.some(({ tag }) => GEOGRAPHIC.has(tag));
  if (isMapped && (format !== 'tiff' || !isSameSize)) notes.push(say('save.noMap'));
  if (original.losesImageJ && format === 'tiff') notes.push(say('save.noImageJ'));
  const scale = width / (original.lies.orientation < 5 ? original.lies.stored.width : original.lies.stored.height);
  const description = descriptionOf(original.page);
  const changed = original.page && changedDescription(original.page, { scale, depth: pixels.depth });
  const resources = keptResources(original.resources);
  const hasIptc = resources.some(({ id }) => id === IPTC);
  const without = WITHOUT_IPTC[format];
  if (hasIptc && without !== undefined) notes.push(say('save.noIptc', { format: without }));
  const tooLong = (bytes: Uint8Array | null, room: number) => format === 'jpeg' && (bytes?.length ?? 0) > room;
  return {
    notes,
    metadata: {
      ...original,
      exif: unless(tooLong(exif, JPEG_ROOM.exif) && say('save.exifTooLong'), exif),
      xmp: unless(tooLong(xmp, JPEG_ROOM.xmp) && say('save.xmpTooLong'), xmp),
      icc: unless(!fits(icc, channels) && say('save.otherProfile'), icc),
      resources: without === undefined ? resources : [],
      resolution: measured(original.resolution, description, scale),
      tiff: [
        ...original.tiff.filter(({ tag }) => !GEOGRAPHIC.has(tag) || isSameSize),
        ...(changed === null ? [] : [changed]),
      ],
      extendedXmp: isMerged ? null : extendedXmp,
    },
  };
}

/** Formats that cannot hold IPTC, by their names for people. */
const WITHOUT_IPTC: Partial<Record<ResultFormat, string>> = { webp: 'WebP', avif: 'AVIF', jxl: 'JPEG XL' };

/** What is said of colours in numbers, where the format has no numbers for it. */
function profileOfWords({ cicp, iccOfWords }: PhotoMetadata, format: ResultFormat, isGrey: boolean) {
  if (format === 'png') return null;
  return (cicp === null ? null : profileOfCicp(cicp, isGrey)) ?? iccOfWords;
}

/** A profile says in its header what colours it is for. */
function fits(icc: Uint8Array | null, channels: number): boolean {
  if (icc === null) return true;
  return coloursOfProfile(icc) === (channels < 3 ? 'GRAY' : 'RGB ');
}

/** Large to small: some cameras leave little room. */
const SMALL_SIDES = [160, 120, 80] as const;
const SMALL_QUALITIES = [85, 70, 50];

/** A JPEG of at most 160 pixels a side that fits into so many bytes, or null. */
async function smallPicture(
  { samples, width, height, channels, depth }: Pixels,
  mostBytes: number,
): Promise<Uint8Array | null> {
  const small = await sharp(samples, { raw: { width, height, channels }, limitInputPixels: false })
    .removeAlpha()
    .resize(SMALL_SIDES[0], SMALL_SIDES[0], { fit: 'inside', withoutEnlargement: true, fastShrinkOnLoad: false })
    .toColourspace(depth === 16 ? 'rgb16' : 'srgb')
    .raw({ depth: depth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { info } = small;
  const bytes = toDepth(depth === 16 ? new Uint16Array(new Uint8Array(small.data).buffer) : small.data, 8);
  const raw = { width: info.width, height: info.height, channels: info.channels };
  for (const side of SMALL_SIDES) {
    for (const quality of SMALL_QUALITIES) {
      const shrunk = sharp(bytes, { raw }).resize(side, side, { fit: 'inside', withoutEnlargement: true });
      const jpeg = await shrunk.jpeg({ quality }).toBuffer();
      if (jpeg.length <= mostBytes) return jpeg;
    }
  }
  return null;
}

const TIFF = { xmp: 0x02bc, iptc: 0x83bb, photoshop: 0x8649, icc: 0x8773 } as const;
const [BYTE, UNDEFINED] = [1, 7] as const;

/** Puts metadata into an encoded JPEG, PNG, TIFF or WebP. */
export async function embedMetadata(
  bytes: Uint8Array,
  format: Exclude<ResultFormat, 'avif' | 'jxl'>,
  metadata: PhotoMetadata,
  { width, height, channels }: Pixels,
): Promise<Uint8Array> {
  const { resources, comments, chunks } = metadata;
  const { resolution } = metadata;
  const [exif, xmp, icc] = [metadata.exif ?? undefined, metadata.xmp ?? undefined, metadata.icc ?? undefined];
  const photoshop = resources.length === 0 ? undefined : resourceBytes(resources);
  switch (format) {
    case 'jpeg': {
      const extendedXmp = metadata.extendedXmp ?? undefined;
      return embedJpeg(bytes, { resolution, exif, xmp, extendedXmp, resources: photoshop, icc, others: comments });
    }
    case 'png':
      return embedPng(bytes, {
        icc,
        resolution,
        xmp,
        exif,
        iptc: photoshop,
        others: [...colours(metadata), ...chunks],
      });
    case 'webp':
      return embedWebp(bytes, { width, height, hasAlpha: channels % 2 === 0, icc, exif, xmp });
    case 'tiff':
      return addToTiff(bytes, metadata.exif, [
        ...tiffEntries(xmp, icc, resources),
        ...tiffResolution(metadata.resolution),
        // What the result has no sample for is not said of it.
        ...metadata.tiff.filter((entry) => entry.tag !== EXTRA_SAMPLES || (channels % 2 === 0 && isNoAlpha(entry))),
      ]);
  }
}

/** Numbers go before a profile, so that what is usual has to be said beside one. */
function colours({ cicp, icc }: PhotoMetadata): PngChunk[] {
  return cicp === null || (icc === null && !isUnusual(cicp)) ? [] : [{ type: 'cICP', data: pngCicp(cicp) }];
}

function tiffEntries(xmp: Uint8Array | undefined, icc: Uint8Array | undefined, resources: Resource[]): TiffEntry[] {
  const iptc = resources.find(({ id }) => id === IPTC)?.data;
  const others = resources.filter(({ id }) => id !== IPTC);
  const entry = (tag: number, type: number, value: Uint8Array | undefined): TiffEntry[] =>
    value === undefined || value.length === 0 ? [] : [{ tag, type, count: value.length, value }];
  return [
    ...entry(TIFF.xmp, BYTE, xmp),
    ...entry(TIFF.iptc, UNDEFINED, iptc),
    ...entry(TIFF.photoshop, BYTE, resourceBytes(others)),
    ...entry(TIFF.icc, UNDEFINED, icc),
  ];
}
