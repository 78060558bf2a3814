import type { FileHandle } from 'node:fs/promises';
import { readAt, withRegularFile } from '../disk/read-file';
import { exifBlock, readExif } from './exif';
import { readJpegExtras, type Segment } from './jpeg-segments';
import { IPTC, iptcResource, readResources, type Resource } from './photoshop';
import { IPTC_KEYWORD, keywordOf, profileIn, readPngChunks, type PngChunk } from './png-chunks';
import type { ProbedPhoto } from './probe';
import { readTiffTags } from './tiff-pages';

/** What a photo says beside its pixels, as far as another file can say it too. */
export interface PhotoMetadata {
  /** A block of EXIF without its 'Exif' mark. */
  exif: Uint8Array | null;
  xmp: Uint8Array | null;
  icc: Uint8Array | null;
  /** Photoshop's, IPTC among them. */
  resources: Resource[];
  /** Pixels per inch. */
  density: number | undefined;
  /** XMP that did not fit into one segment, and comments: from JPEG to JPEG. */
  segments: { extendedXmp: Segment[]; comments: Segment[] };
  /** Texts, and colour in PNG's own words: from PNG to PNG. */
  chunks: PngChunk[];
}

const TIFF_IPTC = 0x83bb;
const TIFF_PHOTOSHOP = 0x8649;

/** Reads it from a photo of any format; what is broken is left out. */
export async function readMetadata(path: string, { info, metadata }: ProbedPhoto): Promise<PhotoMetadata> {
  const found: PhotoMetadata = {
    exif: exifOf(metadata.exif),
    xmp: metadata.xmp ?? null,
    icc: metadata.icc ?? null,
    resources: [],
    density: metadata.density,
    segments: { extendedXmp: [], comments: [] },
    chunks: [],
  };
  const further = FURTHER[info.format];
  if (further === undefined) return found;
  return { ...found, ...(await withRegularFile(path, further, { followLinks: true })) };
}

function exifOf(blob: Buffer | undefined): Uint8Array | null {
  if (blob === undefined) return null;
  return blob.toString('latin1', 0, 6) === 'Exif\0\0' ? blob.subarray(6) : blob;
}

type Further = (file: FileHandle) => Promise<Partial<PhotoMetadata>>;

/** What sharp does not see, by format. */
const FURTHER: Partial<Record<ProbedPhoto['info']['format'], Further>> = {
  jpeg: async (file) => {
    const { resources, ...segments } = await readJpegExtras(file);
    return { resources: readResources(resources), segments };
  },
  png: async (file) => {
    const chunks = await readPngChunks(file);
    const iptc = chunks.find((chunk) => keywordOf(chunk) === IPTC_KEYWORD);
    return {
      resources: iptc === undefined ? [] : resourcesOf(profileIn(iptc)),
      chunks: chunks.filter((chunk) => chunk !== iptc),
    };
  },
  tiff: async (file) => {
    const read = (position: number, length: number) => readAt(file, position, length);
    const exif = await readExif(read);
    const tags = await readTiffTags(read, [TIFF_IPTC, TIFF_PHOTOSHOP]);
    const iptc = tags.get(TIFF_IPTC);
    return {
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
