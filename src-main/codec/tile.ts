import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Rect } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import type { EncodedTile } from '@contract/photo';
import sharp, { type Sharp } from 'sharp';
import { readFailure } from '../disk/disk-error';
import { photoKey } from '../disk/photo-identity';
import { openOptions, photoFailure, probe, type ProbedPhoto } from './probe';
import { decodable } from './stand-in';

/** A part of a photo for the screen: 8 bit, sRGB, no alpha. */
export interface RenderedTile extends EncodedTile {
  width: number;
  height: number;
}

/** A decoded photo that is kept so that panning does not decode it again. */
interface Decoded {
  data: Buffer;
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
}

/** Decoded photos in memory, most recently used last. */
const decoded = new Map<string, { picture: Promise<Decoded>; bytes: number }>();
const CACHE_BYTES = 320 * 2 ** 20;
/** Larger photos are never kept; their tiles are cut from the file each time. */
const MAX_KEPT_BYTES = 200 * 2 ** 20;
/** Up to here the screen gets exact pixels. */
const LOSSLESS_PIXELS = 2_100_000;

/**
 * Renders a rectangle of a photo (null: all of it), reduced to at most `maxSide` pixels a side (null: not reduced),
 * colours converted to sRGB for the screen. Up to about 2 megapixels lossless PNG, beyond that JPEG.
 */
export async function renderTile(path: string, rect: Rect | null, maxSide: number | null): Promise<RenderedTile> {
  const probed = await probe(path);
  const { info } = probed;
  const part = clipToPhoto(rect ?? { x: 0, y: 0, width: info.width, height: info.height }, info);
  const longer = Math.max(part.width, part.height);
  // A small view of a whole photo is decoded small right away, and a wall of thumbnails empties no cache.
  const small = rect === null && maxSide !== null && longer > maxSide;
  let image =
    small || screenBytes(probed) > MAX_KEPT_BYTES ? await screenImage(path, probed) : await keptImage(path, probed);
  if (part.width !== info.width || part.height !== info.height) {
    image = image.extract({ left: part.x, top: part.y, width: part.width, height: part.height });
  }
  if (maxSide !== null && longer > maxSide) image = image.resize({ width: maxSide, height: maxSide, fit: 'inside' });
  const scale = maxSide === null ? 1 : Math.min(1, maxSide / longer);
  return encodeTile(image, part.width * part.height * scale * scale, info.name);
}

/** The part of a rectangle that lies in the photo. Throws AppError('bad-input') where there is none. */
export function clipToPhoto(
  rect: Rect,
  { width, height, name }: { width: number; height: number; name: string },
): Rect {
  const x = Math.min(Math.max(rect.x, 0), width);
  const y = Math.min(Math.max(rect.y, 0), height);
  const part = { x, y, width: Math.min(rect.width, width - x), height: Math.min(rect.height, height - y) };
  if (part.width < 1 || part.height < 1) {
    throw new AppError('bad-input', say('photo.partOutsideOf', { photo: name, width, height }), name);
  }
  return part;
}

/** A photo as the screen shows it: 8 bit, sRGB, upright, no alpha. */
export async function screenImage(path: string, probed: ProbedPhoto): Promise<Sharp> {
  return sharp(await decodable(path, probed), { ...openOptions(probed), ignoreIcc: false })
    .removeAlpha()
    .toColourspace('srgb');
}

const screenBytes = ({ info }: ProbedPhoto): number => info.width * info.height * 3;

async function keptImage(path: string, probed: ProbedPhoto): Promise<Sharp> {
  const { data, width, height, channels } = await keep(path, probed);
  return sharp(data, { raw: { width, height, channels } });
}

async function keep(path: string, probed: ProbedPhoto): Promise<Decoded> {
  const facts = await stat(path).catch((error: unknown) => {
    throw readFailure(error, path);
  });
  const key = photoKey(path, facts);
  const entry = decoded.get(key) ?? { picture: decodeForScreen(path, probed), bytes: screenBytes(probed) };
  // Again as the last: the first in the map is the one not used for longest.
  decoded.delete(key);
  decoded.set(key, entry);
  forgetOldest();
  try {
    return await entry.picture;
  } catch (error) {
    decoded.delete(key);
    throw photoFailure(error, basename(path));
  }
}

async function decodeForScreen(path: string, probed: ProbedPhoto): Promise<Decoded> {
  const image = await screenImage(path, probed);
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

function forgetOldest(): void {
  let total = [...decoded.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [key, { bytes }] of decoded) {
    if (total <= CACHE_BYTES) return;
    decoded.delete(key);
    total -= bytes;
  }
}

/** Lossless up to about 2 megapixels (`pixels`), JPEG beyond. `name` is the photo's, for failures. */
export async function encodeTile(image: Sharp, pixels: number, name: string): Promise<RenderedTile> {
  const lossless = pixels <= LOSSLESS_PIXELS;
  const encoded = lossless
    ? image.png({ compressionLevel: 1 })
    : image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true }).catch((error: unknown) => {
    throw photoFailure(error, name);
  });
  return { bytes: data, mime: lossless ? 'image/png' : 'image/jpeg', width: info.width, height: info.height };
}
