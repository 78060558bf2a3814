import { basename } from 'node:path';
import type { ConflictPolicy, InputFormat, RawPicture } from '@contract/photo';
import { AppError } from '@contract/result';
import sharp, { type Sharp } from 'sharp';
import { writeFileAtomic } from '../atomic-write';
import { readRawSamples } from '../raw-picture';
import { avifBits, decodeAlpha } from './decode';
import { addExifToTiff, type Exif } from './exif';
import { exifOf, metadataCarrier } from './metadata';
import { OPEN_OPTIONS, probe, type ProbedPhoto } from './probe';
import { colourspace, gatherBits, toDepth, type Samples } from './samples';

export interface EncodeRequest {
  raw: RawPicture;
  /** The photo whose metadata, profile and alpha channel the result carries; null for none. */
  original: string | null;
  out: string;
  format: InputFormat;
  /** Only 'overwrite' replaces an existing file; otherwise `FileExists` is thrown. */
  onConflict: ConflictPolicy;
}

/** Pixels on their way into a file, alpha included. */
interface Pixels {
  samples: Samples;
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
  depth: 8 | 16;
}

/** The photo that a result comes from. */
interface Original {
  path: string;
  probed: ProbedPhoto;
  exif: Exif | null;
}

const MAX_SIDE: Record<InputFormat, number> = { jpeg: 65_500, png: 65_535, tiff: 65_535, webp: 16_383, avif: 16_384 };

/** A result before it has a name. */
export type EncodeBytesRequest = Omit<EncodeRequest, 'out' | 'onConflict'> & {
  /** For sentences. */
  name: string;
};

/** Writes a picture as a photo, durably; see `encodePhotoBytes`. */
export async function encodePhoto({ out, onConflict, ...request }: EncodeRequest): Promise<void> {
  const bytes = await encodePhotoBytes({ ...request, name: basename(out) });
  await writeFileAtomic(out, [bytes], { overwrite: onConflict === 'overwrite' });
}

/**
 * A picture as the bytes of a photo. PNG and TIFF hold 8 and 16 bits exactly, AVIF 8 or 12 (10 if the original has
 * 10), JPEG and WebP 8; samples are rounded once. The profile is carried, pixel values are not converted.
 */
export async function encodePhotoBytes({ raw, original, name, format }: EncodeBytesRequest): Promise<Uint8Array> {
  checkSize(raw, format, name);
  const source = original === null ? null : await openOriginal(original);
  const pixels = await addAlpha(await readPixels(raw, format), source, format);
  return encodePixels(pixels, source, format).catch((error: unknown) => {
    throw new AppError('internal', `${name} could not be encoded (${String(error)}). Choose PNG or TIFF.`, name);
  });
}

async function openOriginal(path: string): Promise<Original> {
  const probed = await probe(path);
  return { path, probed, exif: await exifOf(path, probed) };
}

async function encodePixels(pixels: Pixels, source: Original | null, format: InputFormat): Promise<Uint8Array> {
  const { width, height, depth } = pixels;
  const metadata = source?.probed.metadata;
  const bits = avifBits(source?.probed.info.format, metadata?.bitsPerSample) ?? 12;
  const { samples } = pixels;
  const narrow = format === 'avif' && samples instanceof Uint16Array;
  const stored = narrow ? { ...pixels, samples: gatherBits(samples, bits) } : pixels;
  const image = source === null ? plainImage(stored) : imageLike(source, stored, format);
  const bytes = await inFormat(image, format, depth === 16 ? bits : 8, metadata?.density).toBuffer();
  const exif = source?.exif ?? null;
  return format === 'tiff' && exif !== null ? addExifToTiff(bytes, exif, width, height) : bytes;
}

function checkSize({ width, height }: RawPicture, format: InputFormat, name: string): void {
  const most = MAX_SIDE[format];
  if (width <= most && height <= most) return;
  const why = `${format.toUpperCase()} holds up to ${most} pixels a side, the result has ${width}×${height}`;
  throw new AppError('bad-input', `${name} was not saved: ${why}. Choose TIFF or PNG.`, name);
}

async function readPixels(raw: RawPicture, format: InputFormat): Promise<Pixels> {
  const depth = format === 'jpeg' || format === 'webp' ? 8 : raw.depth;
  const { width, height, channels } = raw;
  return { samples: toDepth(await readRawSamples(raw), depth), width, height, channels, depth };
}

/** Puts the original's alpha beside the colours, enlarged where the result is larger. JPEG has no alpha. */
async function addAlpha(pixels: Pixels, source: Original | null, format: InputFormat): Promise<Pixels> {
  if (source === null || format === 'jpeg') return pixels;
  const decoded = await decodeAlpha(source.path, source.probed, pixels);
  if (decoded === null) return pixels;
  const alpha = toDepth(decoded, pixels.depth);
  const { samples, channels } = pixels;
  const count = channels + 1;
  const joined = pixels.depth === 8 ? new Uint8Array(alpha.length * count) : new Uint16Array(alpha.length * count);
  for (let i = 0; i < alpha.length; i += 1) {
    for (let c = 0; c < channels; c += 1) joined[i * count + c] = samples[i * channels + c]!;
    joined[i * count + channels] = alpha[i]!;
  }
  return { ...pixels, samples: joined, channels: count as 2 | 4 };
}

function plainImage({ samples, width, height, channels, depth }: Pixels): Sharp {
  return sharp(samples, { raw: { width, height, channels }, limitInputPixels: false }).toColourspace(
    colourspace(channels, depth),
  );
}

/**
 * The original with every sample set to zero and the new ones put in by 'or': the only way through sharp that keeps
 * all metadata and changes no pixel (withIccProfile on raw pixels converts them).
 */
function imageLike({ path, probed, exif }: Original, pixels: Pixels, format: InputFormat): Sharp {
  const { samples, width, height, channels, depth } = pixels;
  const { info } = probed;
  const space = colourspace(channels, depth);
  // EXIF of a TIFF reaches other formats only by a stand-in; into a TIFF it is put after encoding.
  const standIn = info.format === 'tiff' && format !== 'tiff' && exif !== null;
  let image = sharp(standIn ? metadataCarrier(exif, probed, pixels) : path, OPEN_OPTIONS).pipelineColourspace(space);
  if (info.hasAlpha && channels % 2 === 1) image = image.removeAlpha();
  if (standIn || width !== info.width || height !== info.height) {
    image = image.resize(width, height, { fit: 'fill', kernel: 'nearest' });
  }
  const zeros = new Array<number>(channels).fill(0);
  const sameKind = info.channels === (channels < 3 ? 1 : 3);
  image = sameKind ? image.keepMetadata() : image.keepExif().keepXmp();
  return (
    image
      .linear(zeros, zeros)
      // Typed as Buffer, but only the array itself tells sharp of 16-bit samples.
      .boolean(samples as unknown as Buffer, 'or', { raw: { width, height, channels } })
      .toColourspace(space)
  );
}

function inFormat(image: Sharp, format: InputFormat, bits: 8 | 10 | 12, density: number | undefined): Sharp {
  switch (format) {
    case 'jpeg':
      return image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
    case 'png':
      return image.png({ compressionLevel: 6, palette: false });
    case 'tiff': {
      // sharp's own default would be JPEG compression; deflate takes four times as long. Resolution is in pixels a millimetre.
      const resolution = (density ?? 72) / 25.4;
      return image.tiff({ compression: 'lzw', predictor: 'horizontal', xres: resolution, yres: resolution });
    }
    case 'webp':
      return image.webp({ quality: 95, smartSubsample: true, exact: true });
    case 'avif':
      return image.avif({ quality: 85, effort: 3, chromaSubsampling: '4:4:4', bitdepth: bits });
  }
}
