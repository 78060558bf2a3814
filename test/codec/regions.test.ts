import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { editExif } from '../../src-main/codec/exif-edit';
import { readExif } from '../../src-main/codec/exif';
import { bytesReader, wholeNumbers } from '../../src-main/codec/tiff-directory';
import { turnedArea, type Turn } from '../../src-main/codec/turned';
import { editXmp } from '../../src-main/codec/xmp';
import { exifByHand } from '../fixtures/photo-maker';

const stored = { width: 128, height: 96 };
const turn = (orientation: number, scale = 1): Turn => {
  const [width, height] = orientation > 4 ? [96, 128] : [128, 96];
  return { orientation, stored, result: { width: scale * width, height: scale * height } };
};
const FACE = { x: 0.25, y: 0.25, w: 0.125, h: 0.25 };

/** Where a white face on black lies after sharp has turned the picture. */
async function seen(orientation: number) {
  const pixels = new Uint8Array(128 * 96);
  for (let y = 12; y < 36; y += 1) pixels.fill(255, y * 128 + 24, y * 128 + 40);
  const png = await sharp(pixels, { raw: { width: 128, height: 96, channels: 1 } })
    .withMetadata({ orientation })
    .png()
    .toBuffer();
  const { data, info } = await sharp(png).autoOrient().toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const lit = [...data.keys()].filter((i) => data[i]! > 127);
  const columns = lit.map((i) => i % info.width);
  const rows = lit.map((i) => Math.floor(i / info.width));
  const [left, right] = [Math.min(...columns), Math.max(...columns) + 1];
  const [top, bottom] = [Math.min(...rows), Math.max(...rows) + 1];
  return {
    x: (left + right) / 2 / info.width,
    y: (top + bottom) / 2 / info.height,
    w: (right - left) / info.width,
    h: (bottom - top) / info.height,
  };
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('regions of a photo with orientation %s', (orientation) => {
  it('lie where the pixels lie', async () => {
    expect(turnedArea(FACE, turn(orientation))).toEqual(await seen(orientation));
  });
});

const XMP =
  '<x:xmpmeta><rdf:RDF xmlns:rdf="r"><rdf:Description crs:CropTop="0.1" crs:CropLeft="0.2" crs:CropBottom="0.9" ' +
  'crs:CropRight="0.8"><mwg-rs:Regions><mwg-rs:AppliedToDimensions stDim:w="128" stDim:h="96" stDim:unit="pixel"/>' +
  '<mwg-rs:Area rdf:parseType="Resource"><stArea:x>0.25</stArea:x><stArea:y>0.3</stArea:y><stArea:w>0.2</stArea:w>' +
  '<stArea:h>0.25</stArea:h></mwg-rs:Area></mwg-rs:Regions><MPReg:Rectangle>0.15, 0.175, 0.2, 0.25</MPReg:Rectangle>' +
  '<exif:SubjectArea><rdf:Seq><rdf:li>32</rdf:li><rdf:li>29</rdf:li></rdf:Seq></exif:SubjectArea>' +
  '</rdf:Description></rdf:RDF></x:xmpmeta>';
const edited = (how: Turn) =>
  Buffer.from(editXmp(Buffer.from(XMP), { turn: how, isUpright: true, mark: null })!).toString();

it('XMP: faces, crop and subject are turned, and enlarged where they count pixels', () => {
  const text = edited(turn(6, 2));
  expect(text).toContain('stDim:w="192" stDim:h="256"');
  expect(text).toContain(
    '<stArea:x>0.7</stArea:x><stArea:y>0.25</stArea:y><stArea:w>0.25</stArea:w><stArea:h>0.2</stArea:h>',
  );
  expect(text).toContain('<MPReg:Rectangle>0.575, 0.15, 0.25, 0.2</MPReg:Rectangle>');
  expect(text).toContain('crs:CropTop="0.2" crs:CropLeft="0.1" crs:CropBottom="0.8" crs:CropRight="0.9"');
  expect(text).toContain('<rdf:li>134</rdf:li><rdf:li>64</rdf:li>');
});

it('XMP of an upright photo stays, but for what counts pixels', () => {
  expect(edited(turn(1))).toBe(XMP);
  expect(edited(turn(1, 2))).toContain('<rdf:li>64</rdf:li><rdf:li>58</rdf:li>');
});

it('EXIF: the subject is turned and enlarged', async () => {
  const block = exifByHand({
    little: false,
    main: [{ tag: 0x010f, type: 'ascii', value: 'Maker' }],
    photo: [
      { tag: 0x9214, type: 'short', value: [32, 29, 26, 24] },
      { tag: 0xa214, type: 'short', value: [32, 29] },
    ],
    gps: [],
    thumbnail: null,
  });
  const change = { turn: turn(6, 2), thumbnail: () => Promise.resolve(null) };
  const exif = await readExif(bytesReader((await editExif(block, change))!));
  const numbers = (tag: number) => wholeNumbers(exif?.photo.find((entry) => entry.tag === tag));
  expect([numbers(0x9214), numbers(0xa214)]).toEqual([
    [134, 64, 48, 52],
    [134, 64],
  ]);
});
