import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inEnglish } from '@contract/in-language';
import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { decodePhoto, encodePhotoBytes, probePhoto } from '../../src-main/codec';
import { hasUnknownColours, profileOfRaw, rawFacts } from '../../src-main/codec/camera-raw';
import { readRawExif } from '../../src-main/codec/camera-raw-exif';
import { readExif } from '../../src-main/codec/exif';
import { bytesReader, directoryBytes } from '../../src-main/codec/tiff-directory';
import { withoutDeveloping } from '../../src-main/codec/xmp';
import { dngByHand, rampDng, rationals, short, text } from '../fixtures/dng-maker';
import { failureOf, temporaryFolder } from '../fixtures/helpers';
import { exifByHand } from '../fixtures/photo-maker';

const folder = await temporaryFolder();
vi.stubEnv('ONEPAIR_HOME', join(folder, 'home'));
const [WIDTH, HEIGHT] = [96, 64];
/** Grey from left to right, and red below. */
const scene = (x: number, y: number) => {
  // LibRaw takes the brightest sample for white where it is above three quarters of what the camera says.
  if (x > WIDTH - 4) return [1, 1, 1] as const;
  const grey = 0.05 + (0.9 * Math.floor(x / 16)) / 6;
  return y < HEIGHT / 2 ? ([grey, grey, grey] as const) : ([0.8, 0.1, 0.1] as const);
};
const MAIN = [text(0x010f, 'Onepair'), text(0x0110, 'Drawn One'), text(0x013b, 'Zoë')];
const sound = dngByHand({ width: WIDTH, height: HEIGHT, scene, orientation: 6, further: MAIN });

const put = async (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};
const samplesOf = async (path: string) => new Uint16Array(new Uint8Array(await readFile(path)).buffer);

it('the raw file of the package check is the one that is drawn here', async () => {
  expect(await readFile(new URL('../../scripts/package/drawn.dng', import.meta.url))).toEqual(rampDng());
});

it('a raw file is developed upright, in ProPhoto RGB, with the white balance of the camera', async () => {
  const path = await put('one.dng', sound);
  expect(await probePhoto(path)).toMatchObject({
    ...{ format: 'raw', width: HEIGHT, height: WIDTH, channels: 3, depth: 16, orientation: 1, hasProfile: true },
    camera: { make: 'Onepair', model: 'Drawn One' },
  });
  const raw = await decodePhoto(path, join(folder, 'one.raw'));
  expect(raw).toMatchObject({ width: HEIGHT, height: WIDTH, channels: 3, depth: 16 });
  const samples = await samplesOf(raw.path);
  // Turned clockwise: what was at (x, y) lies at (HEIGHT - 1 - y, x).
  const at = (x: number, y: number) => samples.subarray(3 * (x * HEIGHT + HEIGHT - 1 - y)).subarray(0, 3);
  for (let patch = 0; patch < 6; patch += 1) {
    const x = 16 * patch + 8;
    const expected = 65_535 * scene(x, 0)[0] ** (1 / 1.8);
    for (const sample of at(x, 16)) expect(Math.abs(sample - expected)).toBeLessThan(0.01 * 65_535);
  }
  // Linear sRGB (0.8, 0.1, 0.1) in ProPhoto RGB.
  const red = [0.529 * 0.8 + 0.471 * 0.1, 0.098 * 0.8 + 0.902 * 0.1, 0.017 * 0.8 + 0.983 * 0.1];
  const got = [...at(48, 48)].map((sample) => (sample / 65_535) ** 1.8);
  for (const [channel, value] of red.entries()) expect(got[channel]).toBeCloseTo(value, 1);
  const { bytes } = await encodePhotoBytes({ raw, original: path, format: 'tiff', name: 'one.tif' });
  const exif = await readExif(bytesReader(bytes));
  expect(exif?.main).toEqual(expect.arrayContaining(MAIN));
  const { icc, depth } = await sharp(bytes).metadata();
  expect([depth, icc?.includes('ProPhoto RGB')]).toEqual(['ushort', true]);
});

it('oblong pixels are made square', async () => {
  const scale = rationals(0xc61e, [2, 1]);
  for (const [orientation, size] of [
    [1, [2 * WIDTH, HEIGHT]],
    [6, [HEIGHT, 2 * WIDTH]],
  ] as const) {
    const oblong = dngByHand({ width: WIDTH, height: HEIGHT, scene, orientation, further: [...MAIN, scale] });
    const path = await put(`oblong${orientation}.dng`, oblong);
    const { width, height } = await decodePhoto(path, join(folder, 'oblong.raw'));
    expect([width, height]).toEqual(size);
  }
});

it('colours of a camera that is not known are said to be those of the sensor', async () => {
  const encoded = async (file: string, bytes: Buffer) => {
    const original = await put(file, bytes);
    const raw = await decodePhoto(original, join(folder, 'colours.raw'));
    const { notes } = await encodePhotoBytes({ raw, original, format: 'tiff', name: 'out.tif' });
    return notes.map(inEnglish);
  };
  const unknown = dngByHand({ width: WIDTH, height: HEIGHT, scene, further: MAIN, knowsColours: false });
  expect(await encoded('known.dng', sound)).toEqual([]);
  expect(await encoded('unknown.dng', unknown)).toEqual([expect.stringMatching(/those of the sensor/)]);
});

/** The directory of a CRW (CIFF 1.0, 3): its values, then entries of type, length and place, then where these begin. */
function crwByHand(values: [type: number, value: Uint8Array][]): Uint8Array {
  const head = Buffer.from('II\x1a\0\0\0HEAPCCDR\0\0\x01\0'.padEnd(26, '\0'), 'latin1');
  const entries = Buffer.alloc(2 + 10 * values.length + 4);
  entries.writeUInt16LE(values.length);
  let at = 0;
  for (const [index, [type, value]] of values.entries()) {
    entries.writeUInt16LE(type, 2 + 10 * index);
    entries.writeUInt32LE(value.length, 4 + 10 * index);
    entries.writeUInt32LE(at, 8 + 10 * index);
    at += value.length;
  }
  entries.writeUInt32LE(at, entries.length - 4);
  return Buffer.concat([head, ...values.map(([, value]) => value), entries]);
}

it('the name of a PowerShot is found in a CRW, and with it its colours', async () => {
  const words = (...numbers: number[]) => new Uint8Array(Uint16Array.from(numbers).buffer);
  const names = Buffer.from('Canon\0Canon PowerShot G2\0'.padEnd(128, '\0'), 'latin1');
  const sensor = words(34, 2376, 1728, ...new Array<number>(14).fill(0));
  const size = new Uint8Array(Uint32Array.of(2272, 1704, 0x3f800000, 0, 8, 24, 257).buffer);
  const path = await put('g2.crw', crwByHand([[0x080a, names], [0x1810, size], [0x1031, sensor]])); // prettier-ignore
  const facts = await rawFacts(path);
  expect([facts.camera_make, facts.camera_model, hasUnknownColours(facts)]).toEqual(['Canon', 'PowerShot G2', false]);
});

it('its profile has the colours of ROMM RGB as published (ISO 22028-2), below D50', () => {
  const icc = Buffer.from(profileOfRaw({ colors: 3 }));
  const column = (tag: string) => {
    const at = icc.readUInt32BE(icc.indexOf(tag) + 4) + 8;
    return [0, 4, 8].map((offset) => icc.readInt32BE(at + offset) / 65_536);
  };
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map(column).flat();
  const published = [0.7977, 0.288, 0, 0.1352, 0.7119, 0, 0.0313, 0.0001, 0.8249];
  for (const [index, value] of published.entries()) expect(columns[index]).toBeCloseTo(value, 3);
});

it('what is cut is refused', async () => {
  // The directory comes behind the pixels, which are told to lie where half of them is missing.
  const cut = Buffer.from(sound);
  const strip = cut.indexOf(Buffer.from([0x11, 0x01, 4, 0]));
  cut.writeUInt32LE(cut.length - (WIDTH * HEIGHT) / 2, strip + 8);
  const said = async (name: string) =>
    (await failureOf(decodePhoto(await put(name, cut), join(folder, 'cut.raw')))).message;
  expect(await said('cut.dng')).toMatch(/ends early/);
  // A directory that says so itself: only LibRaw sees that something is missing.
  cut.writeUInt32LE(10, cut.indexOf(Buffer.from([0x17, 0x01, 4, 0])) + 8);
  expect(await said('told.dng')).toMatch(/could not be developed: it is damaged/);
});

it('what is no raw file says so', async () => {
  const path = await put('noise.nef', Buffer.from('nothing that any camera wrote'));
  expect((await failureOf(probePhoto(path))).message).toMatch(/noise\.nef is a camera raw file of a kind/);
});

it('a JPEG that is called a raw file is a JPEG', async () => {
  const jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  expect((await probePhoto(await put('preview.cr2', jpeg))).format).toBe('jpeg');
});

it('EXIF is found where makers keep it', async () => {
  const block = exifByHand({
    little: true,
    main: [{ tag: 0x010f, type: 'ascii', value: 'Maker' }],
    photo: [{ tag: 0x8827, type: 'short', value: [800] }],
    gps: [],
    thumbnail: null,
  });
  const head = Buffer.alloc(96);
  head.write('FUJIFILMCCD-RAW ');
  head.writeUInt32BE(96, 84);
  const segment = Buffer.concat([Buffer.from('Exif\0\0'), block]);
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, segment.length + 2]), segment]);
  head.writeUInt32BE(jpeg.length, 88);
  const olympus = Buffer.from(block);
  olympus.write('RO', 2);
  for (const file of [Buffer.concat([head, jpeg]), olympus]) {
    const exif = await readRawExif(bytesReader(file));
    expect([exif?.main, exif?.photo]).toEqual([[text(0x010f, 'Maker')], [short(0x8827, 800)]]);
  }
});

it('EXIF of a CR3 lies in boxes', async () => {
  const tiff = (entries: Parameters<typeof directoryBytes>[0]) =>
    Buffer.concat([Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]), directoryBytes(entries, 8)]);
  const box = (type: string, ...parts: Uint8Array[]) => {
    const body = Buffer.concat([Buffer.from(type), ...parts]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length + 4);
    return Buffer.concat([size, body]);
  };
  const canon = Buffer.from('85c0b687820f11e08111f4ce462b6a48', 'hex');
  const boxes = [box('CMT1', tiff([text(0x0110, 'EOS'), short(0x0103, 6)])), box('CMT2', tiff([short(0x8827, 800)]))];
  const file = Buffer.concat([box('ftyp', Buffer.from('crx \0\0\0\x01')), box('moov', box('uuid', canon, ...boxes))]);
  const exif = await readRawExif(bytesReader(file));
  expect([exif?.main, exif?.photo]).toEqual([[text(0x0110, 'EOS')], [short(0x8827, 800)]]);
});

it('how a raw file was to be developed is not carried into what has been developed', () => {
  const xmp =
    '<rdf:RDF><rdf:Description crs:Exposure2012="+1.00" xmp:Rating="4"><crs:ToneCurve><rdf:Seq/></crs:ToneCurve>' +
    '<dc:creator>Zoë</dc:creator></rdf:Description></rdf:RDF>';
  expect(Buffer.from(withoutDeveloping(Buffer.from(xmp))).toString()).toBe(
    '<rdf:RDF><rdf:Description xmp:Rating="4"><dc:creator>Zoë</dc:creator></rdf:Description></rdf:RDF>',
  );
});
