import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultFormat } from '@contract/photo';
import { inEnglish } from '@contract/in-language';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto, encodePhotoBytes, type OutputSettings } from '../../src-main/codec';
import { joinedXmp } from '../../src-main/codec/xmp-extended';
import { noise, picture, rawPicture, temporaryFolder } from '../fixtures/helpers';

/** What XMP says, where the picture, its size or its company change: words of all namespaces, and XMP in parts. */
const folder = await temporaryFolder();
const [width, height] = [16, 12];
const { raw } = await rawPicture(join(folder, 'raw'), { width, height, channels: 3, depth: 8 }, Buffer.alloc(576, 99));
const bare = await sharp({ create: { width, height, channels: 3, background: '#678' } })
  .jpeg()
  .toBuffer();

const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';
const packet = (attributes: string, elements = '') =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${RDF}><rdf:Description rdf:about="" ${attributes}>${elements}` +
  '</rdf:Description></rdf:RDF></x:xmpmeta>';
const segment = (mark: string, data: Uint8Array) => {
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + mark.length + data.length, 2);
  return Buffer.concat([head, Buffer.from(mark, 'latin1'), data]);
};
const mainSegment = (xmp: string) => segment('http://ns.adobe.com/xap/1.0/\0', Buffer.from(xmp));
const part = (whole: Buffer, place: number, length: number) => {
  const head = Buffer.alloc(40);
  head.write(createHash('md5').update(whole).digest('hex').toUpperCase(), 0, 'latin1');
  head.writeUInt32BE(whole.length, 32);
  head.writeUInt32BE(place, 36);
  return Buffer.concat([head, whole.subarray(place, place + length)]);
};
const withSegments = (segments: Buffer[]) => Buffer.concat([bare.subarray(0, 2), ...segments, bare.subarray(2)]);

let round = 0;
async function restored(jpeg: Uint8Array, format: ResultFormat, settings: OutputSettings = {}) {
  const original = join(folder, `${(round += 1)}.jpg`);
  await writeFile(original, jpeg);
  const { bytes, notes } = await encodePhotoBytes({ raw, original, format, name: 'out', settings });
  const { xmpAsString } = await sharp(bytes).metadata();
  return { bytes: Buffer.from(bytes), xmp: xmpAsString ?? '', notes: notes.map(inEnglish) };
}

describe('words of a film or a gain map that the result does not have', () => {
  const NAMESPACES = {
    'a gain map, under any prefix': ['gm', 'http://ns.adobe.com/hdr-gain-map/1.0/', 'Version="1.0"'],
    'the gain map of iPhones': ['apple', 'http://ns.apple.com/HDRGainMap/1.0/', 'HDRGainMapVersion="65536"'],
    'a film': ['GCamera', 'http://ns.google.com/photos/1.0/camera/', 'MotionPhoto="1"'],
  };
  it.each(Object.entries(NAMESPACES))('%s: goes, and that is said', async (_, [prefix = '', uri = '', word = '']) => {
    const xmp = packet(`xmlns:${prefix}="${uri}" xmlns:k="urn:kept" k:Version="2" ${prefix}:${word}`);
    const result = await restored(withSegments([mainSegment(xmp)]), 'jpeg');
    expect(result.xmp).not.toContain(`${prefix}:${word.split('=')[0]!}`);
    expect(result.xmp).toContain('k:Version="2"');
    expect(result.notes).toEqual(['The film or gain map beside its picture was left out.']);
  });

  it('a film behind the picture without a word in XMP is said as well', async () => {
    const film = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42\0\0\0\0mp42isom')]);
    const { notes } = await restored(Buffer.concat([bare, film]), 'png');
    expect(notes).toEqual(['The film or gain map beside its picture was left out.']);
  });

  it('the list of a container, with all that is in it', async () => {
    const list = '<C:Directory><rdf:Seq><rdf:li><C:Item I:Length="3000"/></rdf:li></rdf:Seq></C:Directory>';
    const names =
      'xmlns:C="http://ns.google.com/photos/1.0/container/" xmlns:I="http://ns.google.com/photos/1.0/container/item/"';
    expect((await restored(withSegments([mainSegment(packet(names, list))]), 'png')).xmp).not.toMatch(/<C:|I:Length/);
  });
});

/** ExifTool's group Location of XMP, by namespace. */
const PLACES: Record<string, string[]> = {
  'http://www.w3.org/2003/01/geo/wgs84_pos#': ['lat', 'long', 'alt', 'lat_long'],
  'http://rs.tdwg.org/dwc/terms/': [
    ...['continent', 'coordinatePrecision', 'coordinateUncertaintyInMeters', 'country', 'countryCode', 'county'],
    ...['decimalLatitude', 'decimalLongitude', 'footprintSRS', 'footprintSpatialFit', 'footprintWKT', 'geodeticDatum'],
    ...['georeferenceProtocol', 'georeferenceRemarks', 'georeferenceSources', 'georeferenceVerificationStatus'],
    ...['georeferencedBy', 'georeferencedDate', 'higherGeography', 'higherGeographyID', 'island', 'islandGroup'],
    ...['locality', 'locationAccordingTo', 'locationID', 'locationRemarks', 'maximumDepthInMeters'],
    ...['maximumDistanceAboveSurfaceInMeters', 'minimumElevationInMeters', 'municipality', 'pointRadiusSpatialFit'],
    ...['stateProvince', 'verbatimCoordinateSystem', 'verbatimCoordinates', 'verbatimDepth', 'verbatimElevation'],
    ...['verbatimLatitude', 'verbatimLocality', 'verbatimLongitude', 'verbatimSRS', 'verticalDatum', 'waterBody'],
  ],
  'http://www.dji.com/drone-dji/1.0/': [
    ...['AbsoluteAltitude', 'RelativeAltitude', 'GpsLatitude', 'GpsLongtitude', 'FlightYawDegree', 'FlightXSpeed'],
    ...['GimbalYawDegree', 'GimbalReverse', 'CamReverse', 'RtkStdLat', 'RtkFlag', 'Latitude', 'Longtitude'],
  ],
  'http://developer.sonyericsson.com/cell/1.0/': ['cellid', 'cgi', 'lac', 'mcc', 'mnc', 'r'],
  'http://ns.adobe.com/exif/1.0/': ['GPSLatitude', 'GPSTimeStamp', 'GPSAreaInformation'],
  'http://ns.adobe.com/photoshop/1.0/': ['City', 'State', 'Country'],
  'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/': ['Location', 'CountryCode'],
  'http://iptc.org/std/Iptc4xmpExt/2008-02-29/': ['LocationCreated', 'LocationShown', 'RatingRegion'],
  'http://ns.adobe.com/xmp/1.0/DynamicMedia/': ['shotLocation'],
  'http://ns.google.com/photos/dd/1.0/device/': ['EarthPos'],
};

it.each(Object.entries(PLACES))('no place is left of %s', async (uri, names) => {
  const attributes = names.map((name) => `p:${name}="PLACE"`).join(' ');
  const elements = names.map((name) => `<p:${name}><rdf:Bag><rdf:li>PLACE</rdf:li></rdf:Bag></p:${name}>`).join('');
  const xmp = packet(`xmlns:p="${uri}" ${attributes} xmlns:k="http://ns.adobe.com/xap/1.0/" k:Rating="4"`, elements);
  const result = await restored(withSegments([mainSegment(xmp)]), 'jpeg', { stripLocation: true });
  expect(result.xmp).not.toContain('PLACE');
  expect(result.xmp).toContain('xmp:Rating="4"');
});

describe('XMP in parts', () => {
  const extension = Buffer.from(
    packet(
      'xmlns:e="http://ns.adobe.com/photoshop/1.0/" e:Note="second" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="47,30N"',
      `<e:Long>${'x'.repeat(400)}</e:Long>`,
    ),
  );
  const guid = createHash('md5').update(extension).digest('hex').toUpperCase();
  const main = packet(
    `xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${guid}" xmlns:k="urn:k" k:A="1"`,
  );
  const parts = [part(extension, 0, 200), part(extension, 200, 200), part(extension, 400, 9999)];
  const segments = parts.map((data) => segment('http://ns.adobe.com/xmp/extension/\0', data));
  const inOrder = [mainSegment(main), ...segments];
  const ORDERS = { 'in order': inOrder, 'the other way round': inOrder.toReversed() };

  it.each(Object.entries(ORDERS))('%s: stays a second XMP in a JPEG', async (_, order) => {
    const { bytes, xmp, notes } = await restored(withSegments(order), 'jpeg');
    expect(notes).toEqual([]);
    expect(xmp).toContain('k:A="1"');
    const named = /HasExtendedXMP="(\w+)"/.exec(xmp)![1]!;
    const at = bytes.indexOf('http://ns.adobe.com/xmp/extension/\0') + 35;
    const whole = bytes.subarray(at + 40, at + 40 + bytes.readUInt32BE(at + 32));
    expect([
      bytes.toString('latin1', at, at + 32),
      createHash('md5').update(whole).digest('hex').toUpperCase(),
    ]).toEqual([named, named]);
    expect(whole.toString()).toContain('e:Note="second"');
  });

  it.each(['png', 'tiff', 'webp', 'avif'] as const)('is one with the first in %s', async (format) => {
    const { xmp } = await restored(withSegments(inOrder), format);
    for (const kept of ['k:A="1"', 'e:Note="second"', 'x'.repeat(400), 'exif:GPSLatitude']) expect(xmp).toContain(kept);
    expect(xmp).not.toContain('HasExtendedXMP');
    expect(xmp.match(/<rdf:RDF/g)).toHaveLength(1);
  });

  it.each(['jpeg', 'png'] as const)('loses its places on demand, and keeps the rest (%s)', async (format) => {
    const { bytes } = await restored(withSegments(inOrder), format, { stripLocation: true });
    expect(bytes.includes('47,30N')).toBe(false);
    expect(bytes.includes('photoshop:Note="second"')).toBe(true);
  });

  it('is nothing where a part is missing, changed or of another XMP, and is not pointed to', async () => {
    const changed = Buffer.from(parts[1]!);
    changed[100] = 65;
    const BROKEN = [parts.slice(1), [parts[0]!, changed, parts[2]!], []];
    for (const some of BROKEN) expect(joinedXmp(some, Buffer.from(main))).toBeNull();
    expect(joinedXmp(parts, Buffer.from(packet('')))).toBeNull();
    expect((await restored(withSegments([mainSegment(main), segments[1]!]), 'jpeg')).xmp).not.toContain(
      'HasExtendedXMP',
    );
  });
});

it.each(['png', 'webp'] as const)(
  'an orientation in XMP alone stays with the pixels as they lie (%s)',
  async (kind) => {
    const words = packet('xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"');
    const samples = noise(24 * 16 * 3, 8);
    const original = join(folder, `lying.${kind}`);
    await picture(samples, 24, 16, 3).withXmp(words).toFormat(kind, { lossless: true }).toFile(original);
    const lying = await decodePhoto(original, join(folder, `lying-${kind}.raw`));
    expect(lying).toMatchObject({ width: 24, height: 16 });
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const { bytes } = await encodePhotoBytes({ raw: lying, original, format, name: 'out' });
      const { width, orientation, xmpAsString } = await sharp(bytes).metadata();
      expect([width, orientation]).toEqual([24, undefined]);
      expect(xmpAsString).toContain('tiff:Orientation="6"');
    }
  },
);
