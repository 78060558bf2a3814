import * as v from 'valibot';
import { bytes } from './channels-row';
import { METHODS, rectSchema } from './model-spec';
import { sentenceSchema } from './said';

/** A photo the user handed over in this session. The path stays with the host; `id` is opaque. */
export const photoRefSchema = v.object({ id: v.string(), name: v.string() });
export type PhotoRef = v.InferOutput<typeof photoRefSchema>;

/** A folder the user chose in this session, as a photo is. */
export const folderRefSchema = v.object({
  id: v.string(),
  /** For people: '~/Pictures/restored'. */
  label: v.string(),
});
export type FolderRef = v.InferOutput<typeof folderRefSchema>;

const pixels = v.pipe(v.number(), v.integer(), v.minValue(1));
const size = { width: pixels, height: pixels, channels: v.picklist([1, 3]) };
export const photoSizeSchema = v.object(size);
export type PhotoSize = v.InferOutput<typeof photoSizeSchema>;
const depth = v.picklist([8, 16]);
/** Absent: one picture. */
const pages = v.exactOptional(pixels);

/** The largest file a page may hand over: a 268-megapixel 16-bit picture, the largest decoded, is 1.6 GB uncompressed. */
export const UPLOAD_LIMIT_BYTES = 2 * 2 ** 30;

export const RESULT_FORMATS = ['jpeg', 'png', 'tiff', 'webp', 'avif', 'jxl'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];
/** HEIC and the raw files of cameras are read and not written. */
export const INPUT_FORMATS = [...RESULT_FORMATS, 'heic', 'raw'] as const;
export type InputFormat = (typeof INPUT_FORMATS)[number];
/** What holds all that each of them may. A phone's HEIC is about what a JPEG is. */
const LIKE: Partial<Record<InputFormat, ResultFormat>> = { heic: 'jpeg', raw: 'tiff' };
/** The format of a photo's result: the one asked for, or that of the photo. */
export const resultFormat = (asked: ResultFormat | 'same', photo: InputFormat): ResultFormat =>
  asked === 'same' ? (LIKE[photo] ?? (photo as ResultFormat)) : asked;
/** How the file names of each format end, the usual ending first. */
export const EXTENSIONS: Readonly<Record<InputFormat, readonly [string, ...string[]]>> = {
  jpeg: ['.jpg', '.jpeg', '.jpe', '.jfif', '.jfi', '.pjpeg', '.pjp', '.mpo'],
  png: ['.png'],
  tiff: ['.tif', '.tiff'],
  webp: ['.webp'],
  avif: ['.avif'],
  heic: ['.heic', '.heif', '.hif'],
  jxl: ['.jxl'],
  // Often a TIFF by their first bytes, so that only the name tells.
  raw: [
    '.dng',
    ...['.3fr', '.arw', '.cr2', '.cr3', '.crw', '.dcr', '.erf', '.fff', '.iiq', '.kdc', '.mef', '.mos', '.mrw'],
    ...['.nef', '.nrw', '.orf', '.pef', '.raf', '.raw', '.rw2', '.rwl', '.sr2', '.srf', '.srw', '.x3f'],
  ],
};
export const PHOTO_EXTENSIONS: readonly string[] = INPUT_FORMATS.flatMap((format) => EXTENSIONS[format]);

const endingOf = (name: string) => /\.[^./\\]+$/.exec(name)?.[0].toLowerCase() ?? '';

/** The format that a file name promises, or null. What a photo really is, its first bytes say. */
export function formatOfName(name: string): InputFormat | null {
  const ending = endingOf(name);
  return INPUT_FORMATS.find((format) => EXTENSIONS[format].includes(ending)) ?? null;
}
/** Further pictures, which are not read here. */
const OTHER_EXTENSIONS = [
  ...[
    '.jp2',
    '.jpf',
    '.j2k',
    '.jxr',
    '.wdp',
    '.gif',
    '.bmp',
    '.tga',
    '.ico',
    '.ppm',
    '.pgm',
    '.pnm',
    '.apng',
    '.exr',
    '.hdr',
  ],
  ...['.psd', '.psb', '.xcf', '.kra', '.pdf', '.svg', '.gpr', '.insp', '.jps', '.heics', '.avifs', '.avcs'],
  ...['.jpg_large', '.jpeg_large'],
];

export const isRawName = (name: string): boolean => EXTENSIONS.raw.includes(endingOf(name));

/** The ending of a photo that somebody may expect to be restored and that cannot be read, or null. */
export function unreadEnding(name: string): string | null {
  const ending = endingOf(name);
  return OTHER_EXTENSIONS.includes(ending) ? ending : null;
}
export const OUTPUT_FORMATS = ['same', ...RESULT_FORMATS] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];
export const CONFLICT_POLICIES = ['skip', 'rename', 'overwrite'] as const;
export type ConflictPolicy = (typeof CONFLICT_POLICIES)[number];

/** What of a camera decides how its pictures are degraded. */
const cameraFactsSchema = v.object({
  make: v.exactOptional(v.string()),
  model: v.exactOptional(v.string()),
  lens: v.exactOptional(v.string()),
  iso: v.exactOptional(v.number()),
});
export type CameraFacts = v.InferOutput<typeof cameraFactsSchema>;

/** The mark in the XMP of every result. */
const restoredBySchema = v.object({ name: v.string(), id: v.string() });
export type RestoredBy = v.InferOutput<typeof restoredBySchema>;

/** What a photo's header says. Sizes in pixels after its orientation is applied. */
export const photoInfoSchema = v.object({
  name: v.string(),
  format: v.picklist(INPUT_FORMATS),
  ...size,
  hasAlpha: v.boolean(),
  /** Bits a sample as stored. */
  depth,
  /** EXIF orientation 1–8 as stored (already applied to width and height). */
  orientation: v.number(),
  hasProfile: v.boolean(),
  bytes: v.number(),
  /** Of a stack, all of one size and kind. */
  pages,
  /** Which camera took it, where its EXIF says so. */
  camera: v.exactOptional(cameraFactsSchema),
  /** The model that this photo is a result of, where its XMP says so. */
  restoredBy: v.exactOptional(restoredBySchema),
});
export type PhotoInfo = v.InferOutput<typeof photoInfoSchema>;

/** How near a photo's noise, blur and compression are to those of a model's training pair. */
export const domainGapSchema = v.object({
  level: v.picklist(['near', 'far', 'unknown']),
  sentence: sentenceSchema,
  /** It cannot be opened; the sentence says why. */
  unreadable: v.exactOptional(v.literal(true)),
});
export type DomainGap = v.InferOutput<typeof domainGapSchema>;
export const photoGapSchema = v.object({ ...domainGapSchema.entries, photo: v.string() });
export type PhotoGap = v.InferOutput<typeof photoGapSchema>;

/**
 * Pixels between processes: a raw file in the scratch folder, [height, width, channels], little-endian, rows packed. A
 * stack's pages lie in it one after the other.
 */
export const rawPictureSchema = v.object({ path: v.string(), ...size, depth, pages });
export type RawPicture = v.InferOutput<typeof rawPictureSchema>;

/** A picture, or a part of it, as a file for the screen. */
export const encodedTileSchema = v.object({ bytes, mime: v.string() });
export type EncodedTile = v.InferOutput<typeof encodedTileSchema>;

const verdictLevel = v.picklist(['good', 'caution', 'stop']);
export type VerdictLevel = v.InferOutput<typeof verdictLevel>;

/** One finding of the pair check, in words. */
const verdictSchema = v.object({
  level: verdictLevel,
  about: v.picklist([
    ...(['size', 'orientation', 'channels', 'shift', 'exposure'] as const),
    ...(['identical', 'swapped', 'tiny', 'aligned', 'region'] as const),
  ]),
  text: sentenceSchema,
});
export type Verdict = v.InferOutput<typeof verdictSchema>;

/** What may be done to a real pair before it is learned from, in this order; each can be switched off. */
export const PREPARATIONS = ['profile', 'position', 'borders', 'clipped', 'moved', 'tone'] as const;
export type Preparation = (typeof PREPARATIONS)[number];

/** What was found of a pair by chance rather than by its degradation. */
export const pairFindingSchema = v.object({
  step: v.picklist(PREPARATIONS),
  text: sentenceSchema,
  /** Mended in the pair that is learned from. False: switched off, or only told. */
  done: v.boolean(),
  /** Nothing to be switched: only told. */
  advice: v.exactOptional(v.boolean()),
});
export type PairFinding = v.InferOutput<typeof pairFindingSchema>;

export const pairReportSchema = v.object({
  verdicts: v.array(verdictSchema),
  /** The worst level of all verdicts. `stop` pairs cannot be trained on as they are. */
  level: verdictLevel,
  /** How far the clean picture lies from the degraded one, in pixels (x right, y down); null where not measurable. */
  shift: v.nullable(v.object({ x: v.number(), y: v.number() })),
  /** The crops that would align the two, offered when there is a whole-pixel shift. */
  alignment: v.nullable(v.object({ degraded: rectSchema, clean: rectSchema })),
  /** round(clean / degraded) for a (small, large) pair of super resolution; else 1. */
  scale: v.number(),
  /** PSNR in dB of the degraded picture against the clean one, luminance; null when identical or not comparable. */
  psnr: v.nullable(v.number()),
  /** What is prepared before it is learned from; absent where the pair was made here. */
  findings: v.exactOptional(v.array(pairFindingSchema)),
  /** What suits a pair of which nothing is said; absent where the check was made within a training. */
  method: v.exactOptional(v.picklist(METHODS)),
});
export type PairReport = v.InferOutput<typeof pairReportSchema>;

/** PSNR in dB and mean SSIM on luminance, as in the paper. */
export const scoreSchema = v.object({
  psnr: v.nullable(v.number()),
  ssim: v.number(),
  identical: v.boolean(),
  /** Said when the pictures had to be cropped to a common size. */
  note: v.exactOptional(sentenceSchema),
});
export type Score = v.InferOutput<typeof scoreSchema>;
