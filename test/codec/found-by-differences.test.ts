import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { ResultFormat } from '@contract/photo';
import { decodePhoto, encodePhotoBytes } from '../../src-main/codec';
import { chunkBytes } from '../../src-main/codec/png-chunks';
import { resolutionOfTiff } from '../../src-main/codec/resolution';
import { bytesReader } from '../../src-main/codec/tiff-directory';
import { readTiffPages } from '../../src-main/codec/tiff-pages';
import { temporaryFolder } from '../fixtures/helpers';
import { tiffByHand } from '../fixtures/tiff-maker';

/** What comparing with other decoders and with ExifTool has found. */
const folder = await temporaryFolder();

async function through(bytes: Uint8Array, ending: string, format: ResultFormat): Promise<Buffer> {
  const original = join(folder, `in.${ending}`);
  await writeFile(original, bytes);
  const raw = await decodePhoto(original, join(folder, 'raw'));
  return Buffer.from((await encodePhotoBytes({ raw, original, format, name: 'out' })).bytes);
}
const firstPage = async (bytes: Uint8Array) => (await readTiffPages(bytesReader(bytes)))[0]!;

it('colours that were multiplied by their alpha come back as colours, and the file says so', async () => {
  const pixels = Uint8Array.of(50, 25, 0, 128, 200, 100, 30, 255);
  const associated = { 0x0102: [8, 8, 8, 8], 0x0152: [1] };
  const result = await through(
    tiffByHand([{ width: 2, height: 1, samples: 4, pixels, tags: associated }]),
    'tif',
    'tiff',
  );
  expect((await firstPage(result)).extraSamples).toEqual([2]);
  const [red, green, blue, alpha] = await sharp(result).raw().toBuffer();
  expect([red, green, blue].map((value) => Math.round((value! * alpha!) / 255))).toEqual([50, 25, 0]);
});

it("IPTC in a PNG is read as ExifTool writes it, under the name of 'IPTC profile'", async () => {
  const iptc = Buffer.from('1c025a000748616d62757267', 'hex'); // city: Hamburg
  const text = `\nIPTC profile\n      ${iptc.length}\n${iptc.toString('hex')}\n`;
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#678' } })
    .png()
    .toBuffer();
  const data = Buffer.concat([Buffer.from('Raw profile type iptc\0\0'), deflateSync(text)]);
  const chunk = chunkBytes({ type: 'zTXt', data });
  const described = Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
  expect((await through(described, 'png', 'jpeg')).includes(iptc)).toBe(true);
});

it('the resolution of a WebP, which only its EXIF says, and 300 dpi of a PNG come into a TIFF as they are', async () => {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#678' } });
  for (const format of ['webp', 'png'] as const) {
    const photo = await picture.clone().toFormat(format).withMetadata({ density: 300 }).toBuffer();
    const { entries } = await firstPage(await through(photo, format, 'tiff'));
    expect(resolutionOfTiff(entries), format).toEqual({ x: 300, y: 300, unit: 'inch' });
  }
});
