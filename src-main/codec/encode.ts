import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RestoreSettings } from '@contract/restore-options';
import type { ConflictPolicy, ResultFormat, RawPicture, RestoredBy } from '@contract/photo';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import sharp, { type Sharp } from 'sharp';
import { writeFileAtomic } from '../disk/atomic-write';
import { readRawSamples } from './raw-picture';
import { avifBits, decodeAlpha, decodeColours } from './decode';
import { hidesColours } from './hidden-colours';
import { readMetadata, type PhotoMetadata } from './metadata';
import { embedJxl, encodeJxl } from './jpeg-xl-writer';
import { carrierOf } from './metadata-carrier';
import { atPage, OPEN_OPTIONS, openOptions, probe, type ProbedPhoto } from './probe';
import { embedMetadata, resultMetadata, type Pixels } from './result-metadata';
import { colourspace, gatherBits, toDepth, type Samples } from './samples';
import { entriesOfPage } from './page-words';
import { pagesWithoutPlaces } from './without-places';
import { joinPages, pageAsStored, pageOfFile, type FurtherPage } from './tiff-stack';

/** How a result is written; absent: as the format does best. */
export type OutputSettings = Pick<RestoreSettings, 'quality' | 'lossless' | 'depth' | 'stripLocation'>;

export interface EncodeRequest {
  raw: RawPicture;
  /** The photo whose metadata, profile and alpha channel the result carries; null for none. */
  original: string | null;
  out: string;
  format: ResultFormat;
  /** Only 'overwrite' replaces an existing file; otherwise `FileExists` is thrown. */
  onConflict: ConflictPolicy;
  settings?: OutputSettings;
  /** The model that made the picture, to be said in its XMP. */
  model?: RestoredBy;
}

/** A result before it has a name. */
export type EncodeBytesRequest = Omit<EncodeRequest, 'out' | 'onConflict'> & {
  /** For sentences. */
  name: string;
};

export interface EncodedPhoto {
  bytes: Uint8Array;
  /** What of the original the result could not carry. */
  notes: Sentence[];
}

interface Original {
  path: string;
  probed: ProbedPhoto;
}

const MAX_SIDE: Record<ResultFormat, number> = {
  jpeg: 65_500,
  png: 65_535,
  tiff: 65_535,
  webp: 16_383,
  avif: 16_384,
  jxl: 65_535,
};
/** The encoder's memory ends at four gigabytes: some samples less were too many, too. */
const MOST_JXL_BYTES = 600e6;
/** Larger JPEGs get the standard tables: finding better ones holds 12 bytes a pixel in memory, for some 5 % of the file. */
const MOST_OPTIMISED = 32e6;
/** A JPEG XL of 100 has no loss. */
const QUALITY = { jpeg: 95, webp: 95, avif: 85, jxl: 100 } as const;

/** Writes a picture as a photo, durably; see `encodePhotoBytes`. Returns what the result could not carry. */
export async function encodePhoto({ out, onConflict, ...request }: EncodeRequest): Promise<Sentence[]> {
  const { bytes, notes } = await encodePhotoBytes({ ...request, name: basename(out) });
  await writeFileAtomic(out, [bytes], { overwrite: onConflict === 'overwrite' });
  return notes;
}

/** A photo piece by piece: a stack is never held as a whole. */
export interface PhotoParts {
  parts: AsyncIterable<Uint8Array> | readonly Uint8Array[];
  /** What of the original the result could not carry. */
  notes: Sentence[];
}

/** As `encodePhotoBytes`, with all pages of a stack and what lies beside the picture in its file. */
export async function encodePhotoParts(request: EncodeBytesRequest): Promise<PhotoParts> {
  const { raw, original, name, format, settings = {} } = request;
  const { bytes, notes } = await encodePhotoBytes(request);
  const whole = original === null ? null : await probe(original);
  const isStack = (raw.pages ?? 1) > 1;
  if (original === null || whole === null || (!isStack && whole.beside.length === 0)) return { parts: [bytes], notes };
  const bare = settings.stripLocation === true ? pagesWithoutPlaces(whole.pages) : { kept: whole.pages, notes: [] };
  const probed = { ...whole, pages: bare.kept };
  const isSame = probed.info.width === raw.width && probed.info.height === raw.height;
  const beside = format === 'tiff' && isSame ? probed.beside : [];
  const lost = probed.beside.length > beside.length ? [say('save.noPageBeside', { count: probed.beside.length })] : [];
  const further = furtherPages({ raw, path: original, probed, beside, settings });
  const count = (raw.pages ?? 1) - 1 + beside.length;
  return {
    parts: count === 0 ? [bytes] : joinPages(bytes, further, count, name),
    notes: [...notes, ...bare.notes, ...lost],
  };
}

interface Stack {
  raw: RawPicture;
  path: string;
  probed: ProbedPhoto;
  beside: readonly number[];
  settings: OutputSettings;
}

/** The pages of a stack behind its first, and those that go with the picture as they are. */
async function* furtherPages({ raw, path, probed, beside, settings }: Stack): AsyncGenerator<FurtherPage> {
  const { info } = probed;
  for (let index = 1; index < (raw.pages ?? 1); index += 1) {
    const page = atPage(probed, probed.stack[index]!);
    const pixels = await addAlpha(await readPixels(raw, 'tiff', settings, index), { path, probed: page }, 'tiff');
    const scale = raw.width / info.width;
    yield pageOfFile(await tiffOf(pixels), entriesOfPage(probed.pages[page.page]!, { scale, depth: pixels.depth }));
  }
  if (beside.length === 0) return;
  const file = await open(path, 'r');
  try {
    for (const index of beside) {
      const page = probed.pages[index]!;
      // Samples of 16 bits lie as the file's byte order says.
      if (probed.isLittle || Math.max(...page.bits) <= 8) yield pageAsStored(file, page);
      else yield pageOfFile(await asLittleEndian(path, atPage(probed, index)), entriesOfPage(page));
    }
  } finally {
    await file.close();
  }
}

const tiffOf = (pixels: Pixels): Promise<Uint8Array> => inFormat(plainImage(pixels), 'tiff', {}, 0).toBuffer();

/** A page of one sample, its values as they are, however it lies. */
async function asLittleEndian(path: string, probed: ProbedPhoto): Promise<Uint8Array> {
  const options = { ...openOptions(probed), autoOrient: false };
  return inFormat(sharp(path, options).toColourspace('grey16'), 'tiff', {}, 0).toBuffer();
}

/**
 * A picture as the bytes of a photo; of a stack its first page. PNG and TIFF hold 8 and 16 bits exactly, AVIF 8 or 12 (10 if the original has
 * 10), JPEG XL 8 and 16, JPEG and WebP 8; samples are rounded once. The profile is carried, pixel values are not converted.
 */
export async function encodePhotoBytes(request: EncodeBytesRequest): Promise<EncodedPhoto> {
  const { raw, original, name, format, settings = {}, model = null } = request;
  refuseSize({ ...raw, depth: settings.depth ?? raw.depth }, format, name);
  const source = original === null ? null : { path: original, probed: await probe(original) };
  const pixels = await addAlpha(await readPixels(raw, format, settings), source, format);
  const notes = lossNotes(raw, pixels, source, settings);
  const info = source?.probed.info;
  const isSameSize = info?.width === pixels.width && info.height === pixels.height;
  const changes = { isSameSize, stripLocation: settings.stripLocation ?? false, mark: model };
  const own = source === null ? null : await readMetadata(source.path, source.probed);
  const result = own === null ? null : await resultMetadata(own, pixels, format, changes);
  try {
    const encoded = await encodePixels(pixels, source, result?.metadata ?? null, { format, settings, name });
    return { bytes: encoded.bytes, notes: [...notes, ...(result?.notes ?? []), ...encoded.notes] };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('internal', say('save.notEncoded', { file: name, why: String(error) }), name);
  }
}

type ResultSize = Pick<RawPicture, 'width' | 'height' | 'channels' | 'depth'>;

/** Throws AppError('bad-input') where a format cannot hold a picture of that size. */
export function refuseSize({ width, height, channels, depth }: ResultSize, format: ResultFormat, name: string): void {
  const most = MAX_SIDE[format];
  if (format === 'jxl' && (width * height * channels * depth) / 8 > MOST_JXL_BYTES)
    throw new AppError('bad-input', say('save.jxlTooLarge', { file: name }), name);
  if (width <= most && height <= most) return;
  throw new AppError(
    'bad-input',
    say('save.formatTooSmall', { file: name, format: format.toUpperCase(), most, width, height }),
    name,
  );
}

async function readPixels(raw: RawPicture, format: ResultFormat, settings: OutputSettings, page = 0): Promise<Pixels> {
  const depth = format === 'jpeg' || format === 'webp' ? 8 : (settings.depth ?? raw.depth);
  const { width, height, channels } = raw;
  return { samples: toDepth(await readRawSamples(raw, page), depth), width, height, channels, depth };
}

/** Puts the original's alpha beside the colours, enlarged where the result is larger. JPEG has no alpha. */
async function addAlpha(pixels: Pixels, source: Original | null, format: ResultFormat): Promise<Pixels> {
  if (source === null || format === 'jpeg') return pixels;
  const decoded = await decodeAlpha(source.path, source.probed, pixels);
  if (decoded === null) return pixels;
  const alpha = toDepth(decoded, pixels.depth);
  const { samples, channels } = pixels;
  await keepHidden(samples, alpha, pixels, source);
  const count = channels + 1;
  const joined = pixels.depth === 8 ? new Uint8Array(alpha.length * count) : new Uint16Array(alpha.length * count);
  for (let i = 0; i < alpha.length; i += 1) {
    for (let c = 0; c < channels; c += 1) joined[i * count + c] = samples[i * channels + c]!;
    joined[i * count + channels] = alpha[i]!;
  }
  return { ...pixels, samples: joined, channels: count as 2 | 4 };
}

/** Puts the original's own colours where nothing shows, as far as the result has the same size and depth. */
async function keepHidden(colours: Samples, alpha: Samples, size: Pixels, { path, probed }: Original): Promise<void> {
  const { width, height, channels, depth } = probed.info;
  const isSame = size.width === width && size.height === height && size.depth === depth;
  if (!isSame || !hidesColours(probed) || !alpha.includes(0)) return;
  const own = await decodeColours(path, probed);
  for (let i = 0; i < alpha.length; i += 1) {
    if (alpha[i] !== 0) continue;
    for (let c = 0; c < channels; c += 1) colours[i * channels + c] = own[i * channels + c]!;
  }
}

/** What the pixels lost that nobody asked for. */
function lossNotes(raw: RawPicture, pixels: Pixels, source: Original | null, { depth }: OutputSettings): Sentence[] {
  const notes: Sentence[] = [];
  if (raw.depth === 16 && pixels.depth === 8 && depth !== 8) notes.push(say('save.lostBits'));
  if (source?.probed.info.hasAlpha === true && pixels.channels % 2 === 1) notes.push(say('save.lostAlpha'));
  return notes;
}

interface How {
  format: ResultFormat;
  settings: OutputSettings;
  /** For sentences. */
  name: string;
}

async function encodePixels(
  pixels: Pixels,
  source: Original | null,
  metadata: PhotoMetadata | null,
  how: How,
): Promise<EncodedPhoto> {
  const { format, settings } = how;
  if (format === 'avif') return { bytes: await encodeAvif(pixels, source, metadata, settings), notes: [] };
  if (format === 'jxl') return encodeAsJxl(pixels, metadata, how);
  const bytes = await inFormat(plainImage(pixels), format, settings, pixels.width * pixels.height).toBuffer();
  return { bytes: metadata === null ? bytes : await embedMetadata(bytes, format, metadata, pixels), notes: [] };
}

async function encodeAsJxl(
  pixels: Pixels,
  metadata: PhotoMetadata | null,
  { settings, name }: How,
): Promise<EncodedPhoto> {
  const { exif = null, xmp = null, icc = null } = metadata ?? {};
  const quality = settings.lossless === true ? 100 : (settings.quality ?? QUALITY.jxl);
  const { data, hasProfile, hasLoss } = await encodeJxl(pixels, { quality, icc }, name);
  const notes = [
    ...(hasProfile ? [] : [say('save.otherProfile')]),
    ...(quality < 100 && !hasLoss ? [say('save.jxlWithoutLoss')] : []),
  ];
  return { bytes: embedJxl(data, { exif, xmp }), notes };
}

function plainImage({ samples, width, height, channels, depth }: Pixels): Sharp {
  return sharp(samples, { raw: { width, height, channels }, limitInputPixels: false }).toColourspace(
    colourspace(channels, depth),
  );
}

function inFormat(
  image: Sharp,
  format: Exclude<ResultFormat, 'avif' | 'jxl'>,
  { quality, lossless = false }: OutputSettings,
  pixels: number,
): Sharp {
  switch (format) {
    case 'jpeg':
      return image.jpeg({
        quality: quality ?? QUALITY.jpeg,
        chromaSubsampling: '4:4:4',
        optimiseCoding: pixels <= MOST_OPTIMISED,
      });
    case 'png':
      return image.png({ compressionLevel: 6, palette: false });
    case 'tiff':
      // sharp's own default would be JPEG compression; deflate takes four times as long.
      return image.tiff({ compression: 'lzw', predictor: 'horizontal' });
    case 'webp':
      // Effort 0 and 1 would be faster, but fail on a large photo full of detail: it overflows WebP's first partition.
      return image.webp({ quality: quality ?? QUALITY.webp, lossless, effort: 2, exact: true });
  }
}

async function encodeAvif(
  pixels: Pixels,
  source: Original | null,
  metadata: PhotoMetadata | null,
  { quality, lossless = false }: OutputSettings,
): Promise<Uint8Array> {
  const { samples } = pixels;
  const deep = samples instanceof Uint16Array;
  const bits = avifBits(source?.probed.info.format, source?.probed.metadata.bitsPerSample) ?? 12;
  const stored = deep ? { ...pixels, samples: gatherBits(samples, bits) } : pixels;
  const image = metadata === null ? plainImage(stored) : carriedImage(stored, metadata);
  return image
    .avif({
      quality: quality ?? QUALITY.avif,
      lossless,
      effort: 1,
      chromaSubsampling: '4:4:4',
      bitdepth: deep ? bits : 8,
    })
    .toBuffer();
}

/**
 * A picture of one pixel that carries the metadata, enlarged, set to zero, and the samples put in by 'or': the only way
 * through sharp that keeps metadata and changes no sample (withIccProfile on raw pixels converts them).
 */
function carriedImage(pixels: Pixels, metadata: PhotoMetadata): Sharp {
  const { samples, width, height, channels, depth } = pixels;
  const space = colourspace(channels, depth);
  const zeros = new Array<number>(channels).fill(0);
  return (
    sharp(carrierOf(metadata, channels), OPEN_OPTIONS)
      .pipelineColourspace(space)
      .resize(width, height, { fit: 'fill', kernel: 'nearest' })
      .keepMetadata()
      .linear(zeros, zeros)
      // Typed as Buffer, but only the array itself tells sharp of 16-bit samples.
      .boolean(samples as unknown as Buffer, 'or', { raw: { width, height, channels } })
      .toColourspace(space)
  );
}
