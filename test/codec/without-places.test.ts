import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { inEnglish } from '@contract/in-language';
import type { ResultFormat } from '@contract/photo';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePhotoBytes, encodePhotoParts } from '../../src-main/codec';
import { directoryBytes, type TiffEntry } from '../../src-main/codec/tiff-directory';
import { xmpWithoutPlaces } from '../../src-main/codec/xmp-places';
import { noise, rawPicture, temporaryFolder } from '../fixtures/helpers';
import { iptcByHand, jpegByHand, resourceByHand, withPngChunk } from '../fixtures/photo-maker';
import { tiffByHand } from '../fixtures/tiff-maker';

/** 'Leave out where photos were taken': no place is in any result, whatever way the photo tells it. */
const folder = await temporaryFolder();
const [width, height] = [16, 12];
const { raw } = await rawPicture(join(folder, 'raw'), { width, height, channels: 3, depth: 8 });
const plain = sharp({ create: { width, height, channels: 3, background: '#678' } });
const [jpeg, png, webp] = await Promise.all([plain.jpeg().toBuffer(), plain.png().toBuffer(), plain.webp().toBuffer()]);
const FORMATS = ['jpeg', 'png', 'tiff', 'webp', 'avif'] as const;
const SECRET = 'Marienplatz';
const KEPT = 'Zoe';

const text = (tag: number, words: string, type = 2): TiffEntry => {
  const value = Buffer.from(`${words}\0`);
  return { tag, type, count: value.length, value };
};
const pointer = (tag: number, at: number, type = 4): TiffEntry => {
  const value = new Uint8Array(4);
  new DataView(value.buffer).setUint32(0, at, true);
  return { tag, type, count: 1, value };
};
const [PHOTO_AT, GPS_AT, NEXT_AT, BYTES] = [0x800, 0xa00, 0xc00, 0xe00];
/** A block whose directories lie at fixed places, a GPS directory always among them. */
function blockOf(
  main: TiffEntry[],
  { photo = [], next }: { photo?: TiffEntry[]; next?: TiffEntry[] } = {},
): Uint8Array {
  const block = new Uint8Array(BYTES);
  const all = [text(0x013b, KEPT), pointer(0x8769, PHOTO_AT), ...main];
  block.set([0x49, 0x49, 42, 0, 8]);
  block.set(directoryBytes(all, 8, next && NEXT_AT), 8);
  block.set(directoryBytes([text(0xa434, 'A lens'), ...photo], PHOTO_AT), PHOTO_AT);
  block.set(directoryBytes([text(0x001b, SECRET), text(0x0012, SECRET)], GPS_AT), GPS_AT);
  if (next) block.set(directoryBytes(next, NEXT_AT), NEXT_AT);
  return block;
}
const packet = (inside: string, attributes = '') =>
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" ${attributes}><dc:creator><rdf:Seq>` +
  `<rdf:li>${KEPT}</rdf:li></rdf:Seq></dc:creator>${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const EXIF_XMP = 'http://ns.adobe.com/exif/1.0/';
const xmpPlace = packet('', `xmlns:exif="${EXIF_XMP}" exif:GPSLatitude="${SECRET}"`);
const iptcPlace = iptcByHand({ 80: KEPT, 90: SECRET });
const geo = { tag: 0x87b1, type: 2, count: 12, value: Buffer.from(`${SECRET}\0`) };

const BLOCKS: Record<string, Uint8Array> = {
  'a GPS directory': blockOf([pointer(0x8825, GPS_AT)]),
  'a GPS directory by another type': blockOf([pointer(0x8825, GPS_AT, 13)]),
  'two GPS directories': blockOf([pointer(0x8825, PHOTO_AT), pointer(0x8825, GPS_AT)]),
  'a GPS directory of the photo’s': blockOf([], { photo: [pointer(0x8825, GPS_AT)] }),
  'a GPS directory of the small picture’s': blockOf([], { next: [pointer(0x8825, GPS_AT)] }),
  'a GPS directory that nothing points to': blockOf([]),
  'a second directory of the photo’s': blockOf([pointer(0x8769, GPS_AT)]),
  XMP: blockOf([text(0x02bc, xmpPlace, 1)]),
  IPTC: blockOf([{ tag: 0x83bb, type: 7, count: iptcPlace.length, value: iptcPlace }]),
  'Photoshop’s resources': blockOf([text(0x8649, resourceByHand(0x0404, iptcPlace).toString('latin1'), 1)]),
  GeoTIFF: blockOf([geo]),
  'a maker’s note': blockOf([], { photo: [text(0x927c, SECRET, 7)] }),
  'a maker’s note in the main directory': blockOf([text(0x927c, SECRET, 7)]),
  'DNG’s private data': blockOf([text(0xc634, SECRET, 1)]),
  'an unknown tag': blockOf([], { photo: [text(0xfe11, SECRET)] }),
  'a comment of an app': blockOf([], { photo: [text(0x9286, `ASCII\0\0\0${SECRET}`, 7)] }),
};
const PACKETS: Record<string, string> = {
  'an attribute': xmpPlace,
  'an unknown prefix': packet(`<é:GPSLatitude>${SECRET}</é:GPSLatitude>`, `xmlns:é="${EXIF_XMP}"`),
  'no prefix': packet(`<GPSLongitude xmlns="${EXIF_XMP}">${SECRET}</GPSLongitude>`),
  'spaces in tags': packet(
    `<p:City\n>${SECRET}</p:City ><p:State\t>${SECRET}</p:State\n>`,
    'xmlns:p = "http://ns.adobe.com/photoshop/1.0/"',
  ),
  'signs by number': packet('', `xmlns:p="http://ns.adobe.com/photoshop/1&#46;0/" p:City="${SECRET}"`),
  'a namespace nobody knows': packet(`<u:Fix><rdf:Bag><rdf:li>${SECRET}</rdf:li></rdf:Bag></u:Fix>`, 'xmlns:u="urn:u"'),
  'a prefix that is not declared': packet(`<GPS:Latitude>${SECRET}</GPS:Latitude>`),
  'a comment': packet(`<!-- ${SECRET} --><?where ${SECRET}?>`),
  'a section': packet(`<c:a xmlns:c="urn:c"><![CDATA[${SECRET}]]></c:a>`),
  'another packet within': packet(
    `<m:Pantry xmlns:m="http://ns.adobe.com/xap/1.0/mm/"><rdf:Bag><rdf:li><rdf:Description xmlns:e="${EXIF_XMP}" ` +
      `e:GPSLatitude="${SECRET}"/></rdf:li></rdf:Bag></m:Pantry>`,
  ),
  'words around RDF': `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:where="${SECRET}">${SECRET}${packet('')}</x:xmpmeta>`,
};
const zipped = (keyword: string, profile: Buffer) =>
  Buffer.concat([
    Buffer.from(`${keyword}\0\0`),
    deflateSync(`\nx\n${String(profile.length).padStart(8)}\n${profile.toString('hex')}\n`),
  ]);
const chunks = (all: [string, Buffer][]) =>
  all.reduce<Buffer>((file, [type, data]) => withPngChunk(file, type, data), png);
const tEXt = (keyword: string, words = SECRET): [string, Buffer] => ['tEXt', Buffer.from(`${keyword}\0${words}`)];
const author = tEXt('Author', KEPT);
const TEXTS: Record<string, Buffer> = {
  'the texts of ImageMagick': chunks([tEXt('exif:GPSLatitude'), tEXt('exif:GPSInfo'), tEXt('Location'), author]),
  'a packed text': chunks([['zTXt', Buffer.concat([Buffer.from('where\0\0'), deflateSync(SECRET)])], author]),
  'a text with a language': chunks([['iTXt', Buffer.from(`Ort\0\0\0de\0Ort\0${SECRET}`)], author]),
  'a comment': chunks([tEXt('Comment'), author]),
  'raw profiles in any letters': chunks([
    ['zTXt', zipped('raw profile type xmp', Buffer.from(xmpPlace))],
    ['zTXt', zipped('RAW PROFILE TYPE IPTC', iptcPlace)],
    ['zTXt', zipped('Raw profile type exif', Buffer.from(`Exif\0\0${SECRET}`))],
    author,
  ]),
  'IPTC as a raw profile': chunks([['zTXt', zipped('Raw profile type iptc', iptcPlace)], author]),
  'two packets of XMP': chunks([
    ['iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmpPlace}`)],
    ['iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmpPlace}`)],
  ]),
};
const unknownIptc = Buffer.concat([iptcPlace, Buffer.from([0x1c, 8, 10, 0, SECRET.length]), Buffer.from(SECRET)]);
const PHOTOS: Record<string, Uint8Array> = {
  ...Object.fromEntries(
    Object.entries(BLOCKS).flatMap(([name, exif]) => [
      [`EXIF of a JPEG: ${name}`, jpegByHand(jpeg, { exif })],
      [`EXIF of a PNG: ${name}`, withPngChunk(png, 'eXIf', exif)],
    ]),
  ),
  ...Object.fromEntries(Object.entries(PACKETS).map(([name, xmp]) => [`XMP: ${name}`, jpegByHand(jpeg, { xmp })])),
  ...Object.fromEntries(Object.entries(TEXTS).map(([name, file]) => [`PNG: ${name}`, file])),
  'IPTC of a record that is not known': jpegByHand(jpeg, { photoshop: resourceByHand(0x0404, unknownIptc) }),
  'a resource that is not known': jpegByHand(jpeg, {
    photoshop: Buffer.concat([resourceByHand(0x0fa0, Buffer.from(SECRET)), resourceByHand(0x0404, iptcPlace)]),
  }),
  'a comment of a JPEG': Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xfe, 0, 13]),
    Buffer.from(SECRET),
    jpeg.subarray(2),
  ]),
  'words of GDAL and ImageJ in a TIFF': tiffByHand([
    {
      ...{ width, height, pixels: noise(width * height * 3, 8) as Uint8Array },
      further: [geo, text(0xa480, SECRET), text(0xc696, SECRET, 1), text(0xc7b3, SECRET), text(0x013b, KEPT)],
    },
  ]),
};

/** All that a file says, packed texts unpacked. */
function told(bytes: Uint8Array): string {
  const file = Buffer.from(bytes);
  const parts = [file.toString('latin1')];
  for (let at = file.indexOf('zTXt'); at >= 0; at = file.indexOf('zTXt', at + 4)) {
    const data = file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4));
    const words = inflateSync(data.subarray(data.indexOf(0) + 2)).toString('latin1');
    parts.push(words, Buffer.from(words.split('\n').slice(3).join(''), 'hex').toString('latin1'));
  }
  return parts.join('\n');
}

let round = 0;
async function restored(photo: Uint8Array, format: ResultFormat, stripLocation = true) {
  const original = join(folder, String((round += 1)));
  await writeFile(original, photo);
  const { bytes, notes } = await encodePhotoBytes({ raw, original, format, name: 'x', settings: { stripLocation } });
  return { bytes, words: told(bytes), notes: notes.map(inEnglish) };
}

describe.each(FORMATS)('no place is left in %s', (format) => {
  it.each(Object.entries(PHOTOS))('%s', async (_, photo) => {
    expect((await restored(photo, format)).words).not.toContain(SECRET);
  });
});

it.each(Object.entries(PHOTOS).filter(([name]) => !/comment of a JPEG|ImageJ/.test(name)))(
  'the rest stays: %s',
  async (name, photo) => {
    const format = name.startsWith('PNG') ? 'png' : 'jpeg';
    const { words, bytes } = await restored(photo, format);
    expect(words).toContain(KEPT);
    expect(words.includes('A lens')).toBe(name.startsWith('EXIF'));
    expect((await sharp(bytes).metadata()).width).toBe(width);
  },
);

it('WebP and TIFF lose theirs as well', async () => {
  const block = Buffer.from(BLOCKS['two GPS directories']!);
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(type);
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const extended = Buffer.from([0x0c, 0, 0, 0, width - 1, 0, 0, height - 1, 0, 0]);
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', extended),
    webp.subarray(12),
    chunk('EXIF', block),
    chunk('XMP ', Buffer.from(xmpPlace)),
  ]);
  const photo = chunk('RIFF', body);
  expect((await restored(photo, 'webp', false)).words).toContain(SECRET);
  for (const format of FORMATS) expect((await restored(photo, format)).words).not.toContain(SECRET);
});

it('what else is left out is said, and nothing where only places are', async () => {
  const notes = async (photo: Uint8Array) => (await restored(photo, 'png')).notes;
  expect(await notes(withPngChunk(png, 'eXIf', BLOCKS['two GPS directories']!))).toEqual([]);
  expect(
    await notes(withPngChunk(png, 'eXIf', blockOf([], { photo: [text(0x9286, 'ASCII\0\0\0      ', 7)] }))),
  ).toEqual([]);
  expect(await notes(withPngChunk(png, 'eXIf', BLOCKS['an unknown tag']!))).toEqual([
    'What may hold a place as well was left out of: EXIF.',
  ]);
  const xmp = packet('', `xmlns:u="urn:u" u:Note="x"`);
  expect(await notes(jpegByHand(jpeg, { xmp }))).toEqual(['What may hold a place as well was left out of: XMP, JPEG.']);
  expect(await notes(jpegByHand(jpeg, { xmp: `${packet('')}<open>` }))).toEqual([
    'What may hold a place as well was left out of: XMP, JPEG.',
    'Its XMP is broken and was left out.',
  ]);
});

it('pages behind the first and beside the picture lose theirs', async () => {
  const further = [text(0x02bc, xmpPlace, 1), geo, text(0x013b, KEPT)];
  const pixels = noise(width * height, 8) as Uint8Array;
  const grey = { width, height, pixels, samples: 1, further };
  const colour = { width, height, pixels: noise(width * height * 3, 8) as Uint8Array };
  for (const [pages, channels] of [
    [[grey, grey], 1],
    [[colour, grey], 3],
  ] as const) {
    const isStack = channels === 1;
    const size = { width, height, channels, depth: 8, ...(isStack ? { pages: 2 } : {}) } as const;
    const picture = await rawPicture(
      join(folder, `pages${channels}`),
      size,
      isStack ? Buffer.alloc(2 * width * height) : undefined,
    );
    const original = join(folder, `pages${channels}.tif`);
    await writeFile(original, tiffByHand(pages));
    const whole = async (stripLocation: boolean) => {
      const request = { raw: picture.raw, original, format: 'tiff', name: 'x', settings: { stripLocation } } as const;
      const { parts, notes } = await encodePhotoParts(request);
      const all: Uint8Array[] = [];
      for await (const one of parts) all.push(one);
      return { words: Buffer.concat(all).toString('latin1'), notes: notes.map(inEnglish) };
    };
    expect((await whole(false)).words).toContain(SECRET);
    const { words, notes } = await whole(true);
    expect(words).not.toContain(SECRET);
    expect(words).toContain(KEPT);
    expect(notes).toContain('What may hold a place as well was left out of: TIFF.');
  }
});

describe('XMP without places', () => {
  const without = (xmp: string) => xmpWithoutPlaces(Buffer.from(xmp))?.kept.toString();

  it('keeps words, lines and signs as they are', () => {
    const words = 'a &amp; b &lt;c&gt; &quot;d&quot;\ne';
    const kept = without(
      packet(`<dc:title>${words}</dc:title>`, 'xmlns:é="http://ns.adobe.com/xap/1.0/" é:Rating="5"'),
    )!;
    expect(kept).toContain('<dc:title>a &amp; b &lt;c&gt; &quot;d&quot;&#10;e</dc:title>');
    expect(kept).toContain('xmp:Rating="5"');
    expect(without(kept)).toBe(kept);
  });

  it.each([
    ['a tag that is not closed', packet('<dc:a>')],
    ['a DOCTYPE', `<!DOCTYPE x [<!ENTITY a "b">]>${packet('')}`],
    ['an entity of its own', packet('<dc:title>&where;</dc:title>')],
    ['an attribute twice', packet('', 'dc:a="1" dc:a="2"')],
    ['a comment without end', packet('<!-- ')],
    ['too many elements within each other', packet('<dc:a>'.repeat(200) + '</dc:a>'.repeat(200))],
    ['no RDF', '<x/>'],
  ])('is none where it is not understood: %s', (_, xmp) => {
    expect(without(xmp)).toBeUndefined();
  });
});
