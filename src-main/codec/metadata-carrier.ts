import { deflateSync } from 'node:zlib';
import type { PhotoMetadata } from './metadata';
import { chunkBytes, embedPng, PNG_SIGNATURE } from './png-chunks';

/** PNG's numbers for grey, grey with alpha, RGB and RGBA. */
const COLOUR_TYPES = { 1: 0, 2: 4, 3: 2, 4: 6 };

/** A PNG of one pixel with a photo's EXIF, XMP, profile and resolution, for sharp to take them over from. */
export function carrierOf({ exif, xmp, icc, resolution }: PhotoMetadata, channels: 1 | 2 | 3 | 4): Uint8Array {
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, COLOUR_TYPES[channels], 0, 0, 0]);
  const pixel = deflateSync(new Uint8Array(1 + channels));
  const png = Buffer.concat([
    PNG_SIGNATURE,
    chunkBytes({ type: 'IHDR', data: head }),
    chunkBytes({ type: 'IDAT', data: pixel }),
    chunkBytes({ type: 'IEND', data: new Uint8Array() }),
  ]);
  return embedPng(png, {
    exif: exif ?? undefined,
    xmp: xmp ?? undefined,
    icc: icc ?? undefined,
    resolution,
  });
}
