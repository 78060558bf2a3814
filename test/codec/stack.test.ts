import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '@contract/in-language';
import type { RawPicture } from '@contract/photo';
import { decodePhoto, encodePhotoParts, probePhoto } from '../../src-main/codec';
import { bytesReader, type TiffEntry } from '../../src-main/codec/tiff-directory';
import { readTiffPages } from '../../src-main/codec/tiff-pages';
import { failureOf, noise, temporaryFolder } from '../fixtures/helpers';
import { tiffByHand, type PageByHand } from '../fixtures/tiff-maker';

const folder = await temporaryFolder();
const [WIDTH, HEIGHT] = [70, 50];
let count = 0;
const fresh = (ending: string) => join(folder, `${String((count += 1))}${ending}`);

/** Grey, 16 bits; noise of its own. */
const deep = (more: Partial<PageByHand> = {}): PageByHand => ({
  width: WIDTH,
  height: HEIGHT,
  pixels: noise(WIDTH * HEIGHT * 2, 8) as Uint8Array,
  samples: 1,
  ...more,
  tags: { 0x0102: [16], ...more.tags },
});
const colour = (): PageByHand => ({ width: WIDTH, height: HEIGHT, pixels: noise(WIDTH * HEIGHT * 3, 8) as Uint8Array });
const text = (words: string): TiffEntry => {
  const value = Buffer.from(`${words}\0`, 'latin1');
  return { tag: 0x010e, type: 2, count: value.length, value };
};
const perMicrometre: TiffEntry[] = [0x011a, 0x011b].map((tag) => ({
  ...{ tag, type: 5, count: 1 },
  value: new Uint8Array(Uint32Array.of(10, 1).buffer),
}));

async function saved(bytes: Uint8Array): Promise<string> {
  const path = fresh('.tif');
  await writeFile(path, bytes);
  return path;
}
const decode = (path: string) => decodePhoto(path, fresh('.raw'), { pages: 'all' });

/** Encodes the pixels of a file again, each row and column `scale` times. */
async function result(path: string, { scale = 1, format = 'tiff' as const, settings = {} } = {}) {
  const raw = await decode(path);
  const larger = scale === 1 ? raw : await enlarged(raw, scale);
  const { parts, notes } = await encodePhotoParts({ raw: larger, original: path, format, name: 'out.tif', settings });
  const pieces: Uint8Array[] = [];
  for await (const part of parts) pieces.push(Buffer.from(part));
  const bytes = Buffer.concat(pieces);
  const pages = await readTiffPages(bytesReader(bytes));
  return { bytes, pieces, pages, notes: notes.map(inEnglish) };
}

async function enlarged(raw: RawPicture, scale: number): Promise<RawPicture> {
  const bytes = Buffer.concat(new Array<Buffer>(scale * scale).fill(await readFile(raw.path)));
  const path = fresh('.raw');
  await writeFile(path, bytes);
  return { ...raw, path, width: raw.width * scale, height: raw.height * scale };
}

const pixelsOf = (bytes: Uint8Array, page: number) =>
  sharp(bytes, { page }).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
const wordsOf = (page: { entries: readonly TiffEntry[] } | undefined) =>
  Buffer.from(page?.entries.find(({ tag }) => tag === 0x010e)?.value ?? []).toString('latin1');

const OME = `<OME UUID="urn:uuid:1"><Image><Pixels DimensionOrder="XYZCT" Type="uint16" BigEndian="true" SizeX="${WIDTH}" SizeY="${HEIGHT}" SizeZ="12" PhysicalSizeX="0.5" SignificantBits="16"><TiffData IFD="0"><UUID FileName="old.tif">urn:uuid:1</UUID></TiffData></Pixels></Image></OME>`;

describe('a stack of twelve pages of 16 bits', () => {
  const pages = Array.from({ length: 12 }, (_, index) => deep(index === 0 ? { further: [text(OME)] } : {}));

  it('is a stack again, page by page, and never held as a whole', async () => {
    const path = await saved(tiffByHand(pages));
    expect(await probePhoto(path)).toMatchObject({ pages: 12, height: HEIGHT, depth: 16 });
    const { bytes, pieces, pages: found } = await result(path);
    expect(found).toHaveLength(12);
    for (const [index, page] of pages.entries())
      expect(Buffer.compare(await pixelsOf(bytes, index), page.pixels), `page ${index}`).toBe(0);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(2 * pages[0]!.pixels.length);
    expect(wordsOf(found[0])).toContain(`SizeX="${WIDTH}"`);
    expect(wordsOf(found[0])).toContain('Type="uint16" BigEndian="false"');
    expect(wordsOf(found[0])).not.toContain('FileName');
  });

  it('is told truly where it is enlarged and of 8 bits', async () => {
    const { pages: found } = await result(await saved(tiffByHand(pages)), { scale: 2, settings: { depth: 8 } });
    expect(found.map(({ width, height, bits }) => [width, height, ...bits])).toEqual(
      new Array(12).fill([2 * WIDTH, 2 * HEIGHT, 8]),
    );
    for (const words of [`SizeX="${2 * WIDTH}"`, 'PhysicalSizeX="0.25"', 'Type="uint8"', 'SignificantBits="8"'])
      expect(wordsOf(found[0])).toContain(words);
  });

  it('is refused where one picture is wanted', async () => {
    const path = await saved(tiffByHand(pages));
    expect((await failureOf(decodePhoto(path, fresh('.raw')))).message).toMatch(/holds 12 pictures/);
    expect((await decodePhoto(path, fresh('.raw'), { pages: 'first' })).pages).toBeUndefined();
  });
});

describe("ImageJ's words", () => {
  const words = 'ImageJ=1.54\nimages=2\nslices=2\nunit=um\nmin=100.0\nmax=60000.0\n';
  const stack = tiffByHand([deep({ further: [text(words), ...perMicrometre], tags: { 0x0128: [1] } }), deep()]);
  const resolutionOf = (page: { entries: readonly TiffEntry[] } | undefined) =>
    Buffer.from(page?.entries.find(({ tag }) => tag === 0x011a)?.value ?? Buffer.alloc(8)).readUInt32LE();

  it('stay, and the scale bar with them', async () => {
    const path = await saved(stack);
    const same = await result(path);
    expect([wordsOf(same.pages[0]), resolutionOf(same.pages[0])]).toEqual([`${words}\0`, 10]);
    const larger = await result(path, { scale: 3, settings: { depth: 8 } });
    expect(resolutionOf(larger.pages[0])).toBe(30);
    expect(wordsOf(larger.pages[0])).toBe('ImageJ=1.54\nimages=2\nslices=2\nunit=um\n\0');
  });

  it('of more pictures than there are directories are believed', async () => {
    const path = await saved(tiffByHand([deep({ further: [text(words)] })]));
    expect((await failureOf(decode(path))).message).toMatch(/holds 2 pictures/);
  });
});

describe('a page beside the picture', () => {
  const mask = { ...deep({ tags: { 0x00fe: [4], 0x0102: [8] } }), pixels: noise(WIDTH * HEIGHT, 8) as Uint8Array };
  const infrared = deep();

  it.each([
    ['infrared', infrared],
    ['a mask', mask],
  ])('is carried as it is: %s', async (_name, beside) => {
    const picture = colour();
    const path = await saved(tiffByHand([picture, beside]));
    const { bytes, pages, notes } = await result(path);
    expect(Buffer.compare(await sharp(bytes).raw().toBuffer(), picture.pixels)).toBe(0);
    const piece = pages[1]!.pieces[0]!;
    expect(Buffer.compare(bytes.subarray(piece.at, piece.at + piece.bytes), beside.pixels)).toBe(0);
    expect([pages[1]!.isMask, notes]).toEqual([beside === mask, []]);
  });

  it('is said to be left out where it would not fit', async () => {
    const path = await saved(tiffByHand([colour(), infrared]));
    const { pages, notes } = await result(path, { scale: 2 });
    expect([pages.length, notes]).toEqual([1, ['A page beside the picture (a mask, infrared) was left out.']]);
  });
});

it.each([
  ['of different sizes', [deep(), { ...deep(), height: 20, pixels: noise(WIDTH * 20 * 2, 8) as Uint8Array }]],
  [
    'of different depths',
    [deep(), { ...deep({ tags: { 0x0102: [8] } }), pixels: noise(WIDTH * HEIGHT, 8) as Uint8Array }],
  ],
])('pages %s are refused', async (_name, pages) => {
  expect((await failureOf(decode(await saved(tiffByHand(pages))))).message).toMatch(/holds 2 pictures/);
});
