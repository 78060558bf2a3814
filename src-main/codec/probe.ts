import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { InputFormat, PhotoInfo } from '@contract/photo';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import sharp, { type Metadata, type SharpOptions } from 'sharp';
import { readAt, withRegularFile } from '../disk/read-file';
import { cameraOf, cameraOfRaw } from './camera';
import { readRawExif } from './camera-raw-exif';
import { developedSize, hasUnknownColours, profileOfRaw, rawFacts } from './camera-raw';
import { BOXES_BYTES, isPremultipliedIn } from './cicp';
import { exifBlock } from './exif';
import { jxlFacts } from './jpeg-xl';
import { hasTooManyScans, jpegFrame } from './jpeg-segments';
import { HEAD_BYTES, photoFormat } from './kind';
import { hasPngChunk, HEAD_BYTES as PNG_HEAD_BYTES, pngSize } from './png-chunks';
import { orderedPng } from './ordered-png';
import { developedOutside, developerChosen } from './outside-developer';
import { checkPages, isRawThere } from './tiff-check';
import { readTiffPages, type TiffPage } from './tiff-pages';
import { readMark } from './xmp';

// A file that was changed under the same name must not be answered from memory.
sharp.cache(false);

/** The largest picture that is decoded: 0x3FFF squared, as in sharp. Larger ones are refused from their header. */
const MAX_PIXELS = 0x3fff * 0x3fff;
const MAX_SIDE = 65_535;

/** The end of a PNG is looked for in this many last bytes. */
const TAIL_BYTES = 64 * 1024;

/** How every photo is opened: stored values without colour conversion, upright, first page, truncation refused. */
export const OPEN_OPTIONS: SharpOptions = {
  ignoreIcc: true,
  autoOrient: true,
  failOn: 'error',
  limitInputPixels: MAX_PIXELS,
  limitInputChannels: 5,
};

/** A photo's header: what the interface shows and what decoding and encoding need. */
export interface ProbedPhoto {
  info: PhotoInfo;
  metadata: Pick<Metadata, 'exif' | 'xmp' | 'icc' | 'orientation' | 'density' | 'bitsPerSample'>;
  /** The directories of a TIFF. */
  pages: readonly TiffPage[];
  /** Which page of the file is the picture; of a stack, its first. */
  page: number;
  /** The pages of a stack, or the one picture. */
  stack: readonly number[];
  /** Pages that go with the picture as they are: masks, infrared. */
  beside: readonly number[];
  /** Of a TIFF: whether it is little-endian. */
  isLittle: boolean;
  /** Of an AVIF or HEIC: whether its colours are stored multiplied by their alpha. */
  isPremultiplied?: boolean;
  /** Of a raw file: whether its colours are but those of the sensor. */
  hasUnknownColours?: boolean;
  /** Of a JPEG XL: whether EXIF or XMP longer than any is left out. */
  losesWords?: boolean;
}

/** A stack's page as a picture of its own. */
export const atPage = (probed: ProbedPhoto, page: number): ProbedPhoto => ({ ...probed, page });

/** Throws AppError where a photo is a stack and one picture is wanted. */
export function requireOnePicture({ info: { name, pages } }: ProbedPhoto): void {
  if (pages === undefined) return;
  throw new AppError('bad-input', say('photo.severalPictures', { file: name, count: pages }), name);
}

/** How the picture of a photo is opened. */
export const openOptions = ({ page }: Pick<ProbedPhoto, 'page'>): SharpOptions =>
  page === 0 ? OPEN_OPTIONS : { ...OPEN_OPTIONS, page };

/** Reads a photo's header only. Throws AppError with a sentence for the user. */
export async function probePhoto(path: string): Promise<PhotoInfo> {
  return (await probe(path)).info;
}

export async function probe(path: string): Promise<ProbedPhoto> {
  const name = basename(path);
  const sniffed = await withRegularFile(path, (file, size) => sniff(file, size, name), { followLinks: true });
  const { format: begun, bytes, ...where } = sniffed;
  const { page, stack } = where;
  if (begun === 'raw') return probeRaw(path, name, bytes);
  if (begun === 'jxl') return probeJxl(path, name, bytes);
  const options = openOptions({ page });
  // The limits on a HEIC's header are too narrow for the largest phones' photos, which hold hundreds of parts.
  const opened = begun === 'png' ? await orderedPng(path) : path;
  const metadata = await sharp(opened, begun === 'heic' ? { ...options, unlimited: true } : options)
    .metadata()
    .catch((error: unknown) => {
      throw photoFailure(error, name);
    });
  const format = metadata.format === 'heif' && isHeif(begun) ? heifFormat(metadata) : begun;
  const refusal = reasonToRefuse(metadata, format, name);
  if (refusal !== null) throw new AppError('bad-input', refusal, name);
  const mark = metadata.xmp === undefined ? null : readMark(metadata.xmp);
  const camera = await (format === 'tiff' ? cameraOfTiff(path) : cameraOf(metadata.exif));
  const info: PhotoInfo = {
    name,
    format,
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    channels: metadata.space === 'b-w' || metadata.space === 'grey16' ? 1 : 3,
    hasAlpha: metadata.hasAlpha,
    depth: metadata.depth === 'ushort' ? 16 : 8,
    orientation: validOrientation(metadata.orientation),
    hasProfile: metadata.icc !== undefined,
    bytes,
    ...(stack.length > 1 ? { pages: stack.length } : {}),
    ...(camera === null ? {} : { camera }),
    ...(mark === null ? {} : { restoredBy: mark }),
  };
  return { info, metadata, ...where };
}

async function probeJxl(path: string, name: string, bytes: number): Promise<ProbedPhoto> {
  const { width, height, bands, format, interpretation, pages, icc, exif, xmp, losesWords } = await jxlFacts(path);
  const refusal =
    pages > 1
      ? say('photo.animated', { file: name })
      : reasonToRefuseSamples({ space: interpretation, depth: format, channels: bands }, name);
  const tooLarge = refusalOfSize(width, height, name);
  if (refusal ?? tooLarge) throw new AppError('bad-input', (refusal ?? tooLarge)!, name);
  const metadata: ProbedPhoto['metadata'] = {
    orientation: 1,
    ...(icc === null ? {} : { icc: Buffer.from(icc) }),
    ...(exif === null ? {} : { exif: Buffer.from(exif) }),
    ...(xmp === null ? {} : { xmp: Buffer.from(xmp) }),
  };
  const mark = xmp === null ? null : readMark(Buffer.from(xmp));
  const camera = await cameraOf(metadata.exif);
  const info: PhotoInfo = {
    ...{ name, format: 'jxl', width, height, bytes, orientation: 1 },
    channels: bands < 3 ? 1 : 3,
    hasAlpha: bands % 2 === 0,
    depth: format === 'ushort' ? 16 : 8,
    hasProfile: icc !== null,
    ...(camera === null ? {} : { camera }),
    ...(mark === null ? {} : { restoredBy: mark }),
  };
  return { info, metadata, ...ONE_PICTURE, losesWords };
}

async function probeRaw(path: string, name: string, bytes: number): Promise<ProbedPhoto> {
  const developer = developerChosen();
  if (developer !== 'libraw') return probeDeveloped(await developedOutside(path, developer), path, name, bytes);
  const facts = await rawFacts(path);
  const { width, height } = developedSize(facts);
  const tooLarge = refusalOfSize(width, height, name);
  if (tooLarge !== null) throw new AppError('bad-input', tooLarge, name);
  const camera = cameraOfRaw(facts);
  const info: PhotoInfo = {
    ...{ name, format: 'raw', width, height, bytes },
    ...{ channels: facts.colors === 1 ? 1 : 3, hasAlpha: false, depth: 16, orientation: 1, hasProfile: true },
    ...(camera === null ? {} : { camera }),
  };
  const metadata = { icc: Buffer.from(profileOfRaw(facts)) };
  return { info, metadata, ...ONE_PICTURE, hasUnknownColours: hasUnknownColours(facts) };
}

/** Of a raw file that another program has developed: only what came out has a size and a profile. */
async function probeDeveloped(tiff: string, path: string, name: string, bytes: number): Promise<ProbedPhoto> {
  const { autoOrient, icc, depth, space } = await sharp(tiff, OPEN_OPTIONS).metadata();
  const { width, height } = autoOrient;
  const refusal = depth === 'ushort' ? refusalOfSize(width, height, name) : say('photo.depth', { file: name });
  if (refusal !== null) throw new AppError('bad-input', refusal, name);
  const exif = await withRegularFile(path, (file) => readRawExif((at, length) => readAt(file, at, length)), {
    followLinks: true,
  });
  const camera = exif === null ? null : await cameraOf(exifBlock(exif));
  const info: PhotoInfo = {
    ...{ name, format: 'raw', width, height, bytes },
    ...{ channels: space === 'grey16' ? 1 : 3, hasAlpha: false, depth: 16, orientation: 1 },
    hasProfile: icc !== undefined,
    ...(camera === null ? {} : { camera }),
  };
  return { info, metadata: icc === undefined ? {} : { icc }, ...ONE_PICTURE };
}

/** sharp drops the EXIF of TIFF. */
const cameraOfTiff = (path: string) =>
  withRegularFile(path, (file) => cameraOf((position, length) => readAt(file, position, length)), {
    followLinks: true,
  });

type Pages = Pick<ProbedPhoto, 'pages' | 'page' | 'stack' | 'beside' | 'isLittle'>;
const ONE_PICTURE: Pages = { pages: [], page: 0, stack: [0], beside: [], isLittle: true };

interface Sniffed extends Pages {
  format: InputFormat;
  bytes: number;
  isPremultiplied?: boolean;
}

async function sniff(file: FileHandle, bytes: number, name: string): Promise<Sniffed> {
  const read = (position: number, length: number) => readAt(file, position, length);
  const head = await read(0, HEAD_BYTES);
  const format = photoFormat(head, name);
  const tail = await readAt(file, Math.max(0, bytes - TAIL_BYTES), TAIL_BYTES);
  // libpng is content when all pixels are there, but what was cut once may be damaged elsewhere.
  if (format === 'png' && !Buffer.from(tail.buffer, 0, tail.length).includes('IEND')) throw endsEarly(name);
  // The decoders of HEIC fill in what is missing.
  if (isHeif(format) && !(await boxesFit(file, bytes))) throw endsEarly(name);
  const refusal = await refusalOfHead(format, file, name);
  if (refusal !== null) throw new AppError('bad-input', refusal, name);
  if (format === 'raw' && !(await isRawThere(read, bytes))) throw endsEarly(name);
  if (isHeif(format)) {
    const isPremultiplied = isPremultipliedIn(await readAt(file, 0, BOXES_BYTES));
    return { format, bytes, ...ONE_PICTURE, isPremultiplied };
  }
  if (format !== 'tiff') return { format, bytes, ...ONE_PICTURE };
  const pages = await readTiffPages(read);
  if (isDng(pages)) {
    if (!(await isRawThere(read, bytes))) throw endsEarly(name);
    return { format: 'raw', bytes, ...ONE_PICTURE };
  }
  return { format, bytes, pages, ...picturesOfTiff(pages, bytes, name), isLittle: head[0] === 0x49 };
}

/** What the first part of a file says against it that sharp passes over, or takes for damage. */
async function refusalOfHead(format: InputFormat, file: FileHandle, name: string): Promise<Sentence | null> {
  if (format === 'png') {
    const size = pngSize(await readAt(file, 0, PNG_HEAD_BYTES));
    const tooLarge = size && refusalOfSize(size.width, size.height, name);
    return tooLarge ?? ((await hasPngChunk(file, 'acTL')) ? say('photo.animated', { file: name }) : null);
  }
  if (format === 'avif' && Buffer.from(await readAt(file, 8, 4)).toString('latin1') === 'avis')
    return say('photo.animated', { file: name });
  if (format !== 'jpeg') return null;
  const frame = await jpegFrame(file);
  if (frame?.isLs === true) return say('photo.otherKind', { file: name, kind: say('photo.jpegLs') });
  if (frame?.bits === 12) return say('photo.jpeg12', { file: name });
  const isPlain = frame?.isProgressive === false;
  return !isPlain && (await hasTooManyScans(file)) ? say('photo.manyScans', { file: name }) : null;
}

const DNG_VERSION = 0xc612;

/** Some cameras and converters call a DNG '.tif'. */
const isDng = (pages: readonly TiffPage[]): boolean =>
  pages[0]?.entries.some(({ tag }) => tag === DNG_VERSION) ?? false;

function picturesOfTiff(pages: readonly TiffPage[], bytes: number, name: string): Omit<Pages, 'pages' | 'isLittle'> {
  const verdict = checkPages(pages, bytes, name);
  if ('refusal' in verdict) throw new AppError('bad-input', verdict.refusal, name);
  if ('endsEarly' in verdict) throw endsEarly(name);
  return { ...verdict, page: verdict.stack[0]! };
}

/** Files have some ten boxes at their top. */
const MOST_BOXES = 1000;

/** Whether every box at the top of an ISO base media file (ISO 14496-12, 4.2) ends within it. */
async function boxesFit(file: FileHandle, bytes: number): Promise<boolean> {
  let at = 0;
  for (let box = 0; box < MOST_BOXES && at + 8 <= bytes; box++) {
    const head = Buffer.from(await readAt(file, at, 16));
    const size = head.readUInt32BE();
    // 0: to the end of the file. 1: a longer size follows.
    if (size === 0 || (size === 1 && head.length < 16)) break;
    const whole = size === 1 ? Number(head.readBigUInt64BE(8)) : size;
    if (whole < 8) break;
    at += whole;
  }
  return at <= bytes;
}

const endsEarly = (name: string): AppError => new AppError('bad-input', say('photo.endsEarly', { file: name }), name);

const validOrientation = (value: number | undefined): number =>
  value !== undefined && value >= 1 && value <= 8 ? value : 1;

const isHeif = (format: InputFormat): boolean => format === 'avif' || format === 'heic';

/** The first bytes need not say which of the two a file is. */
const heifFormat = ({ compression }: Metadata): InputFormat => (compression === 'av1' ? 'avif' : 'heic');

const SPACES = new Set(['srgb', 'rgb', 'rgb16', 'b-w', 'grey16']);

function reasonToRefuse(metadata: Metadata, format: string, file: string): Sentence | null {
  const { width, height, pages = 1 } = metadata;
  if (format === 'webp' && pages > 1) return say('photo.animated', { file });
  const read = metadata.format === 'heif' ? heifFormat(metadata) : metadata.format;
  if (read !== format) return say('photo.notItsBytes', { file });
  return reasonToRefuseSamples(metadata, file) ?? refusalOfSize(width, height, file);
}

function reasonToRefuseSamples(
  { space, depth, channels }: { space: string; depth: string; channels: number },
  file: string,
): Sentence | null {
  if (space === 'cmyk') return say('photo.cmyk', { file });
  if (depth !== 'uchar' && depth !== 'ushort') return say('photo.depth', { file });
  return SPACES.has(space) && channels <= 4 ? null : say('photo.neitherGreyNorRgb', { file });
}

function refusalOfSize(width: number, height: number, file: string): Sentence | null {
  if (width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS) return null;
  return say('photo.tooLarge', { file, size: `${width}×${height}`, side: MAX_SIDE });
}

/** sharp's reasons as ours. */
export function photoFailure(error: unknown, file: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const detail = error.message;
  const bad = (sentence: Sentence) => new AppError('bad-input', sentence, file);
  if (/pixel limit/i.test(detail)) return bad(say('photo.tooManyPixels', { file, side: MAX_SIDE }));
  if (/channel.*limit|too many channels/i.test(detail)) return bad(say('photo.neitherGreyNorRgb', { file }));
  if (
    /premature|truncat|end of (file|stream|image)|cannot read full|not enough|too short|eof|read error/i.test(detail)
  ) {
    return endsEarly(file);
  }
  return bad(say('photo.damaged', { file }));
}
