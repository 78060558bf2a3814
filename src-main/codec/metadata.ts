import type { FileHandle } from 'node:fs/promises';
import { say, type Sentence } from '@contract/sentence';
import { readAt, withRegularFile } from '../disk/read-file';
import { BOXES_BYTES, cicpOfBoxes, cicpOfProfile, cicpOfPng, profileOfPng, type Cicp } from './cicp';
import { exifBlock, readExif } from './exif';
import { readJpegExtras, type Segment } from './jpeg-segments';
import { IPTC, iptcResource, readResources, type Resource } from './photoshop';
import { hasPngChunk, IPTC_KEYWORD, isRawExif, keywordOf, profileIn, readPngChunks, type PngChunk } from './png-chunks';
import type { ProbedPhoto } from './probe';
import type { Turn } from './turned';
import { bytesReader, type TiffEntry } from './tiff-directory';
import { withoutDeveloping } from './xmp';
import { resolutionOfJfif, resolutionOfPng, resolutionOfTiff, type Resolution } from './resolution';
import { EXTRA_SAMPLES } from './page-words';
import { readTiffTags, type TiffPage } from './tiff-pages';
import { readRawExif } from './camera-raw-exif';

/** What a photo says beside its pixels, as far as another file can say it too. */
export interface PhotoMetadata {
  /** A block of EXIF without its 'Exif' mark. */
  exif: Uint8Array | null;
  xmp: Uint8Array | null;
  /** Whether the EXIF said how the picture lies, so that its pixels came upright. */
  isUpright: boolean;
  /** How the picture lies in its file, and its size there. */
  lies: Omit<Turn, 'result'>;
  icc: Uint8Array | null;
  /** Colours by numbers. */
  cicp: Cicp | null;
  /** A profile that stands for PNG's own words about colours, in other formats. */
  iccOfWords: Uint8Array | null;
  /** Photoshop's, IPTC among them. */
  resources: Resource[];
  resolution: Resolution | null;
  /** What only a TIFF says: from TIFF to TIFF. */
  tiff: TiffEntry[];
  /** The page of a TIFF that is the picture. */
  page: TiffPage | null;
  /** Whether a film or another picture lies behind the picture in its file. */
  hasFilm: boolean;
  /** What is to be said of it in every format. */
  said: Sentence[];
  /** ImageJ's words that would not be read in a file of another byte order. */
  losesImageJ: boolean;
  /** Of a JPEG: XMP that did not fit into one segment. */
  extendedXmp: Uint8Array | null;
  /** From JPEG to JPEG. */
  comments: Segment[];
  /** Texts, and colour in PNG's own words: from PNG to PNG. */
  chunks: PngChunk[];
}

/** The page's name and number, what further samples mean, GeoTIFF's, and GDAL's notes. */
export const GEOGRAPHIC = new Set([0x830e, 0x8480, 0x8482, 0x85d8, 0x87af, 0x87b0, 0x87b1]);
const SUBFILE = 0x00fe;
const CARRIED = new Set([SUBFILE, 0x011d, 0x0129, EXTRA_SAMPLES, 0xa480, 0xa481, ...GEOGRAPHIC]);
/** ImageJ's and Micro-Manager's own words, numbers in the byte order of their file. */
const IMAGEJ = new Set([0xc696, 0xc697]);
const MICRO_MANAGER = 0xc7b3;
const TIFF_XMP = 0x02bc;
const TIFF_IPTC = 0x83bb;
const TIFF_PHOTOSHOP = 0x8649;

/** Reads it from a photo of any format; what is broken is left out. */
export async function readMetadata(path: string, probed: ProbedPhoto): Promise<PhotoMetadata> {
  const { info, metadata } = probed;
  const found: PhotoMetadata = {
    exif: exifOf(metadata.exif),
    xmp: metadata.xmp ?? null,
    isUpright: metadata.orientation !== undefined,
    lies: { orientation: info.orientation, stored: storedSize(info) },
    icc: metadata.icc ?? null,
    cicp: null,
    iccOfWords: null,
    resources: [],
    resolution: metadata.density === undefined ? null : { x: metadata.density, y: metadata.density, unit: 'inch' },
    tiff: [],
    page: null,
    hasFilm: false,
    said: [],
    losesImageJ: false,
    extendedXmp: null,
    comments: [],
    chunks: [],
  };
  const further = FURTHER[info.format];
  const more = further && (await withRegularFile(path, (file) => further(file, probed), { followLinks: true }));
  const all = { ...found, ...more };
  const known = { ...all, resolution: all.resolution ?? (await resolutionOfExif(all.exif)) };
  return info.orientation < 5 ? known : { ...known, resolution: turned(known.resolution) };
}

const storedSize = ({ width, height, orientation }: ProbedPhoto['info']) =>
  orientation < 5 ? { width, height } : { width: height, height: width };

/** The picture lies on its side in its file. */
const turned = (resolution: Resolution | null): Resolution | null =>
  resolution && { ...resolution, x: resolution.y, y: resolution.x };

/** Of a format that has no words of its own for it. */
async function resolutionOfExif(exif: Uint8Array | null): Promise<Resolution | null> {
  const words = exif && (await readExif(bytesReader(exif)));
  return words && resolutionOfTiff(words.main);
}

function exifOf(blob: Buffer | undefined): Uint8Array | null {
  if (blob === undefined) return null;
  return blob.toString('latin1', 0, 6) === 'Exif\0\0' ? blob.subarray(6) : blob;
}

type Further = (file: FileHandle, probed: ProbedPhoto) => Promise<Partial<PhotoMetadata>>;

/** A profile goes before numbers here. */
const colourBoxes: Further = async (file, { metadata: { icc } }) => ({
  cicp: icc === undefined ? cicpOfBoxes(await readAt(file, 0, BOXES_BYTES)) : null,
});

/** What sharp does not see, by format. */
const FURTHER: Partial<Record<ProbedPhoto['info']['format'], Further>> = {
  jpeg: async (file) => {
    const { resources, jfif, xmp, ...others } = await readJpegExtras(file);
    const resolution = jfif === null ? null : resolutionOfJfif(jfif);
    return {
      resources: readResources(resources),
      ...others,
      ...(xmp === null ? {} : { xmp }),
      ...(resolution === null ? {} : { resolution }),
    };
  },
  png: async (file, { info: { channels }, metadata: { exif, icc } }) => {
    const { chunks, hasLongTexts } = await readPngChunks(file);
    const losesProfile = icc === undefined && (await hasPngChunk(file, 'iCCP'));
    const iptc = chunks.find((chunk) => keywordOf(chunk) === IPTC_KEYWORD);
    const dataOf = (wanted: string) => chunks.find(({ type }) => type === wanted)?.data;
    const size = chunks.find(({ type }) => type === 'pHYs');
    const cicp = dataOf('cICP');
    const isSrgb = dataOf('sRGB') !== undefined;
    return {
      resolution: size === undefined ? null : resolutionOfPng(size.data),
      resources: iptc === undefined ? [] : resourcesOf(profileIn(iptc)),
      cicp: cicp === undefined ? null : cicpOfPng(cicp),
      said: [...(hasLongTexts ? [say('save.longTexts')] : []), ...(losesProfile ? [say('save.otherProfile')] : [])],
      iccOfWords: isSrgb ? null : profileOfPng(dataOf('gAMA'), dataOf('cHRM'), channels === 1),
      chunks: chunks.filter(
        (chunk) =>
          chunk !== iptc && chunk !== size && chunk.type !== 'cICP' && !(exif !== undefined && isRawExif(chunk)),
      ),
    };
  },
  avif: colourBoxes,
  heic: colourBoxes,
  jxl: (_file, { metadata: { icc }, losesWords = false }) =>
    Promise.resolve({
      cicp: icc === undefined ? null : cicpOfProfile(icc),
      said: losesWords ? [say('save.longWords')] : [],
    }),
  raw: async (file, { hasUnknownColours = false }) => {
    const read = (position: number, length: number) => readAt(file, position, length);
    const exif = await readRawExif(read);
    const xmp = (await readTiffTags(read, [TIFF_XMP])).get(TIFF_XMP);
    return {
      exif: exif === null ? null : exifBlock(exif),
      ...(xmp === undefined ? {} : { xmp: withoutDeveloping(xmp) }),
      said: hasUnknownColours ? [say('save.unknownColours')] : [],
    };
  },
  tiff: async (file, { pages, page, stack, isLittle }) => {
    const read = (position: number, length: number) => readAt(file, position, length);
    const exif = await readExif(read);
    const tags = await readTiffTags(read, [TIFF_IPTC, TIFF_PHOTOSHOP]);
    const iptc = tags.get(TIFF_IPTC);
    const entries = pages[page]?.entries ?? [];
    return {
      resolution: resolutionOfTiff(entries),
      tiff: entries.filter(
        ({ tag }) =>
          (CARRIED.has(tag) && (tag !== SUBFILE || stack.length > 1)) ||
          tag === MICRO_MANAGER ||
          (isLittle && IMAGEJ.has(tag)),
      ),
      page: pages[page] ?? null,
      losesImageJ: !isLittle && entries.some(({ tag }) => IMAGEJ.has(tag)),
      exif: exif === null ? null : exifBlock(exif),
      resources: [
        ...(iptc === undefined ? [] : [iptcResource(iptc)]),
        ...readResources(tags.get(TIFF_PHOTOSHOP) ?? new Uint8Array()).filter(({ id }) => id !== IPTC || !iptc),
      ],
    };
  },
};

/** IPTC comes with Photoshop's resources about it, or alone. */
function resourcesOf(profile: Uint8Array | null): Resource[] {
  if (profile === null) return [];
  return profile[0] === 0x1c ? [iptcResource(profile)] : readResources(profile);
}
