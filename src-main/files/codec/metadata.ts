import { crc32, deflateSync } from 'node:zlib';
import { readAt, withRegularFile } from '../read-file';
import { bytesReader, exifBlock, readExif, type Exif } from './exif';
import type { ProbedPhoto } from './probe';

/** The EXIF of a photo of any format; null where there is none or it is broken. */
export async function exifOf(path: string, { info, metadata }: ProbedPhoto): Promise<Exif | null> {
  if (info.format === 'tiff') {
    return withRegularFile(path, (file) => readExif((position, length) => readAt(file, position, length)), {
      followLinks: true,
    });
  }
  if (metadata.exif === undefined) return null;
  const marked = metadata.exif.subarray(0, 6).toString('latin1') === 'Exif\0\0';
  return readExif(bytesReader(marked ? metadata.exif.subarray(6) : metadata.exif));
}

/** PNG's numbers for grey, grey with alpha, RGB and RGBA. */
const COLOUR_TYPES = { 1: 0, 2: 4, 3: 2, 4: 6 };

/**
 * A PNG of one pixel that carries a photo's EXIF, XMP and profile: stands in for a TIFF, whose EXIF sharp does not see.
 * `size` is that of the picture which will take them over.
 */
export function metadataCarrier(
  exif: Exif,
  { info, metadata }: ProbedPhoto,
  size: { width: number; height: number; channels: 1 | 2 | 3 | 4 },
): Buffer {
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, COLOUR_TYPES[size.channels], 0, 0, 0]);
  const chunks = [chunk('IHDR', head)];
  const sameKind = info.channels === (size.channels < 3 ? 1 : 3);
  if (metadata.icc !== undefined && sameKind) {
    chunks.push(chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0'), deflateSync(metadata.icc)])));
  }
  if (metadata.xmp !== undefined) {
    chunks.push(chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), metadata.xmp])));
  }
  if (metadata.density !== undefined) chunks.push(chunk('pHYs', pixelsPerMetre(metadata.density / 0.0254)));
  chunks.push(chunk('eXIf', exifBlock(exif, size.width, size.height)));
  chunks.push(chunk('IDAT', deflateSync(new Uint8Array(1 + size.channels))), chunk('IEND', Buffer.alloc(0)));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

function pixelsPerMetre(value: number): Buffer {
  const bytes = Buffer.alloc(9, 1); // the last byte: the unit is the metre
  bytes.writeUInt32BE(Math.round(value), 0);
  bytes.writeUInt32BE(Math.round(value), 4);
  return bytes;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
