import { inEnglish } from '@contract/in-language';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePhotoBytes, probePhoto } from '../../src-main/codec';
import { editExif } from '../../src-main/codec/exif-edit';
import { readResources, resourcesWithoutPlaces, resourceBytes } from '../../src-main/codec/photoshop';
import { editXmp, readMark } from '../../src-main/codec/xmp';
import { xmpWithoutPlaces } from '../../src-main/codec/xmp-places';
import { picture, rawPicture, seeded, temporaryFolder, noise } from '../fixtures/helpers';
import { exifByHand, iptcByHand, jpegByHand, resourceByHand, withPngChunk } from '../fixtures/photo-maker';

/** Metadata that is broken or hostile costs itself, never the photo. */
const folder = await temporaryFolder();
const { raw } = await rawPicture(join(folder, 'raw'), { width: 8, height: 6, channels: 3, depth: 8 });
const block = exifByHand({
  little: true,
  main: [
    { tag: 0x010f, type: 'ascii', value: 'Maker' },
    { tag: 0x0112, type: 'short', value: [6] },
  ],
  photo: [{ tag: 0x927c, type: 'undefined', value: noise(99, 8) as Uint8Array }],
  gps: [{ tag: 2, type: 'rational', value: [47, 1, 30, 1, 15, 2] }],
  thumbnail: noise(300, 8) as Uint8Array,
});
const turn = { orientation: 6, stored: { width: 6, height: 8 }, result: { width: 8, height: 6 } };
const change = {
  turn,
  thumbnail: (mostBytes: number) => Promise.resolve(mostBytes < 3 ? null : Uint8Array.of(1, 2, 3)),
};
const xmpChange = { turn, isUpright: true, mark: { name: 'A', id: '1' } };

describe('damaged', () => {
  it('EXIF: 3000 seeded damages and every cut are edited or given up, in place', async () => {
    const next = seeded(11);
    for (let round = 0; round < 3000; round += 1) {
      const damaged = block.slice();
      for (let i = 0; i < 5; i += 1) damaged[next(damaged.length)] = next(256);
      expect((await editExif(damaged, change))?.length ?? block.length).toBe(block.length);
    }
    for (let length = 0; length < block.length; length += 1) await editExif(block.subarray(0, length), change);
  });

  it('Photoshop resources and IPTC: 2000 seeded damages', () => {
    const whole = Buffer.concat([resourceByHand(0x0404, iptcByHand({ 5: 'T', 90: 'Wien' })), resourceByHand(1, block)]);
    expect(Buffer.from(resourceBytes(readResources(whole))).equals(whole)).toBe(true);
    const next = seeded(12);
    for (let round = 0; round < 2000; round += 1) {
      const damaged = new Uint8Array(whole);
      for (let i = 0; i < 4; i += 1) damaged[next(damaged.length)] = next(256);
      expect(resourceBytes(resourcesWithoutPlaces(readResources(damaged)).kept).length).toBeLessThanOrEqual(
        whole.length,
      );
    }
  });

  it('a photo with broken EXIF and XMP is written, and it is said', async () => {
    const jpeg = await picture(noise(8 * 6 * 3, 8), 8, 6, 3)
      .jpeg()
      .toBuffer();
    const original = join(folder, 'broken.jpg');
    const exif = Uint8Array.from([0x49, 0x49, 42, 0, 255, 255, 255, 127, 0, 0]);
    await writeFile(original, jpegByHand(jpeg, { exif, xmp: '<x:xmpmeta> no rdf' }));
    for (const format of ['jpeg', 'png', 'tiff', 'webp', 'avif'] as const) {
      const { bytes, notes } = await encodePhotoBytes({
        raw,
        original,
        format,
        name: 'x',
        model: { name: 'A', id: '1' },
      });
      expect(notes.map(inEnglish)).toEqual([
        'Its EXIF is broken and was left out.',
        'Its XMP is broken and was left out.',
      ]);
      expect((await sharp(bytes).metadata()).width).toBe(8);
    }
  });

  it('EXIF of a PNG that no JPEG holds is left out, and it is said', async () => {
    const png = await picture(noise(8 * 6 * 3, 8), 8, 6, 3)
      .png()
      .toBuffer();
    const original = join(folder, 'long.png');
    await writeFile(original, withPngChunk(png, 'eXIf', Buffer.concat([block, Buffer.alloc(70_000)])));
    const request = { raw, original, name: 'x' } as const;
    expect((await encodePhotoBytes({ ...request, format: 'jpeg' })).notes.map(inEnglish)).toEqual([
      'Its EXIF is too long for a JPEG and was left out.',
    ]);
    expect((await encodePhotoBytes({ ...request, format: 'png' })).notes).toEqual([]);
  });
});

describe('XMP as others write it', () => {
  const mark = (xmp: string) => readMark(Buffer.from(xmp));
  const edited = (xmp: string, changes = xmpChange) => Buffer.from(editXmp(Buffer.from(xmp), changes)!).toString();
  const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';

  it('finds the mark where another program has written it anew', () => {
    const element =
      `<rdf:RDF ${RDF}><rdf:Description xmlns:o='urn:x-onepair:restored:1.0/'><o:Model>A &amp; B</o:Model>` +
      '<o:ModelId>7</o:ModelId></rdf:Description></rdf:RDF>';
    expect(mark(element)).toEqual({ name: 'A & B', id: '7' });
    const again = edited(element);
    expect(mark(again)).toEqual({ name: 'A', id: '1' });
    expect(again.match(/ModelId/g)).toHaveLength(1);
  });

  it('an empty packet, a name with markup, and no mark at all', () => {
    const text = edited(`<rdf:RDF ${RDF}/>`, { ...xmpChange, mark: { name: '"/><script>$&', id: 'x' } });
    expect(text).not.toContain('<script>');
    expect(mark(text)).toEqual({ name: '"/><script>$&', id: 'x' });
    expect(mark('<rdf:RDF></rdf:RDF>')).toBeNull();
    expect(editXmp(null, { ...xmpChange, mark: null })).toBeNull();
  });

  it('takes out small pictures, and keeps the rest', () => {
    const text = edited(
      `<rdf:RDF ${RDF}><rdf:Description xmp:Rating="5"><xmp:Thumbnails><rdf:Alt/></xmp:Thumbnails>` +
        '<dc:title>Cities</dc:title></rdf:Description></rdf:RDF>',
    );
    expect(text).not.toContain('Thumbnails');
    expect(text).toContain('xmp:Rating="5"');
    expect(text).toContain('<dc:title>Cities</dc:title>');
  });

  it('a long packet takes no long time', () => {
    const startedAt = performance.now();
    for (const [begin, part, end] of [
      ['<rdf:Description ', 'a:b="c" ', '/>'],
      ['', '<rdf:RDF ', ''],
      ['', '<photoshop:City>', ''],
      ['', '<a:City ', ''],
      ['', ' ', '<?xpacket end="w"?>'],
      ['', ' a:City', ''],
      ['', 'a', ''],
    ] as const) {
      const long = Buffer.from(`<rdf:RDF ${RDF}>${begin}${part.repeat(2 ** 20 / part.length)}${end}</rdf:RDF>`);
      editXmp(long, xmpChange);
      xmpWithoutPlaces(long);
    }
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

it('a marked photo says so to whoever probes it', async () => {
  const { bytes } = await encodePhotoBytes({
    raw,
    original: join(folder, 'broken.jpg'),
    format: 'webp',
    name: 'x',
    model: { name: 'A', id: '1' },
  });
  const path = join(folder, 'marked.webp');
  await writeFile(path, bytes);
  expect((await probePhoto(path)).restoredBy).toEqual({ name: 'A', id: '1' });
});
