import { readFile, writeFile } from 'node:fs/promises';
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
import { failureOf, noise, picture, temporaryFolder } from '../fixtures/helpers';
import { exifByHand } from '../fixtures/photo-maker';
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

const reading = async (bytes: Uint8Array, ending: string) => {
  const path = join(folder, `read.${ending}`);
  await writeFile(path, bytes);
  return readFile((await decodePhoto(path, join(folder, 'raw'))).path);
};

it('what libtiff hands over as if it were RGB is refused: YCbCr without JPEG, grey with two further samples', async () => {
  const page = { width: 4, height: 2, pixels: noise(24, 8) as Uint8Array };
  const ycbcr = tiffByHand([{ ...page, tags: { 0x0106: [6], 0x0212: [1, 1] } }]);
  expect((await failureOf(reading(ycbcr, 'tif'))).message).toMatch(/YCbCr/);
  const grey = tiffByHand([{ ...page, tags: { 0x0106: [1], 0x0152: [0, 0] } }]);
  expect((await failureOf(reading(grey, 'tif'))).message).toMatch(/neither grey nor RGB/);
});

it('a progressive JPEG that was ended between two scans is damaged, all of it', async () => {
  const whole = await picture(noise(48 * 32 * 3, 8), 48, 32, 3)
    .jpeg({ progressive: true })
    .toBuffer();
  await reading(whole, 'jpg');
  const scans = [...whole.keys()].filter((at) => whole[at] === 0xff && whole[at + 1] === 0xda);
  expect(scans.length).toBeGreaterThan(3);
  for (const scan of [scans[1], scans.at(-1)]) {
    const ended = Buffer.concat([whole.subarray(0, scan), Buffer.of(0xff, 0xd9)]);
    expect((await failureOf(reading(ended, 'jpg'))).message).toMatch(/damaged: about 100 %/);
  }
});

it('a further sample that is no transparency hides no colour', async () => {
  const pixels = Uint8Array.of(10, 20, 30, 0, 200, 100, 50, 255);
  const page = (kind: number) =>
    tiffByHand([{ width: 2, height: 1, samples: 4, pixels, tags: { 0x0102: [8, 8, 8, 8], 0x0152: [kind] } }]);
  expect([...(await reading(page(0), 'tif'))]).toEqual([10, 20, 30, 200, 100, 50]);
  expect([...(await reading(page(2), 'tif'))]).toEqual([200, 100, 50, 200, 100, 50]);
});

/** 16×16, (200, 100, 40), the left half with an alpha of 128, by `avifenc --premultiply`. */
const PREMULTIPLIED = Buffer.from(
  'AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAAGbbWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxpYmF2aW' +
    'YAAAAADnBpdG0AAAAAAAEAAAAsaWxvYwAAAABEAAACAAEAAAABAAAB2gAAAC8AAgAAAAEAAAHDAAAAFwAAAEJpaW5mAAAAAAACAAAAGmluZmUC' +
    'AAAAAAEAAGF2MDFDb2xvcgAAAAAaaW5mZQIAAAAAAgAAYXYwMUFscGhhAAAAAChpcmVmAAAAAAAAAA5wcmVtAAEAAQACAAAADmF1eGwAAgABAA' +
    'EAAADDaXBycAAAAJ1pcGNvAAAAFGlzcGUAAAAAAAAAEAAAABAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBIAAAAAAAE2NvbHJuY2x4AAEADQAG' +
    'gAAAAA5waXhpAAAAAAEIAAAADGF2MUOBABwAAAAAOGF1eEMAAAAAdXJuOm1wZWc6bXBlZ0I6Y2ljcDpzeXN0ZW1zOmF1eGlsaWFyeTphbHBoYQ' +
    'AAAAAeaXBtYQAAAAAAAAACAAEEAQKDBAACBAEFhgcAAABObWRhdBIACgUYDP/YVDIMRAAAwJ/QYNfeIn6AEgAKCDgM/9hAQ0GkMiFEAAC/yPkk' +
    'tCdwkrE0V/GYWRC1evcA2KBd+DK+AM/+iGA=',
  'base64',
);

it('the colours of an AVIF that were multiplied by their alpha are divided by it', async () => {
  const samples = await reading(PREMULTIPLIED, 'avif');
  for (const at of [0, 3 * 12]) {
    for (const [channel, value] of [200, 100, 40].entries())
      expect(Math.abs(samples[at + channel]! - value)).toBeLessThan(5);
  }
});

it('EXIF behind the pixels of a PNG, or in one of its texts, turns it and comes along as XMP there does', async () => {
  const exif = exifByHand({
    ...{ little: true, photo: [], gps: [], thumbnail: null },
    main: [
      { tag: 0x010f, type: 'ascii', value: 'Maker' },
      { tag: 0x0112, type: 'short', value: [6] },
    ],
  });
  const pixels = noise(6 * 4 * 3, 8) as Uint8Array;
  const png = await picture(pixels, 6, 4, 3).png().toBuffer();
  const end = png.length - 12;
  const eXIf = chunkBytes({ type: 'eXIf', data: exif });
  const digits = `\nexif\n${exif.length}\n${Buffer.from(exif).toString('hex')}\n`;
  const text = chunkBytes({ type: 'tEXt', data: Buffer.from(`Raw profile type exif\0${digits}`) });
  const xmp = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="a drawing"/></rdf:RDF>'; // prettier-ignore
  const iTXt = chunkBytes({ type: 'iTXt', data: Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`) });
  for (const [at, chunk] of [
    [end, eXIf],
    [end, text],
    [33, text],
  ] as const) {
    // prettier-ignore
    const told = Buffer.concat([png.subarray(0, at), chunk, png.subarray(at, end), iTXt, png.subarray(end)]);
    const result = await through(told, 'png', 'tiff');
    expect(await sharp(result).metadata()).toMatchObject({ width: 4, height: 6 });
    const [top] = await sharp(result).extract({ left: 3, top: 0, width: 1, height: 1 }).raw().toBuffer();
    expect(top).toBe(pixels[0]);
    for (const words of ['Maker', 'a drawing']) expect(result.includes(words)).toBe(true);
  }
});
