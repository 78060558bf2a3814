#!/usr/bin/env node
/**
 * What results keep of their photos' metadata, by ExifTool before and after: prints the table of docs/metadata.md, and puts
 * it there with --write. The photos are drawn here and described by ExifTool itself, or lie in a folder that is named.
 *
 *     node scripts/metadata.mjs [FOLDER] [--write]
 *
 * Needs `exiftool` on the PATH; without it the script says so and ends.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { root } from './setup/places.mjs';

const PAGE = join(root, 'docs', 'metadata.md');
const MARKS = /** @type {const} */ (['<!-- from scripts/metadata.mjs -->', '<!-- end -->']);
const FORMATS = ['jpeg', 'png', 'webp', 'tiff', 'avif', 'jxl'];
/** What says how a file stores its pixels, or what it is called, and not what is in the picture. */
const NOT_OF_THE_PHOTO =
  /^(SourceFile|ExifTool|System|File|Composite|JFIF|PNG|PNG-pHYs|RIFF|QuickTime|Meta|Track\d*|ItemList)(:|$)/;
const OF_THE_FILE =
  /:(ImageWidth|ImageHeight|ExifImage(Width|Height)|Orientation|Thumbnail(Offset|Length|Image)|Strip\w+|Tile\w+|RowsPerStrip|Compression|PhotometricInterpretation|BitsPerSample|SamplesPerPixel|PlanarConfiguration|Predictor|SampleFormat|ExtraSamples|XMPToolkit)$|^IFD1:|^XMP-onepair:/;

/** Tags of every kind that photographers' programs write. */
const WORDS = {
  'IFD0:Make': 'Nikon',
  'IFD0:Model': 'D800',
  'IFD0:Artist': 'A. Person',
  'IFD0:Copyright': '(c) A. Person',
  'IFD0:ImageDescription': 'A harbour',
  'IFD0:Software': 'Some editor 9',
  'IFD0:ModifyDate': '2024:05:06 07:08:09',
  'IFD0:XResolution': 300,
  'IFD0:YResolution': 300,
  'IFD0:ResolutionUnit': 'inches',
  'IFD0:XPTitle': 'Harbour',
  'IFD0:Rating': 4,
  'ExifIFD:ExposureTime': '1/125',
  'ExifIFD:FNumber': 5.6,
  'ExifIFD:ISO': 400,
  'ExifIFD:DateTimeOriginal': '2024:05:06 07:08:09',
  'ExifIFD:OffsetTimeOriginal': '+02:00',
  'ExifIFD:SubSecTimeOriginal': 42,
  'ExifIFD:FocalLength': 50,
  'ExifIFD:LensModel': 'AF-S 50mm',
  'ExifIFD:LensSerialNumber': 'L-77',
  'ExifIFD:SerialNumber': 'S-99',
  'ExifIFD:UserComment': 'Nothing of note',
  'ExifIFD:ExposureCompensation': '-1/3',
  'ExifIFD:MeteringMode': 'Spot',
  'ExifIFD:ColorSpace': 'sRGB',
  'GPS:GPSLatitude': 53.5,
  'GPS:GPSLatitudeRef': 'N',
  'GPS:GPSLongitude': 9.9,
  'GPS:GPSLongitudeRef': 'E',
  'GPS:GPSAltitude': 12,
  'GPS:GPSImgDirection': 181,
  'InteropIFD:InteropIndex': 'R98',
  'XMP-dc:Title': 'Harbour',
  'XMP-dc:Creator': 'A. Person',
  'XMP-dc:Subject': 'ships',
  'XMP-dc:Rights': '(c) A. Person',
  'XMP-xmp:Rating': 4,
  'XMP-xmp:Label': 'Red',
  'XMP-photoshop:City': 'Hamburg',
  'XMP-xmpRights:Marked': 'True',
  'XMP-lr:HierarchicalSubject': 'harbour|ships',
  'XMP-crs:Exposure2012': '+0.50',
  'XMP-exif:GPSMapDatum': 'WGS-84',
  'IPTC:Keywords': 'ships',
  'IPTC:City': 'Hamburg',
  'IPTC:By-line': 'A. Person',
  'IPTC:Caption-Abstract': 'A harbour',
  'Photoshop:URL': 'https://example.org',
};

/** @param {string} command @param {string[]} args @param {object} [options] @returns {string} */
const run = (command, args, options = {}) =>
  execFileSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
    ...options,
  });

/** JPEG, PNG, TIFF and WebP, each in both byte orders of its EXIF. @param {string} folder */
async function drawPhotos(folder) {
  const picture = sharp({ create: { width: 96, height: 64, channels: 3, background: '#687' } });
  const words = Object.entries(WORDS).map(([tag, value]) => `-${tag}=${value}`);
  for (const format of /** @type {const} */ (['jpeg', 'png', 'tiff', 'webp']))
    for (const order of ['II', 'MM']) {
      const path = join(folder, `${format}-${order}.${format === 'jpeg' ? 'jpg' : format === 'tiff' ? 'tif' : format}`);
      const options = format === 'tiff' ? { compression: 'lzw' } : {};
      await picture.clone().toFormat(format, options).withIccProfile('p3').withMetadata({ density: 300 }).toFile(path);
      spawnSync('exiftool', ['-q', '-m', '-overwrite_original', `-ExifByteOrder=${order}`, ...words, path]);
    }
}

/** By name without its ending: what ExifTool says of each photo of a folder. @param {string} folder */
function wordsIn(folder) {
  /** @type {{ SourceFile: string }[]} */
  const found = JSON.parse(run('exiftool', ['-j', '-a', '-G1', '-n', '-struct', folder]) || '[]');
  return new Map(
    found.map((photo) => [
      parse(photo.SourceFile).name,
      new Map(
        Object.entries(photo)
          .filter(([tag]) => !NOT_OF_THE_PHOTO.test(tag) && !OF_THE_FILE.test(tag))
          .map(([tag, value]) => [tag, JSON.stringify(value)]),
      ),
    ]),
  );
}

/** @typedef {Map<string, Map<string, string>>} Words
 * @param {Words} before @param {Words} after */
function compare(before, after) {
  const lost = new Map();
  let same = 0;
  for (const [name, words] of before)
    for (const [tag, value] of words)
      if (after.get(name)?.get(tag) === value) same += 1;
      else lost.set(tag, (lost.get(tag) ?? 0) + 1);
  return { same, lost };
}

/** 'IPTC (8)': by group, single tags by name. @param {Map<string, number>} lost */
function inWords(lost) {
  /** @type {Map<string, [string, number][]>} */
  const groups = new Map();
  for (const entry of lost) {
    const [group = ''] = entry[0].split(':');
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  const parts = [...groups].map(([group, tags]) => {
    const count = tags.reduce((sum, [, number]) => sum + number, 0);
    return tags.length > 4 ? `${group} (${count})` : tags.map(([tag, number]) => `\`${tag}\` (${number})`).join(', ');
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'boolean' } } });
const found = spawnSync('exiftool', ['-ver'], { encoding: 'utf8' });
if (found.error) {
  console.log('Skipped: exiftool is not on the PATH.');
  process.exit(0);
}
const work = mkdtempSync(join(tmpdir(), 'onepair-metadata-'));
try {
  const photos = join(work, 'photos');
  if (positionals[0] === undefined) {
    mkdirSync(photos);
    await drawPhotos(photos);
  } else cpSync(positionals[0], photos, { recursive: true });
  /** @param {string[]} args */
  const onepair = (...args) => {
    const env = { ...process.env, ONEPAIR_HOME: join(work, 'home') };
    spawnSync(process.execPath, [join(root, 'scripts', 'onepair.mjs'), ...args], { env, stdio: 'ignore' });
  };
  onepair('train', '--sample', '--size', '160', '--task', 'denoise', '--method', 'linear', '--name', 'plain');
  const before = wordsIn(photos);
  const total = [...before.values()].reduce((sum, words) => sum + words.size, 0);
  const rows = FORMATS.map((format) => {
    const out = join(work, format);
    onepair('restore', 'plain', photos, '--out', out, '--strength', '0', '--format', format, '--name', '{name}');
    const { same, lost } = compare(before, wordsIn(out));
    return `| ${format.toUpperCase()} | ${same} | ${inWords(lost)} |`;
  });
  const count = readdirSync(photos).length;
  const table = [
    `ExifTool ${found.stdout.trim()}, ${count} photos, ${total} entries:`,
    '',
    '| into | entries the same | lost or changed |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
  console.log(table);
  if (values.write) {
    const [head, rest = ''] = readFileSync(PAGE, 'utf8').split(MARKS[0]);
    const [, tail] = rest.split(MARKS[1]);
    writeFileSync(PAGE, `${head}${MARKS[0]}\n\n${table}\n\n${MARKS[1]}${tail}`);
    run('npx', ['prettier', '--write', '--log-level', 'warn', PAGE], { cwd: root });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
