import { isDescribing, readExif, type Exif } from './exif';
import { exifInJpeg } from './jpeg-segments';
import { bytesReader, readDirectory, readHeader, viewOf, type ReadBytes, type TiffEntry } from './tiff-directory';

/** The EXIF of a camera's raw file, wherever its maker keeps it; null where there is none. */
export async function readRawExif(read: ReadBytes): Promise<Exif | null> {
  const head = Buffer.from(await read(0, 16)).toString('latin1');
  if (head.startsWith('FUJIFILM')) return exifOfFuji(read);
  if (head.startsWith('ftyp', 4)) return exifOfBoxes(read);
  return readExif(read);
}

/** Where a RAF says where its JPEG lies, which has the EXIF. */
const FUJI_JPEG_AT = 84;

async function exifOfFuji(read: ReadBytes): Promise<Exif | null> {
  const place = await read(FUJI_JPEG_AT, 8);
  if (place.length < 8) return null;
  const [at, length] = [viewOf(place).getUint32(0), viewOf(place).getUint32(4)];
  const exif = exifInJpeg(await read(at, length));
  return exif === null ? null : readExif(bytesReader(exif));
}

const CANON = '85c0b687820f11e08111f4ce462b6a48';
const MOST_BOXES = 1000;
/** A directory of EXIF without its maker's notes takes some kilobytes. */
const MOST_BLOCK_BYTES = 2 ** 24;

/** A CR3: a TIFF each for the main directory, the photo's and the GPS, in a box of Canon's own within 'moov'. */
async function exifOfBoxes(read: ReadBytes): Promise<Exif | null> {
  const found = new Map<string, TiffEntry[]>();
  let boxes = 0;
  const walk = async (from: number, to: number): Promise<void> => {
    let at = from;
    for (; boxes < MOST_BOXES && at + 8 <= to; boxes += 1) {
      const head = Buffer.from(await read(at, 24));
      const size = head.length < 8 ? 0 : head.readUInt32BE(0);
      const type = head.toString('latin1', 4, 8);
      // 0: to the end; 1: a longer size. Neither is of the boxes that are looked for.
      const whole = size === 1 && head.length >= 16 ? Number(head.readBigUInt64BE(8)) : size;
      if (whole < 8) return;
      // What lies in a box ends with it.
      const end = Math.min(to, at + whole);
      if (type === 'moov') await walk(at + 8, end);
      if (type === 'uuid' && head.toString('hex', 8, 24) === CANON) await walk(at + 24, end);
      if (type.startsWith('CMT') && whole <= MOST_BLOCK_BYTES)
        found.set(type, await firstDirectory(await read(at + 8, whole - 8)));
      at += whole;
    }
  };
  await walk(0, Number.MAX_SAFE_INTEGER);
  const main = (found.get('CMT1') ?? []).filter(({ tag }) => isDescribing(tag));
  const photo = found.get('CMT2') ?? [];
  if (main.length + photo.length === 0) return null;
  return { main, photo, gps: found.get('CMT4') ?? [], interoperability: [] };
}

async function firstDirectory(block: Uint8Array): Promise<TiffEntry[]> {
  const read = bytesReader(block);
  const header = await readHeader(read);
  return header === null ? [] : (await readDirectory(read, header.first, header)).entries;
}
