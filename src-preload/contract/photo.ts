import type { MethodName, Rect } from './model-spec';
import type { Sentence } from './sentence';

/** A photo the user handed over in this session. The path stays with the host; `id` is opaque. */
export interface PhotoRef {
  id: string;
  name: string;
}

/** A folder the user chose in this session, as a photo is. */
export interface FolderRef {
  id: string;
  /** For people: '~/Pictures/restored'. */
  label: string;
}

export interface PhotoSize {
  width: number;
  height: number;
  channels: 1 | 3;
}

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

/** What a photo's header says. Sizes in pixels after its orientation is applied. */
export interface PhotoInfo {
  name: string;
  format: InputFormat;
  width: number;
  height: number;
  channels: 1 | 3;
  hasAlpha: boolean;
  /** Bits a sample as stored. */
  depth: 8 | 16;
  /** EXIF orientation 1–8 as stored (already applied to width and height). */
  orientation: number;
  hasProfile: boolean;
  bytes: number;
  /** Of a stack: its pages, all of one size and kind; absent: one picture. */
  pages?: number;
  /** Which camera took it, where its EXIF says so. */
  camera?: CameraFacts;
  /** The model that this photo is a result of, where its XMP says so. */
  restoredBy?: RestoredBy;
}

/** What of a camera decides how its pictures are degraded. */
export interface CameraFacts {
  make?: string;
  model?: string;
  lens?: string;
  iso?: number;
}

/** The mark in the XMP of every result. */
export interface RestoredBy {
  name: string;
  id: string;
}

/** How near a photo's noise, blur and compression are to those of a model's training pair. */
export interface PhotoFit {
  photo: string;
  level: 'near' | 'far' | 'unknown';
  sentence: Sentence;
  /** It cannot be opened; the sentence says why. */
  unreadable?: true;
}

/**
 * Pixels between processes: a raw file in the scratch folder, [height, width, channels], little-endian, rows packed. A
 * stack's pages lie in it one after the other.
 */
export interface RawPicture {
  path: string;
  width: number;
  /** Of one page. */
  height: number;
  channels: 1 | 3;
  depth: 8 | 16;
  /** Absent: one. */
  pages?: number;
}

export type VerdictLevel = 'good' | 'caution' | 'stop';

/** One finding of the pair check, in words. */
export interface Verdict {
  level: VerdictLevel;
  about:
    | 'size'
    | 'orientation'
    | 'channels'
    | 'shift'
    | 'exposure'
    | 'identical'
    | 'swapped'
    | 'tiny'
    | 'aligned'
    | 'region';
  text: Sentence;
}

/** What may be done to a real pair before it is learned from, in this order; each can be switched off. */
export const PREPARATIONS = ['profile', 'position', 'borders', 'clipped', 'moved', 'tone'] as const;
export type Preparation = (typeof PREPARATIONS)[number];

/** What was found of a pair by chance rather than by its degradation. */
export interface PairFinding {
  step: Preparation;
  text: Sentence;
  /** Mended in the pair that is learned from. False: switched off, or only told. */
  done: boolean;
  /** Nothing to be switched: only told. */
  advice?: boolean;
}

export interface PairReport {
  verdicts: Verdict[];
  /** The worst level of all verdicts. `stop` pairs cannot be trained on as they are. */
  level: VerdictLevel;
  /** How far the clean picture lies from the degraded one, in pixels (x right, y down); null where not measurable. */
  shift: { x: number; y: number } | null;
  /** The crops that would align the two, offered when there is a whole-pixel shift. */
  alignment: { degraded: Rect; clean: Rect } | null;
  /** round(clean / degraded) for a (small, large) pair of super resolution; else 1. */
  scale: number;
  /** PSNR in dB of the degraded picture against the clean one, luminance; null when identical or not comparable. */
  psnr: number | null;
  /** What is prepared before it is learned from; absent where the pair was made here. */
  findings?: PairFinding[];
  /** What suits a pair of which nothing is said; absent where the check was made within a training. */
  method?: MethodName;
}

/** PSNR in dB and mean SSIM on luminance, as in the paper. */
export interface Score {
  psnr: number | null;
  ssim: number;
  identical: boolean;
  /** Said when the pictures had to be cropped to a common size. */
  note?: Sentence;
}

export interface PhotoSize {
  width: number;
  height: number;
  channels: 1 | 3;
}
