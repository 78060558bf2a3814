import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** Photos with metadata written by hand, apart from the code that is tested. */

export interface Tag {
  tag: number;
  type: 'ascii' | 'short' | 'long' | 'rational' | 'undefined';
  value: string | number[] | Uint8Array;
}

const TYPES = { ascii: 2, short: 3, long: 4, rational: 5, undefined: 7 } as const;
const SIZES = { ascii: 1, short: 2, long: 4, rational: 4, undefined: 1 } as const;
const MAKER_NOTE = 0x927c;

export interface HandMade {
  little: boolean;
  main: Tag[];
  photo: Tag[];
  gps: Tag[];
  thumbnail: Uint8Array | null;
}

/** A block of EXIF without its mark. The maker's note holds its own position, as many cameras' do: `makerNote`. */
export function exifByHand({ little, main, photo, gps, thumbnail }: HandMade): Uint8Array {
  const bytes = new Uint8Array(20_000);
  const view = new DataView(bytes.buffer);
  let free = 8;
  const take = (length: number) => {
    const at = free;
    free += length + (length % 2);
    return at;
  };
  bytes.set(little ? [0x49, 0x49] : [0x4d, 0x4d]);
  view.setUint16(2, 42, little);
  const write = (tags: Tag[]): { nextAt: number; at: number } => {
    const at = take(2 + 12 * tags.length + 4);
    view.setUint16(at, tags.length, little);
    [...tags]
      .sort((a, b) => a.tag - b.tag)
      .forEach(({ tag, type, value }, index) => {
        const values = typeof value === 'string' ? [...Buffer.from(`${value}\0`)] : [...value];
        const length = values.length * SIZES[type];
        const entry = at + 2 + 12 * index;
        view.setUint16(entry, tag, little);
        view.setUint16(entry + 2, TYPES[type], little);
        view.setUint32(entry + 4, type === 'rational' ? values.length / 2 : values.length, little);
        const valueAt = length <= 4 ? entry + 8 : take(length);
        if (length > 4) view.setUint32(entry + 8, valueAt, little);
        values.forEach((number, i) => {
          const place = valueAt + i * SIZES[type];
          if (SIZES[type] === 1) view.setUint8(place, number);
          else if (SIZES[type] === 2) view.setUint16(place, number, little);
          else view.setUint32(place, number, little);
        });
        if (tag === MAKER_NOTE) view.setUint32(valueAt, valueAt, little);
      });
    return { at, nextAt: at + 2 + 12 * tags.length };
  };
  view.setUint32(4, 8, little);
  const pointer = (tag: number): Tag => ({ tag, type: 'long', value: [0] });
  const all = write([...main, pointer(0x8769), pointer(0x8825)]);
  const point = (tag: number, at: number) => {
    for (let entry = all.at + 2; entry < all.nextAt; entry += 12)
      if (view.getUint16(entry, little) === tag) view.setUint32(entry + 8, at, little);
  };
  point(0x8769, write(photo).at);
  point(0x8825, write(gps).at);
  if (thumbnail !== null) {
    const at = take(2 + 3 * 12 + 4);
    const place = take(thumbnail.length);
    bytes.set(thumbnail, place);
    view.setUint32(all.nextAt, at, little);
    view.setUint16(at, 3, little);
    [
      [0x0112, 3, 6],
      [0x0201, 4, place],
      [0x0202, 4, thumbnail.length],
    ].forEach(([tag = 0, type = 0, value = 0], index) => {
      const entry = at + 2 + 12 * index;
      view.setUint16(entry, tag, little);
      view.setUint16(entry + 2, type, little);
      view.setUint32(entry + 4, 1, little);
      if (type === 3) view.setUint16(entry + 8, value, little);
      else view.setUint32(entry + 8, value, little);
    });
  }
  return bytes.slice(0, free);
}

/** Every value that the tags of a block hold, as hexadecimal by 'directory:tag'; an independent, strict reader. */
export function valuesByHand(block: Uint8Array): Map<string, string> {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const bytesOf = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
  const found = new Map<string, string>();
  const read = (name: string, at: number): number => {
    const count = view.getUint16(at, little);
    for (let entry = at + 2; entry < at + 2 + 12 * count; entry += 12) {
      const tag = view.getUint16(entry, little);
      const type = view.getUint16(entry + 2, little);
      const unit = bytesOf[type]!;
      const length = unit * view.getUint32(entry + 4, little);
      const valueAt = length <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
      const below = { 0x8769: 'photo', 0x8825: 'gps', 0xa005: 'interop' }[tag];
      if (below !== undefined && name !== 'gps') {
        read(below, view.getUint32(entry + 8, little));
        continue;
      }
      const word = Math.min(unit, 4);
      const numbers = Array.from({ length: length / word }, (_, i) => {
        const place = valueAt + i * word;
        if (word === 1) return view.getUint8(place);
        return word === 2 ? view.getUint16(place, little) : view.getUint32(place, little);
      });
      if (tag === MAKER_NOTE) found.set('maker note lies at', String(valueAt));
      found.set(`${name}:${tag.toString(16)}`, `${type}:${numbers.join(' ')}`);
    }
    return view.getUint32(at + 2 + 12 * count, little);
  };
  const next = read('main', view.getUint32(4, little));
  if (next !== 0) read('thumbnail', next);
  return found;
}

const segment = (marker: number, mark: string, data: Uint8Array): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(2 + mark.length + data.length, 2);
  return Buffer.concat([head, Buffer.from(mark, 'latin1'), data]);
};

/** A JPEG with hand-made metadata right after its start. */
export function jpegByHand(
  jpeg: Uint8Array,
  { exif, xmp, photoshop }: { exif?: Uint8Array; xmp?: string; photoshop?: Uint8Array },
): Buffer {
  return Buffer.concat([
    jpeg.subarray(0, 2),
    ...(exif ? [segment(0xe1, 'Exif\0\0', exif)] : []),
    ...(xmp === undefined ? [] : [segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', Buffer.from(xmp))]),
    ...(photoshop ? [segment(0xed, 'Photoshop 3.0\0', photoshop)] : []),
    segment(0xfe, '', Buffer.from('A comment')),
    jpeg.subarray(2),
  ]);
}

/** IPTC data sets of record 2. */
export function iptcByHand(sets: Record<number, string>): Buffer {
  return Buffer.concat(
    Object.entries(sets).map(([number, text]) => {
      const head = Buffer.from([0x1c, 2, Number(number), 0, 0]);
      head.writeUInt16BE(Buffer.byteLength(text), 3);
      return Buffer.concat([head, Buffer.from(text)]);
    }),
  );
}

/** One of Photoshop's resources without a name. */
export function resourceByHand(id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.write('8BIM', 'latin1');
  head.writeUInt16BE(id, 4);
  head.writeUInt32BE(data.length, 8);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** A PNG's chunk put right behind its header. */
export function withPngChunk(png: Uint8Array, type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([png.subarray(0, 33), framed, png.subarray(33)]);
}

/** A block of EXIF as libvips finds it in a file. */
export async function exifIn(path: string): Promise<Uint8Array> {
  const { exif } = await sharp(path).metadata();
  if (exif === undefined) throw new Error(`${path} holds no EXIF`);
  return new Uint8Array(exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif);
}
