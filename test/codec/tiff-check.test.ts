import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto, probePhoto } from '../../src-main/codec';
import { isRawThere } from '../../src-main/codec/tiff-check';
import { bytesReader } from '../../src-main/codec/tiff-directory';
import { readTiffPages } from '../../src-main/codec/tiff-pages';
import { failureOf, noise, temporaryFolder } from '../fixtures/helpers';
import { PACKERS, tiffByHand, type PageByHand } from '../fixtures/tiff-maker';

const folder = await temporaryFolder();
const WIDTH = 70;
const HEIGHT = 50;
const pixels = noise(WIDTH * HEIGHT * 3, 8) as Uint8Array;
const page: PageByHand = { width: WIDTH, height: HEIGHT, pixels };
const jpegTile = await sharp(pixels.subarray(0, 32 * 32 * 3), { raw: { width: 32, height: 32, channels: 3 } })
  .jpeg({ chromaSubsampling: '4:4:4' })
  .toBuffer();
let count = 0;

async function saved(bytes: Uint8Array, ending = 'tif'): Promise<string> {
  const path = join(folder, `${String((count += 1))}.${ending}`);
  await writeFile(path, bytes);
  return path;
}
const decode = (path: string, damaged = false) =>
  decodePhoto(path, join(folder, `raw${String((count += 1))}`), { damaged });
const refusal = async (bytes: Uint8Array, ending?: string) =>
  (await failureOf(saved(bytes, ending).then((path) => decode(path)))).message;

describe.each(Object.entries(PACKERS))('a TIFF with %s', (_name, packer) => {
  it.each([undefined, 16, 32])('has the pixels that were put in, in tiles of %s', async (tile) => {
    const path = await saved(tiffByHand([{ ...page, ...packer, ...(tile === undefined ? {} : { tile }) }]));
    const raw = await decode(path);
    expect(Buffer.compare(await readFile(raw.path), pixels)).toBe(0);
  });

  it('is refused when it is cut', async () => {
    const file = tiffByHand([{ ...page, ...packer, tile: 16 }]);
    // The directory lies at the end: the same file with its pieces moved behind that end.
    const cut = Buffer.from(file);
    const at = cut.indexOf(Buffer.from([0x44, 0x01, LONG_TYPE, 0]));
    cut.writeUInt32LE(file.length - 4, cut.readUInt32LE(at + 8) + 8);
    expect(await refusal(cut)).toMatch(/ends early/);
  });
});
const LONG_TYPE = 4;

it('a small TIFF of many large pages is refused before it fills the disk with them', async () => {
  const large = { ...page, ...PACKERS.deflate, width: 8000, height: 8000 };
  expect(await refusal(tiffByHand(Array.from({ length: 12 }, () => large)))).toMatch(
    /would unpack to 2.3 GB, more than a hundred times/,
  );
});

it('a TIFF that lists more tiles than it has room for is read by those it has', async () => {
  const file = tiffByHand([{ ...page, ...PACKERS.deflate, tile: 16 }]);
  const listed = await readTiffPages(bytesReader(file));
  expect(listed[0]!.pieces).toHaveLength(Math.ceil(WIDTH / 16) * Math.ceil(HEIGHT / 16));
  // Its first tile, and the tables of all.
  for (const tag of [0x00, 0x01]) {
    const type = [3, LONG_TYPE].find((one) => file.includes(Buffer.from([tag, 0x01, one, 0])))!;
    file.writeUInt32LE(16, file.indexOf(Buffer.from([tag, 0x01, type, 0])) + 8);
  }
  expect((await readTiffPages(bytesReader(file)))[0]).toMatchObject({ width: 16, height: 16 });
  expect((await readTiffPages(bytesReader(file)))[0]!.pieces).toEqual(listed[0]!.pieces.slice(0, 1));
});

it.each([undefined, 16])('pages that are not read are named for what they are, in tiles of %s', async (tile) => {
  const packed = { ...page, compression: 50_000, ...(tile === undefined ? {} : { tile }) };
  expect(await refusal(tiffByHand([packed, packed]))).toMatch(/compressed with ZSTD/);
});

describe('a TIFF whose tile cannot be decoded', () => {
  it.each([
    ['deflate', 8, () => noise(40, 8) as Uint8Array],
    ['LZW', 5, (piece: Uint8Array) => PACKERS.lzw.pack(piece).subarray(0, 60)],
    ['PackBits', 32773, (piece: Uint8Array) => PACKERS.packBits.pack(piece).subarray(0, 60)],
    ['JPEG', 7, () => Buffer.concat([jpegTile.subarray(0, jpegTile.length / 2), Uint8Array.of(0xff, 0xd9)])],
  ])('is refused as damaged (%s), and restored when that is allowed', async (_name, compression, pack) => {
    const tags = { 0x0106: [compression === 7 ? 6 : 2] };
    const file = tiffByHand([{ ...page, tile: 32, compression, pack, tags }]);
    expect(await refusal(file)).toMatch(/is damaged: a part of it may be wrong/);
    expect((await decode(await saved(file), true)).width).toBe(WIDTH);
  });
});

it('strips that are JPEGs are followed as well', async () => {
  const whole = await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .tiff({ compression: 'jpeg', quality: 90 })
    .toBuffer();
  expect((await decode(await saved(whole))).width).toBe(WIDTH);
  expect(await refusal(whole.fill(0, whole.length >> 1, (whole.length >> 1) + 40))).toMatch(/is damaged: a part/);
});

describe('what a TIFF holds', () => {
  const small: PageByHand = { width: 8, height: 8, pixels: pixels.subarray(0, 192) };

  it.each([
    [{ ...page, compression: 50000 }, /is compressed with ZSTD/],
    [{ ...page, compression: 6, tile: 16 }, /is compressed with old-style JPEG/],
    [{ ...page, compression: 34712, tile: 16 }, /is compressed with JPEG 2000/],
    [{ ...page, compression: 777 }, /is compressed with compression 777/],
    [{ ...page, tags: { 0x0106: [8] } }, /is a CIELab picture/],
    [{ ...page, tags: { 0x0102: [12, 12, 12] } }, /is a 12-bit TIFF/],
    [{ ...page, tags: { 0x0153: [2, 2, 2] } }, /holds signed 8-bit samples/],
    [{ ...page, tags: { 0x0102: [32, 32, 32], 0x0153: [3, 3, 3] } }, /holds 32-bit floating-point samples/],
    [{ ...page, tags: { 0x0106: [6], 0x011c: [2] } }, /holds colours as YCbCr without JPEG/],
    [{ ...page, samples: 2, tags: { 0x0102: [8, 8], 0x011c: [2] } }, /stores its colours/],
    [{ ...page, tile: 16, tags: { 0x011c: [2] } }, /stores its colours one after the other/],
  ] as [PageByHand, RegExp][])('is named where it is not read (%#)', async (one, sentence) => {
    expect(await refusal(tiffByHand([one]))).toMatch(sentence);
  });

  it('a raw file whose own picture is not there is told from one that has it', async () => {
    const sensor = {
      ...page,
      pixels: pixels.subarray(0, WIDTH * HEIGHT),
      samples: 1,
      tags: { 0x0102: [8], 0x0106: [32_803] },
    };
    for (const [one, isThere] of [
      [sensor, true],
      [{ ...sensor, tile: 16 }, true],
      // Pixels are no JPEG.
      [{ ...sensor, tile: 16, compression: 7 }, false],
    ] as const) {
      const bytes = tiffByHand([small, one]);
      expect(await isRawThere(bytesReader(bytes), bytes.length)).toBe(isThere);
      expect(await isRawThere(bytesReader(bytes), 300)).toBe(false);
    }
  });

  it('several pictures are never silently the first', async () => {
    expect(await refusal(tiffByHand([page, page, page]))).toMatch(/holds 3 pictures/);
  });

  it('a preview or a mask beside the picture is not the picture, whichever comes first', async () => {
    const preview = { ...small, tags: { 0x00fe: [1] } };
    const mask = { ...page, tags: { 0x00fe: [4] } };
    for (const pages of [
      [preview, page],
      [page, preview],
      [preview, page, mask],
    ]) {
      const path = await saved(tiffByHand(pages));
      expect(await probePhoto(path)).toMatchObject({ width: WIDTH, height: HEIGHT });
      expect(Buffer.compare(await readFile((await decode(path)).path), pixels)).toBe(0);
    }
  });
});

describe('other files', () => {
  it('animations are refused as such', async () => {
    const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
    const frames = [pixels, pixels.map((value) => 255 - value)].map((data) => sharp(data, { raw }).png().toBuffer());
    const webp = await sharp(await Promise.all(frames), { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await refusal(webp, 'webp')).toMatch(/is an animation/);
    const png = await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .png()
      .toBuffer();
    const control = Buffer.alloc(20);
    control.writeUInt32BE(8);
    control.write('acTL', 4, 'latin1');
    expect(await refusal(Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]), 'png')).toMatch(
      /is an animation/,
    );
  });

  it('a JPEG whose scan breaks off is refused with its share, and restored when that is allowed', async () => {
    const jpeg = await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .jpeg()
      .toBuffer();
    const rotten = Buffer.from(jpeg);
    rotten.fill(0, Math.floor(jpeg.length * 0.6), jpeg.length - 2);
    expect(await refusal(rotten, 'jpg')).toMatch(/is damaged: about \d+ % of it may be wrong/);
    expect((await decode(await saved(rotten, 'jpg'), true)).height).toBe(HEIGHT);
    const cut = jpeg.subarray(0, Math.floor(jpeg.length * 0.6));
    expect(await refusal(cut, 'jpg')).toMatch(/is damaged/);
    expect((await decode(await saved(cut, 'jpg'), true)).height).toBe(HEIGHT);
  });
});
