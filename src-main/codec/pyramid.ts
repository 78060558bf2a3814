import { basename } from 'node:path';
import type { Rect } from '@contract/model-spec';
import sharp from 'sharp';
import { photoFailure, probe } from './probe';
import { clipToPhoto, encodeTile, screenImage, type RenderedTile } from './tile';

/**
 * A photo for the screen (8 bit, sRGB) in halved sizes, cut into squares in one uncompressed file: any part at any scale
 * is read without decoding the rest.
 */
export interface Pyramid {
  path: string;
  name: string;
  /** The photo itself, half of it, a quarter, … */
  levels: readonly { width: number; height: number }[];
  bytes: number;
}

const SQUARE = 512;

/** Writes a photo's pyramid to `out` (a .tif), reading and writing piece by piece. */
export async function writePyramid(path: string, out: string): Promise<Pyramid> {
  const name = basename(path);
  const options = { tile: true, pyramid: true, tileWidth: SQUARE, tileHeight: SQUARE, compression: 'none' } as const;
  const image = await screenImage(path, await probe(path));
  const { size } = await image
    .tiff(options)
    .toFile(out)
    .catch((error: unknown) => {
      throw photoFailure(error, name);
    });
  const { pages = 1 } = await sharp(out, { limitInputPixels: false }).metadata();
  const levels = [];
  for (let page = 0; page < pages; page++) {
    const { width, height } = await sharp(out, { limitInputPixels: false, page }).metadata();
    levels.push({ width, height });
  }
  return { path: out, name, levels, bytes: size };
}

/** What `renderTile` returns for the photo: the same pixels at full size, means of squares of pixels below 50 %. */
export async function renderPyramidTile(pyramid: Pyramid, rect: Rect, maxSide: number | null): Promise<RenderedTile> {
  const photo = { ...pyramid.levels[0]!, name: pyramid.name };
  const part = clipToPhoto(rect, photo);
  const longer = Math.max(part.width, part.height);
  const page = Math.min(levelFor(longer, maxSide ?? longer), pyramid.levels.length - 1);
  const level = pyramid.levels[page]!;
  const along = (start: number, length: number, whole: number, reduced: number) => {
    const from = Math.min(reduced - 1, Math.floor((start * reduced) / whole));
    return { from, length: Math.max(1, Math.min(reduced, Math.round(((start + length) * reduced) / whole)) - from) };
  };
  const across = along(part.x, part.width, photo.width, level.width);
  const down = along(part.y, part.height, photo.height, level.height);
  let image = sharp(pyramid.path, { limitInputPixels: false, page }).extract({
    left: across.from,
    top: down.from,
    width: across.length,
    height: down.length,
  });
  if (maxSide !== null && Math.max(across.length, down.length) > maxSide) {
    image = image.resize({ width: maxSide, height: maxSide, fit: 'inside' });
  }
  const scale = Math.min(1, (maxSide ?? longer) / longer);
  return encodeTile(image, part.width * part.height * scale * scale, pyramid.name);
}

/** The most often halved level that still has `side` pixels for a part of `length`. */
function levelFor(length: number, side: number): number {
  return Math.max(0, Math.floor(Math.log2(length / side) + 1e-9));
}
