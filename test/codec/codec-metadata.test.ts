import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultFormat } from '@contract/photo';
import { inEnglish } from '@contract/in-language';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePhotoBytes, probePhoto, type OutputSettings } from '../../src-main/codec';
import { noise, rawPicture, temporaryFolder } from '../fixtures/helpers';
import {
  exifByHand,
  exifIn,
  iptcByHand,
  jpegByHand,
  resourceByHand,
  valuesByHand,
  withPngChunk,
  type Tag,
} from '../fixtures/photo-maker';

const folder = await temporaryFolder();
const [width, height] = [48, 32];
const MARK = { name: 'Starfish <deblur> & "more"', id: 'a1b2c3' };

const MAIN: Tag[] = [
  { tag: 0x010f, type: 'ascii', value: 'Maker' },
  { tag: 0x0110, type: 'ascii', value: 'Model One' },
  { tag: 0x0112, type: 'short', value: [6] },
  { tag: 0x011a, type: 'rational', value: [300, 1] },
  { tag: 0x011b, type: 'rational', value: [300, 1] },
  { tag: 0x0128, type: 'short', value: [2] },
  { tag: 0x0132, type: 'ascii', value: '2026:01:02 03:04:05' },
  { tag: 0x8298, type: 'ascii', value: 'Somebody' },
];
const PHOTO: Tag[] = [
  { tag: 0x829a, type: 'rational', value: [1, 125] },
  { tag: 0x8827, type: 'short', value: [1600] },
  { tag: 0x9003, type: 'ascii', value: '2026:01:02 03:04:05' },
  { tag: 0x927c, type: 'undefined', value: noise(700, 8, 5) as Uint8Array },
  { tag: 0xa002, type: 'short', value: [9000] },
  { tag: 0xa003, type: 'short', value: [6000] },
  { tag: 0xa434, type: 'ascii', value: 'A lens of 50 mm' },
];
const GPS: Tag[] = [
  { tag: 1, type: 'ascii', value: 'N' },
  { tag: 2, type: 'rational', value: [47, 1, 30, 1, 15, 2] },
];
const XMP =
  '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' +
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="uuid:1" ' +
  'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/" ' +
  'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" ' +
  'tiff:Orientation="6" exif:GPSLatitude="47,30.125N" photoshop:City="Wien" dc:format="image/jpeg">' +
  '<dc:creator><rdf:Seq><rdf:li>Zoë</rdf:li></rdf:Seq></dc:creator><exif:GPSLongitude>16,22E</exif:GPSLongitude>' +
  `</rdf:Description></rdf:RDF></x:xmpmeta>${' '.repeat(2000)}<?xpacket end="w"?>`;
const IPTC = iptcByHand({ 5: 'A title', 25: 'starfish', 80: 'Zoë', 90: 'Wien', 101: 'Austria', 120: 'A caption' });
const PHOTOSHOP = Buffer.concat([resourceByHand(0x03ed, Buffer.alloc(16, 1)), resourceByHand(0x0404, IPTC)]);
const oldThumbnail = await sharp(noise(100 * 60 * 3, 8), { raw: { width: 100, height: 60, channels: 3 } })
  .jpeg({ quality: 90 })
  .toBuffer();

/** A photo of 32×48 on its side, with everything. */
async function cameraJpeg(name: string, little: boolean, thumbnail: Uint8Array | null = oldThumbnail): Promise<string> {
  const plain = await sharp(noise(width * height * 3, 8), { raw: { width: height, height: width, channels: 3 } })
    .jpeg()
    .toBuffer();
  const profiled = await sharp(plain).keepMetadata().withIccProfile('p3').jpeg().toBuffer();
  const exif = exifByHand({ little, main: MAIN, photo: PHOTO, gps: GPS, thumbnail });
  const path = join(folder, name);
  // sharp writes EXIF of its own beside the profile: only the profile is taken over.
  const bare = await sharp(profiled).keepIccProfile().jpeg().toBuffer();
  await writeFile(path, jpegByHand(bare, { exif, xmp: XMP, photoshop: PHOTOSHOP }));
  return path;
}

/** The restored picture: a slope, so that small pictures of it can be compared. */
const { raw } = await rawPicture(
  join(folder, 'raw'),
  { width, height, channels: 3, depth: 8 },
  Uint8Array.from(
    { length: width * height * 3 },
    (_, i) => (Math.floor(i / 3) % width) * 4 + Math.floor(i / 3 / width),
  ),
);

async function write(original: string, format: ResultFormat, settings: OutputSettings = {}) {
  const request = { raw, original, format, name: `out.${format}`, settings, model: MARK };
  const { bytes, notes } = await encodePhotoBytes(request);
  const path = `${original}.${Object.keys(settings).join('')}.${format}`;
  await writeFile(path, bytes);
  return { path, bytes, notes };
}

/** What changes because the picture does: orientation, size, the small picture. */
const OWN = ['main:112', 'photo:a002', 'photo:a003', 'thumbnail:112', 'thumbnail:201', 'thumbnail:202'];

describe.each([true, false])('EXIF of a camera (little-endian: %s)', (little) => {
  it.each(['jpeg', 'png', 'webp'] as const)('in %s: every tag, the maker’s note where it lay', async (format) => {
    const original = await cameraJpeg(`camera-${little}-${format}.jpg`, little);
    const { path, notes } = await write(original, format);
    const before = valuesByHand(await exifIn(original));
    const after = valuesByHand(await exifIn(path));
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const [key, value] of before) if (!OWN.includes(key)) expect([key, after.get(key)]).toEqual([key, value]);
    expect(after.get('main:112')).toBe('3:1');
    expect([after.get('photo:a002'), after.get('photo:a003')]).toEqual([`4:${width}`, `4:${height}`]);
    expect(notes.map(inEnglish)).toEqual(format === 'webp' ? ['WebP cannot hold IPTC: it was left out.'] : []);
  });

  it('in TIFF, and from there on: every tag, the maker’s note where it lay', async () => {
    const original = await cameraJpeg(`camera-${little}.jpg`, little);
    const before = valuesByHand(await exifIn(original));
    const tiff = await write(original, 'tiff');
    const again = await write(tiff.path, 'tiff');
    const back = await write(again.path, 'jpeg');
    const blocks = [new Uint8Array(tiff.bytes), new Uint8Array(again.bytes), await exifIn(back.path)];
    for (const block of blocks) {
      const after = valuesByHand(block);
      // Resolution is the file's own entry, in its own fractions.
      const rational = ['main:11a', 'main:11b'];
      for (const [key, value] of before) {
        if (OWN.includes(key) || rational.includes(key) || key.startsWith('thumbnail:')) continue;
        expect([key, after.get(key)]).toEqual([key, value]);
      }
      expect(after.get('main:112')?.replace(/^\d:/, '') ?? '1').toBe('1');
      expect(after.get('photo:a002')).toBe(`4:${width}`);
    }
    expect((await sharp(tiff.path).metadata()).pages ?? 1).toBe(1);
    expect((await sharp(back.path).metadata()).density).toBe(300);
  });
});

describe('everything else', () => {
  it.each(['jpeg', 'png', 'tiff', 'webp', 'avif'] as const)('profile and XMP in %s', async (format) => {
    const original = await cameraJpeg(`other-${format}.jpg`, true);
    const before = await sharp(original).metadata();
    const { path } = await write(original, format);
    const after = await sharp(path).metadata();
    expect(after.icc?.equals(before.icc!)).toBe(true);
    const xmp = after.xmpAsString!;
    for (const kept of ['Zoë', 'photoshop:City="Wien"', 'exif:GPSLatitude="47,30.125N"', 'dc:format="image/jpeg"'])
      expect(xmp).toContain(kept);
    expect(xmp).toContain('tiff:Orientation="1"');
    expect((await probePhoto(path)).restoredBy).toEqual(MARK);
    expect(after.exif === undefined ? '' : after.exif.toString('latin1')).toContain(
      format === 'tiff' ? '' : 'Somebody',
    );
  });

  it('IPTC in JPEG, TIFF and PNG, and from each to a JPEG again', async () => {
    const original = await cameraJpeg('iptc.jpg', true);
    for (const format of ['jpeg', 'tiff', 'png'] as const) {
      const first = await write(original, format);
      const back = await write(first.path, 'jpeg');
      // libvips shows what lies behind 'Photoshop 3.0'.
      const iptc = (await sharp(back.path).metadata()).iptc!;
      expect(iptc.includes(IPTC)).toBe(true);
      expect(iptc.includes(resourceByHand(0x03ed, Buffer.alloc(16, 1)))).toBe(true);
    }
  });

  it('shows the new picture in the thumbnail, upright', async () => {
    const original = await cameraJpeg('thumbnail.jpg', true);
    const { path, bytes } = await write(original, 'jpeg');
    const values = valuesByHand(await exifIn(path));
    const number = (key: string) => Number(values.get(key)!.split(':')[1]);
    const block = Buffer.from(bytes).indexOf('Exif\0\0') + 6;
    const at = block + number('thumbnail:201');
    const small = bytes.subarray(at, at + number('thumbnail:202'));
    const seen = await sharp(small).raw().toBuffer({ resolveWithObject: true });
    expect([seen.info.width, seen.info.height]).toEqual([width, height]);
    const wanted = new Uint8Array(await readFile(raw.path));
    const mean = wanted.reduce((sum, value, i) => sum + Math.abs(value - seen.data[i]!), 0) / wanted.length;
    expect(mean).toBeLessThan(3);
    expect(values.get('thumbnail:112')).toBe('3:1');
  });

  it('has a smaller one where the old one’s room is small', async () => {
    const [wide, high] = [160, 120];
    const samples = noise(wide * high * 3, 8);
    const { raw: restless } = await rawPicture(
      join(folder, 'restless'),
      { width: wide, height: high, channels: 3, depth: 8 },
      samples,
    );
    const room = new Uint8Array(5000);
    const original = await cameraJpeg('room.jpg', true, room);
    const request = { raw: restless, original, format: 'jpeg', name: 'out.jpeg', model: MARK } as const;
    const { bytes } = await encodePhotoBytes(request);
    const path = join(folder, 'room-out.jpg');
    await writeFile(path, bytes);
    const values = valuesByHand(await exifIn(path));
    const number = (key: string) => Number(values.get(key)!.split(':')[1]);
    const at = Buffer.from(bytes).indexOf('Exif\0\0') + 6 + number('thumbnail:201');
    const seen = await sharp(bytes.subarray(at, at + number('thumbnail:202'))).metadata();
    expect([seen.width, seen.height]).toEqual([120, 90]);
  });

  it('has no thumbnail rather than an old one where there is no room', async () => {
    const tiny = await sharp(noise(12, 8), { raw: { width: 2, height: 2, channels: 3 } })
      .jpeg()
      .toBuffer();
    const original = await cameraJpeg('tiny.jpg', true, tiny.subarray(0, 200));
    const { path, bytes } = await write(original, 'jpeg');
    expect([...valuesByHand(await exifIn(path)).keys()].filter((key) => key.startsWith('thumbnail'))).toEqual([]);
    expect(Buffer.from(bytes).includes(tiny.subarray(20, 200))).toBe(false);
  });

  it.each(['jpeg', 'png', 'tiff', 'webp', 'avif'] as const)('location is taken out of %s on demand', async (format) => {
    const original = await cameraJpeg(`where-${format}.jpg`, false);
    const { path, bytes } = await write(original, format, { stripLocation: true });
    const block = format === 'tiff' ? new Uint8Array(bytes) : await exifIn(path);
    const values = [...valuesByHand(block).keys()];
    expect(values.filter((key) => key.startsWith('gps') || key === 'photo:927c')).toEqual([]);
    expect(values).toContain('photo:a434');
    expect(values.includes('thumbnail:202')).toBe(format !== 'tiff');
    const xmp = (await sharp(path).metadata()).xmpAsString!;
    expect(xmp).not.toMatch(/GPS|City|Wien|16,22E/);
    expect(xmp).toContain('Zoë');
    expect(Buffer.from(bytes).includes('Austria')).toBe(false);
    if (format === 'jpeg') expect(Buffer.from(bytes).includes('A caption')).toBe(true);
  });

  it('comments stay in JPEG, texts and gamma in PNG', async () => {
    const original = await cameraJpeg('comment.jpg', true);
    expect(Buffer.from((await write(original, 'jpeg')).bytes).includes('A comment')).toBe(true);
    const png = await sharp(noise(width * height * 3, 8), { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    const path = join(folder, 'texts.png');
    await writeFile(
      path,
      withPngChunk(withPngChunk(png, 'tEXt', Buffer.from('Author\0Zoe')), 'gAMA', Buffer.from([0, 0, 177, 143])),
    );
    const { bytes } = await write(path, 'png');
    expect(Buffer.from(bytes).includes('tEXtAuthor\0Zoe')).toBe(true);
    expect((await sharp(bytes).metadata()).comments).toEqual([{ keyword: 'Author', text: 'Zoe' }]);
    expect(Buffer.from(bytes).includes(Buffer.from('gAMA\0\0\xb1\x8f', 'latin1'))).toBe(true);
  });

  it('marks once, by the last model', async () => {
    const original = await cameraJpeg('twice.jpg', true);
    const first = await write(original, 'jpeg');
    const { bytes } = await encodePhotoBytes({
      raw,
      original: first.path,
      format: 'png',
      name: 'x',
      model: { name: 'B', id: '2' },
    });
    const path = join(folder, 'twice.png');
    await writeFile(path, bytes);
    expect((await probePhoto(path)).restoredBy).toEqual({ name: 'B', id: '2' });
    expect((await sharp(path).metadata()).xmpAsString!.match(/ModelId/g)).toHaveLength(1);
    const copy = await encodePhotoBytes({ raw, original: path, format: 'webp', name: 'x' });
    await writeFile(path, copy.bytes);
    expect((await probePhoto(path)).restoredBy).toEqual({ name: 'B', id: '2' });
  });

  it('a photo without any metadata gets the mark alone', async () => {
    const path = join(folder, 'bare.png');
    await sharp(noise(width * height * 3, 8), { raw: { width, height, channels: 3 } })
      .png()
      .toFile(path);
    expect(await probePhoto(path)).not.toHaveProperty('restoredBy');
    for (const format of ['jpeg', 'png', 'tiff', 'webp', 'avif'] as const) {
      const result = await write(path, format);
      expect((await probePhoto(result.path)).restoredBy).toEqual(MARK);
      expect(result.notes).toEqual([]);
    }
  });
});
