import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultFormat } from '@contract/photo';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto, encodePhoto } from '../../src-main/codec';
import { exifBlock, readExif, type Exif } from '../../src-main/codec/exif';
import { bytesReader } from '../../src-main/codec/tiff-directory';
import { noise, rawPicture, seeded, temporaryFolder } from '../fixtures/helpers';

const folder = await temporaryFolder();
const [width, height] = [24, 16];
const samples = noise(width * height * 3, 16) as Uint16Array;
const { raw } = await rawPicture(join(folder, 'raw'), { width, height, channels: 3, depth: 16 }, samples);

const jpeg = join(folder, 'camera.jpg');
await sharp(noise(width * height * 3, 8), { raw: { width, height, channels: 3 } })
  .withExif({
    IFD0: { Make: 'Maker', Model: 'Model 1', Copyright: 'Somebody' },
    IFD2: { ISOSpeedRatings: '1600', LensModel: 'A lens of 50 mm', ExposureTime: '1/125' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 30/1 15/2' },
  })
  .withDensity(300)
  .jpeg()
  .toFile(jpeg);

const write = async (original: string, format: ResultFormat): Promise<string> => {
  const out = `${original}.${format}`;
  await encodePhoto({ raw, original, out, format, onConflict: 'overwrite' });
  return out;
};
const blobOf = async (path: string) => {
  const exif = (await sharp(path).metadata()).exif!;
  return exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif;
};
const text = (exif: Exif, tag: number) =>
  [...exif.main, ...exif.photo, ...exif.gps].find((entry) => entry.tag === tag)?.value;

describe('EXIF and TIFF', () => {
  it('JPEG → TIFF → TIFF keeps every entry and every pixel', async () => {
    const before = (await readExif(bytesReader(await blobOf(jpeg))))!;
    expect(before.gps.length).toBeGreaterThanOrEqual(2);
    const first = await write(jpeg, 'tiff');
    const second = await write(first, 'tiff');
    for (const path of [first, second]) {
      const after = (await readExif(bytesReader(await readFile(path))))!;
      for (const part of ['main', 'photo', 'gps'] as const) {
        // Size and resolution are the file's own.
        const own = [0xa002, 0xa003, 0x011a, 0x011b, 0x0128];
        for (const entry of before[part].filter(({ tag }) => !own.includes(tag))) {
          expect(after[part]).toContainEqual(entry);
        }
      }
      const decoded = await decodePhoto(path, join(folder, 'back'));
      const bytes = await readFile(decoded.path);
      expect(new Uint16Array(new Uint8Array(bytes).buffer)).toEqual(samples);
    }
  });

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('TIFF → %s, as libexif reads it', async (format) => {
    const out = await write(await write(jpeg, 'tiff'), format);
    // libvips wrote this block anew from what it understood.
    const exif = (await readExif(bytesReader(await blobOf(out))))!;
    expect(Buffer.from(text(exif, 0x8298)!).toString()).toContain('Somebody');
    expect(Buffer.from(text(exif, 0xa434)!).toString()).toContain('A lens of 50 mm');
    expect(new DataView(text(exif, 0x8827)!.slice().buffer).getUint16(0, true)).toBe(1600);
    expect(new Uint32Array(text(exif, 2)!.slice().buffer)).toEqual(Uint32Array.of(47, 1, 30, 1, 15, 2));
    const metadata = await sharp(out).metadata();
    if (format === 'jpeg' || format === 'png') expect(metadata.density).toBe(300);
    expect([metadata.width, metadata.height, metadata.orientation ?? 1]).toEqual([width, height, 1]);
  });

  it('reads both byte orders alike', async () => {
    const little = exifBlock((await readExif(bytesReader(await blobOf(jpeg))))!);
    const exif = (await readExif(bytesReader(little)))!;
    // One entry of two rationals, written by hand in big-endian order.
    const big = Buffer.alloc(8 + 2 + 12 + 4 + 16);
    big.write('MM\0*', 0, 'latin1');
    big.writeUInt32BE(8, 4);
    big.writeUInt16BE(1, 8);
    big.writeUInt16BE(0x8298, 10);
    big.writeUInt16BE(5, 12);
    big.writeUInt32BE(2, 14);
    big.writeUInt32BE(26, 18);
    [1, 2, 3, 4].forEach((value, i) => big.writeUInt32BE(value, 26 + 4 * i));
    const value = (await readExif(bytesReader(big)))!.main[0]!.value;
    expect(new Uint32Array(value.slice().buffer)).toEqual(Uint32Array.of(1, 2, 3, 4));
    expect(exif.main.map(({ tag }) => tag)).toContain(0x010f);
  });

  it('broken EXIF never stops a photo: 2000 seeded damages and every cut', async () => {
    const block = new Uint8Array(await blobOf(jpeg));
    const next = seeded(3);
    for (let round = 0; round < 2000; round += 1) {
      const damaged = block.slice();
      for (let i = 0; i < 6; i += 1) damaged[next(damaged.length)] = next(256);
      const exif = await readExif(bytesReader(damaged));
      if (exif !== null) expect(exifBlock(exif).length).toBeLessThan(10 * block.length + 1000);
    }
    for (let length = 0; length < block.length; length += 1) await readExif(bytesReader(block.subarray(0, length)));
  });

  it('a TIFF whose EXIF points nowhere is still written', async () => {
    const path = await write(jpeg, 'tiff');
    const bytes = await readFile(path);
    const at = bytes.indexOf(Buffer.from([0x69, 0x87, 4, 0]));
    bytes.writeUInt32LE(0xfffffff0, at + 8);
    const broken = join(folder, 'broken.tiff');
    await writeFile(broken, bytes);
    expect((await sharp(await write(broken, 'png')).metadata()).depth).toBe('ushort');
  });
});
