import { open, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto, probePhoto } from '../../src-main/codec';
import { rawFacts } from '../../src-main/codec/camera-raw';
import { decodeHeic } from '../../src-main/codec/heic';
import { codedPieces } from '../../src-main/codec/heic-items';
import { readRawExif } from '../../src-main/codec/camera-raw-exif';
import { readJpegExtras } from '../../src-main/codec/jpeg-segments';
import { chunkBytes, profileIn, readPngChunks, readWordsOfPng } from '../../src-main/codec/png-chunks';
import type { ProbedPhoto } from '../../src-main/codec/probe';
import { bytesReader, SHORT, type TiffEntry } from '../../src-main/codec/tiff-directory';
import { readTiffPages } from '../../src-main/codec/tiff-pages';
import { editXmp } from '../../src-main/codec/xmp';
import { xmpWithoutPlaces } from '../../src-main/codec/xmp-places';
import { readAt, withRegularFile } from '../../src-main/disk/read-file';
import { sessionScratch } from '../../src-main/disk/session-scratch';
import { noise, temporaryFolder } from '../fixtures/helpers';
import { tiffByHand, type PageByHand } from '../fixtures/tiff-maker';

/** Small files whose tables would cost gigabytes or hours, or more arguments than a call takes. */
const folder = await temporaryFolder();
const page: PageByHand = { width: 64, height: 64, pixels: noise(64 * 64 * 3, 8) as Uint8Array };
const SOON_MS = 3000;

async function saved(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}
const withEntry = (entry: TiffEntry) => tiffByHand([{ ...page, further: [entry] }]);
const words = (text: string): TiffEntry => {
  const value = Buffer.from(`${text}\0`);
  return { tag: 0x010e, type: 2, count: value.length, value };
};
async function soon<T>(work: Promise<T>, withinMs = SOON_MS): Promise<T> {
  const startMs = performance.now();
  const answer = await work;
  expect(performance.now() - startMs).toBeLessThan(withinMs);
  return answer;
}

const RED = { create: { width: 64, height: 48, channels: 3, background: '#c00' } } as const;
const scratchBytes = async () => {
  const { folder: scratch } = await sessionScratch();
  const sizes = (await readdir(scratch)).map(async (name) => (await stat(join(scratch, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};

it('a PNG of gigabytes that hold nothing, with EXIF behind its pixels, is not copied', async () => {
  const png = await sharp(RED).png().toBuffer();
  const exif = chunkBytes({ type: 'eXIf', data: Buffer.from('II*\0\u0008\0\0\0\0\0', 'latin1') });
  const [end, hole] = [png.length - 12, 2 ** 31 - 1];
  const path = await saved('hollow.png', png.subarray(0, end));
  await truncate(path, end + hole + 12);
  const file = await open(path, 'r+');
  const head = Buffer.from('\0\0\0\0zzZz', 'latin1');
  head.writeUInt32BE(hole);
  await file.write(head, 0, 8, end);
  await file.write(Buffer.concat([exif, png.subarray(end)]), 0, exif.length + 12, end + hole + 12);
  await file.close();
  const before = await scratchBytes();
  await probePhoto(path).catch(() => undefined);
  expect((await scratchBytes()) - before).toBe(0);
});

describe('a TIFF', () => {
  it('whose values lie over each other is not read as more than a bounded amount', async () => {
    const bytes = new Uint8Array(2 ** 22);
    const view = new DataView(bytes.buffer);
    bytes.set([0x49, 0x49, 42, 0, 8]);
    const count = 400;
    view.setUint16(8, count, true);
    for (let index = 0; index < count; index += 1) {
      const at = 10 + 12 * index;
      view.setUint16(at, 40_000 + index, true);
      view.setUint16(at + 2, 7, true);
      view.setUint32(at + 4, 2 ** 21, true);
      view.setUint32(at + 8, 2 ** 20, true);
    }
    let asked = 0;
    const read = bytesReader(bytes);
    await readTiffPages((position, length) => {
      asked += length;
      return read(position, length);
    });
    expect(asked).toBeLessThan(2 ** 27 + 2 ** 20);
  });

  it('whose samples have a million formats is read as one of a few', async () => {
    const value = new Uint8Array(new Uint16Array(1e6).fill(1).buffer);
    const path = await saved('formats.tif', withEntry({ tag: 0x0153, type: SHORT, count: 1e6, value }));
    expect(await soon(probePhoto(path))).toMatchObject({ width: 64, height: 64 });
  });

  it.each([
    ['ImageJ', 'ImageJ=1\n'.repeat(200_000)],
    ['OME', `<OME ${'<Pixels '.repeat(200_000)}`],
  ])('whose words are of %s without an end is read soon', async (name, text) => {
    const path = await saved(`${name}.tif`, withEntry(words(text)));
    expect(await soon(probePhoto(path))).toMatchObject({ width: 64 });
  });

  it('whose tiles unpack to many times their size is not unpacked further than a tile', async () => {
    const bomb = deflateSync(new Uint8Array(2 ** 28));
    const path = await saved('bomb.tif', tiffByHand([{ ...page, tile: 64, compression: 8, pack: () => bomb }]));
    const before = process.memoryUsage().rss;
    await soon(decodePhoto(path, join(folder, 'bomb.raw'), {}).catch(() => null));
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
  });
});

it('a PNG whose profile is blank for ever and then none is read soon', async () => {
  const text = `\niptc\n1${' '.repeat(2 ** 21)}z`;
  const data = Buffer.concat([Buffer.from('Raw profile type iptc\0\0', 'latin1'), deflateSync(text)]);
  expect(await soon(Promise.resolve().then(() => profileIn({ type: 'zTXt', data })))).toBe(null);
});

it('a JPEG that says it is of 3 GB is looked through in part, and read', async () => {
  const jpeg = await sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  const path = await saved('long.jpg', jpeg);
  await truncate(path, 3e9);
  const before = process.memoryUsage().rss;
  expect(await soon(withRegularFile(path, readJpegExtras), 15_000)).toMatchObject({ hasFilm: false });
  expect(await soon(probePhoto(path), 15_000)).toMatchObject({ width: 16, height: 16 });
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28);
});

describe('a file of nothing but heads', () => {
  const plain = () => sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } });

  it.each([
    ['bytes that fill the room before a marker', Buffer.alloc(2 ** 20, 0xff)],
    ['comments of no length', Buffer.from('fffe0002'.repeat(150_000), 'hex')],
  ])('is a JPEG with %s: it is read soon, and not all is kept', async (what, between) => {
    const jpeg = await plain().jpeg().toBuffer();
    const path = await saved(`${what}.jpg`, Buffer.concat([jpeg.subarray(0, 2), between, jpeg.subarray(2)]));
    expect(await soon(probePhoto(path))).toMatchObject({ width: 16 });
    const { comments } = await withRegularFile(path, readJpegExtras);
    expect(comments.length).toBeLessThan(140_000);
  });

  it('is a PNG with a hundred thousand texts of no length: it is read soon, and not all are kept', async () => {
    const png = await plain().png().toBuffer();
    const empty = chunkBytes({ type: 'tEXt', data: new Uint8Array() });
    const between = Buffer.concat(Array.from({ length: 100_000 }, () => empty));
    const path = await saved('texts.png', Buffer.concat([png.subarray(0, 33), between, png.subarray(33)]));
    const { chunks } = await soon(withRegularFile(path, readPngChunks));
    expect(chunks.length).toBeLessThan(20_000);
  });

  it('is a PNG of large EXIF, one behind the other: the first is read and kept, no other', async () => {
    const png = await plain().png().toBuffer();
    const [first, end] = [png.subarray(0, -12), png.subarray(-12)];
    const path = await saved('exif.png', first);
    const [hole, count] = [2 ** 22 - 1, 100];
    const file = await open(path, 'r+');
    for (let at = first.length, index = 0; index < count; index += 1, at += 12 + hole)
      await file.write(Buffer.from('003fffff65584966', 'hex'), 0, 8, at);
    const last = [{ type: 'eXIf', data: Buffer.from('MM') }].map(chunkBytes);
    const rest = Buffer.concat([...last, end]);
    await file.write(rest, 0, rest.length, first.length + count * (12 + hole));
    await file.close();
    const before = process.memoryUsage().rss;
    const words = await withRegularFile(path, readWordsOfPng);
    expect(words!.found.map(({ data }) => data.length)).toEqual([hole]);
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
  });

  it('is a PNG with more chunks than any before its words: they are not looked for to the end', async () => {
    const png = await plain().png().toBuffer();
    const many = Buffer.from('00000000754e6b6e00000000'.repeat(2 ** 20), 'hex');
    const late = chunkBytes({ type: 'eXIf', data: Buffer.from('MM') });
    const path = await saved('many.png', Buffer.concat([png.subarray(0, -12), many, late, png.subarray(-12)]));
    expect(await soon(withRegularFile(path, readWordsOfPng), 15_000)).toBeNull();
  });
});

it.each([
  ['elements that are never closed', (index: number) => `<a:Directory${index}>`, ''],
  ['names for one namespace', () => '', 'xmlns:p# = "http://ns.apple.com/HDRGainMap/1.0/" a:GainMap#="1" '],
])('XMP with tens of thousands of %s is changed soon', async (_, element, attribute) => {
  const each = Array.from({ length: 40_000 }, (_one, index) => index);
  const attributes = each.map((index) => attribute.replaceAll('#', String(index))).join('');
  const xmp = Buffer.from(`<a:RDF ${attributes}>${each.map(element).join('')}</a:RDF>`);
  const turn = { orientation: 1, stored: { width: 1, height: 1 }, result: { width: 1, height: 1 } };
  const changes = { turn, isUpright: true, mark: null };
  const changed = await soon(Promise.resolve().then(() => editXmp(xmp, changes)));
  expect(Buffer.from(changed!).toString()).toContain('</a:RDF>');
  expect(await soon(Promise.resolve().then(() => xmpWithoutPlaces(xmp)))).toBeNull();
});

it('XMP that is longer than any is none, and said to be broken', () => {
  const xmp = Buffer.alloc(2 ** 25 + 1, ' ');
  xmp.write('<a:RDF></a:RDF>');
  const turn = { orientation: 1, stored: { width: 1, height: 1 }, result: { width: 1, height: 1 } };
  expect(editXmp(xmp, { turn, isUpright: true, mark: null })).toBe(null);
});

describe('a raw file of boxes', () => {
  const box = (type: string, size: number) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(size);
    head.write(type, 4, 'latin1');
    return head;
  };

  it('that say they are larger than what they lie in are walked once', async () => {
    const boxes = Array.from({ length: 30 }, () => [box('moov', 16), box('moov', 0xffff_ff00)]).flat();
    const read = bytesReader(Buffer.concat([box('ftyp', 8), ...boxes]));
    let asked = 0;
    const counted = (position: number, length: number) => {
      asked += 1;
      if (asked > 10_000) throw new Error('walked again and again');
      return read(position, length);
    };
    expect(
      await readRawExif((position, length) => (position === 0 && length === 16 ? CR3 : counted(position, length))),
    ).toBe(null);
  });
  const CR3 = Promise.resolve(Buffer.from('\0\0\0\x08ftypcrx \0\0\0\0', 'latin1'));
});

it('a length that a file only claims is no memory', async () => {
  const path = await saved('short', new Uint8Array(10));
  const file = await open(path);
  try {
    expect(await readAt(file, 4, 2 ** 52)).toHaveLength(6);
    expect(await readAt(file, 40, 2 ** 31)).toHaveLength(0);
  } finally {
    await file.close();
  }
});

it('a JPEG of very many scans is refused unread, one of a few is not', async () => {
  const whole = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#678' } })
    .jpeg({ progressive: true })
    .toBuffer();
  const frame = whole.indexOf(Buffer.from([0xff, 0xc2]));
  const last = whole.subarray(whole.lastIndexOf(Buffer.from([0xff, 0xda])), -2);
  const further = Array.from({ length: 200 }, () => last);
  // Before the frame nothing, a byte of none, a marker without a length, and zeros behind what is no marker.
  for (const stray of ['', '01', 'ff01', 'ff0000']) {
    const head = Buffer.concat([whole.subarray(0, frame), Buffer.from(stray, 'hex')]);
    const few = Buffer.concat([head, whole.subarray(frame)]);
    await probePhoto(await saved(`few scans ${stray}.jpg`, few));
    const many = Buffer.concat([few.subarray(0, -2), ...further, few.subarray(-2)]);
    await expect(probePhoto(await saved(`many scans ${stray}.jpg`, many)), stray).rejects.toMatchObject({
      kind: 'bad-input',
      message: expect.stringContaining('more passes') as string,
    });
  }
});

it.each([
  ['a raw file', rawFacts],
  ['a HEIC', (path: string) => decodeHeic(path, {} as ProbedPhoto)],
] as const)('%s that says it is of a gigabyte is refused before it is read', async (what, read) => {
  const path = await saved(what, Buffer.from('II*\0\x08\0\0\0'));
  await truncate(path, 1e9);
  const before = process.memoryUsage().rss;
  await expect(read(path)).rejects.toMatchObject({
    kind: 'bad-input',
    message: expect.stringContaining('larger than') as string,
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
});

describe('a HEIC whose table of places', () => {
  const box = (type: string, ...parts: Uint8Array[]) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(parts.reduce((sum, { length }) => sum + length, 8));
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, ...parts]);
  };
  const infe = box('infe', Buffer.from([2, 0, 0, 0, 0, 1, 0, 0]), Buffer.from('hvc1\0'));
  const iinf = box('iinf', Buffer.from([0, 0, 0, 0, 0, 1]), infe);
  /** One item after the other, each of so many extents from the file's first byte on. */
  function heicOf(sizes: number, items: number, extents: Buffer, picture: Buffer) {
    const count = Buffer.alloc(2);
    count.writeUInt16BE(items);
    const item = Buffer.concat([Buffer.from([0, 1, 0, 0]), extents]);
    const iloc = box('iloc', Buffer.from([0, 0, 0, 0, sizes, 0]), count, ...Array<Buffer>(items).fill(item));
    return Buffer.concat([box('meta', Buffer.alloc(4), iinf, iloc), picture]);
  }

  it('lists billions of places of no length is read at once', () => {
    const startMs = performance.now();
    expect(codedPieces(heicOf(0, 60_000, Buffer.from([0xff, 0xff]), Buffer.alloc(16)))).toEqual([]);
    expect(performance.now() - startMs).toBeLessThan(SOON_MS);
  });

  it('lists the whole file again and again is looked at once', () => {
    const whole = Buffer.alloc(10, 0);
    whole.writeUInt16BE(1);
    whole.writeUInt32BE(2 ** 20, 6);
    const pieces = codedPieces(heicOf(0x44, 5000, whole, Buffer.alloc(2 ** 20, 1)));
    expect(pieces).toHaveLength(1);
  });
});
