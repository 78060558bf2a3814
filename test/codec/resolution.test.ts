import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto, encodePhotoBytes } from '../../src-main/codec';
import {
  jfifSegment,
  resolutionOfJfif,
  resolutionOfTiff,
  tiffResolution,
  type Resolution,
} from '../../src-main/codec/resolution';
import { embedPng } from '../../src-main/codec/png-chunks';
import { readTiffPages } from '../../src-main/codec/tiff-pages';
import { bytesReader } from '../../src-main/codec/tiff-directory';
import { noise, picture, temporaryFolder } from '../fixtures/helpers';
import { tiffByHand } from '../fixtures/tiff-maker';

const folder = await temporaryFolder();
const pixels = noise(9 * 7 * 3, 8) as Uint8Array;
let count = 0;

async function through(bytes: Uint8Array, ending: string, format: 'jpeg' | 'png' | 'tiff'): Promise<Uint8Array> {
  const original = join(folder, `${String((count += 1))}.${ending}`);
  await writeFile(original, bytes);
  const raw = await decodePhoto(original, `${original}.raw`);
  return (await encodePhotoBytes({ raw, original, name: 'x', format })).bytes;
}

const pages = (bytes: Uint8Array) => readTiffPages(bytesReader(bytes));

describe('the size of pixels', () => {
  const kinds: Resolution[] = [
    { x: 204, y: 98, unit: 'inch' },
    { x: 118.5, y: 118.5, unit: 'centimetre' },
    { x: 3, y: 2, unit: 'none' },
    { x: 10, y: 10, unit: 'none' },
  ];

  it.each(kinds)('$x × $y, $unit, is kept from TIFF to TIFF', async (resolution) => {
    const plain = tiffByHand([{ width: 9, height: 7, pixels, further: tiffResolution(resolution) }]);
    const [page] = await pages(await through(plain, 'tif', 'tiff'));
    const kept = resolutionOfTiff(page!.entries)!;
    expect(kept.unit).toBe(resolution.unit);
    expect([kept.x, kept.y].map((value) => Math.round(value * 1000) / 1000)).toEqual([resolution.x, resolution.y]);
  });

  it('is kept in a JPEG without EXIF, and from there in a PNG', async () => {
    const jpeg = await picture(pixels, 9, 7, 3).jpeg().toBuffer();
    const bare = jpeg[3] === 0xe0 ? jpeg.subarray(4 + jpeg.readUInt16BE(4)) : jpeg.subarray(2);
    const original = Buffer.concat([jpeg.subarray(0, 2), jfifSegment({ x: 300, y: 150, unit: 'inch' }), bare]);
    const result = await through(original, 'jpg', 'jpeg');
    expect(resolutionOfJfif(result.subarray(6))).toEqual({ x: 300, y: 150, unit: 'inch' });
    const png = Buffer.from(await through(original, 'jpg', 'png'));
    const at = png.indexOf('pHYs') + 4;
    expect([png.readUInt32BE(at), png.readUInt32BE(at + 4), png[at + 8]]).toEqual([11811, 5906, 1]);
  });
});

it.each(['jpeg', 'png', 'tiff'] as const)(
  'what no photo says of the size of its pixels, no %s says',
  async (format) => {
    const bare = embedPng(await picture(pixels, 9, 7, 3).png().toBuffer(), { resolution: null });
    const result = await through(bare, 'png', format);
    if (format === 'jpeg') expect([...result.subarray(13, 18)]).toEqual([0, 0, 1, 0, 1]);
    if (format === 'png') expect(Buffer.from(result).includes('pHYs')).toBe(false);
    if (format === 'tiff')
      expect(resolutionOfTiff((await pages(result))[0]!.entries)).toEqual({ x: 1, y: 1, unit: 'none' });
  },
);

describe('what only a TIFF says', () => {
  it('further samples that are no transparency stay that', async () => {
    const four = noise(9 * 7 * 4, 8) as Uint8Array;
    const original = tiffByHand([{ width: 9, height: 7, samples: 4, pixels: four, tags: { 0x0152: [0] } }]);
    const [page] = await pages(await through(original, 'tif', 'tiff'));
    const extra = page!.entries.find(({ tag }) => tag === 0x0152);
    expect(extra?.value.slice(0, 2)).toEqual(Uint8Array.of(0, 0));
  });

  it('pixels of a result are those of the photo', async () => {
    const result = await through(tiffByHand([{ width: 9, height: 7, pixels }]), 'tif', 'tiff');
    expect(new Uint8Array(await sharp(result).raw().toBuffer())).toEqual(pixels);
  });
});
