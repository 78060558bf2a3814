import type { CameraFacts } from '@contract/photo';
import type { RawFacts } from './camera-raw';
import { readExif } from './exif';
import { bytesReader, type ReadBytes, type TiffEntry } from './tiff-directory';

const MAKE = 0x010f;
const MODEL = 0x0110;
const ISO = 0x8827;
const LENS = 0xa434;
const LONGEST = 80;

/** Which camera took a photo, from its block of EXIF (with or without the 'Exif' mark) or from a TIFF; null if unsaid. */
export async function cameraOf(exif: Uint8Array | ReadBytes | undefined): Promise<CameraFacts | null> {
  if (exif === undefined) return null;
  const read = typeof exif === 'function' ? exif : bytesReader(withoutMark(exif));
  const found = await readExif(read).catch(() => null);
  if (found === null) return null;
  const facts: CameraFacts = {
    ...given('make', textOf(found.main, MAKE)),
    ...given('model', textOf(found.main, MODEL)),
    ...given('lens', textOf(found.photo, LENS)),
    ...given('iso', numberOf(found.photo, ISO)),
  };
  return Object.keys(facts).length === 0 ? null : facts;
}

/** Which camera took a raw file, as LibRaw has it. */
export function cameraOfRaw({ camera_make, camera_model, lens, iso_speed }: RawFacts): CameraFacts | null {
  const facts: CameraFacts = {
    ...given('make', plainText(camera_make)),
    ...given('model', plainText(camera_model)),
    ...given('lens', plainText(lens.Lens)),
    ...given('iso', iso_speed > 0 ? Math.round(iso_speed) : null),
  };
  return Object.keys(facts).length === 0 ? null : facts;
}

const given = <K extends string, T>(key: K, value: T | null) =>
  (value === null ? {} : { [key]: value }) as Partial<Record<K, T>>;

const withoutMark = (exif: Uint8Array): Uint8Array =>
  Buffer.from(exif.subarray(0, 6)).toString('latin1') === 'Exif\0\0' ? exif.subarray(6) : exif;

function textOf(entries: readonly TiffEntry[], tag: number): string | null {
  const entry = entries.find((one) => one.tag === tag && one.type === 2);
  if (entry === undefined) return null;
  return plainText(Buffer.from(entry.value).toString('utf8').split('\0', 1)[0] ?? '');
}

function plainText(text: string): string | null {
  // eslint-disable-next-line no-control-regex -- they are what must go
  const plain = text.replace(/[\u0000-\u001f\u007f\ufffd]+/g, ' ').trim();
  return plain === '' ? null : plain.slice(0, LONGEST);
}

/** The first of a SHORT or LONG entry's numbers. */
function numberOf(entries: readonly TiffEntry[], tag: number): number | null {
  const entry = entries.find((one) => one.tag === tag && (one.type === 3 || one.type === 4));
  if (entry === undefined || entry.value.length < 2) return null;
  const view = new DataView(entry.value.buffer, entry.value.byteOffset, entry.value.byteLength);
  const value = entry.type === 3 ? view.getUint16(0, true) : view.getUint32(0, true);
  return value > 0 && value < 1e7 ? value : null;
}
