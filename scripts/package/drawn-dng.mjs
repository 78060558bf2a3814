import { Buffer } from 'node:buffer';

const [WIDTH, HEIGHT] = [64, 48];
const [BYTE, ASCII, SHORT, LONG, RATIONAL, SIGNED_RATIONAL] = [1, 2, 3, 4, 5, 10];
const SIZES = [0, 1, 1, 2, 4, 8, 0, 0, 0, 0, 8];

/** A grey ramp as a camera's DNG (red, green, green, blue), little-endian: enough for LibRaw to develop it. */
export function drawnDng() {
  const pixels = Buffer.alloc(2 * WIDTH * HEIGHT);
  for (let i = 0; i < WIDTH * HEIGHT; i += 1) pixels.writeUInt16LE(512 + (i % WIDTH) * 220, 2 * i);
  /** @type {[tag: number, type: number, values: number[]][]} */
  const entries = [
    [0x0100, LONG, [WIDTH]],
    [0x0101, LONG, [HEIGHT]],
    [0x0102, SHORT, [16]],
    [0x0103, SHORT, [1]],
    [0x0106, SHORT, [32_803]],
    [0x0111, LONG, [8]],
    [0x0115, SHORT, [1]],
    [0x0116, LONG, [HEIGHT]],
    [0x0117, LONG, [pixels.length]],
    [0x828d, SHORT, [2, 2]],
    [0x828e, BYTE, [0, 1, 1, 2]],
    [0xc612, BYTE, [1, 4, 0, 0]],
    [0xc614, ASCII, [...Buffer.from('Onepair Drawn\0')]],
    [0xc61a, SHORT, [512]],
    [0xc61d, LONG, [15_000]],
    [0xc621, SIGNED_RATIONAL, [32406, -15372, -4986, -9689, 18758, 415, 557, -2040, 10570]],
    [0xc628, RATIONAL, [10_000, 10_000, 10_000]],
  ];
  const places = 8 + pixels.length;
  const directory = Buffer.alloc(2 + 12 * entries.length + 4);
  directory.writeUInt16LE(entries.length);
  const further = [];
  let end = places + directory.length;
  for (const [index, [tag, type, values]] of entries.entries()) {
    const value = Buffer.alloc(Math.max(4, values.length * Number(SIZES[type])));
    for (const [i, one] of values.entries()) {
      if (type === SHORT) value.writeUInt16LE(one, 2 * i);
      else if (type < SHORT) value.writeUInt8(one, i);
      else if (type === LONG) value.writeUInt32LE(one, 4 * i);
      else for (const [part, number] of [one, 10_000].entries()) value.writeInt32LE(number, 8 * i + 4 * part);
    }
    const at = 2 + 12 * index;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (value.length === 4) value.copy(directory, at + 8);
    else {
      directory.writeUInt32LE(end, at + 8);
      further.push(value);
      end += value.length;
    }
  }
  const head = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(places, 4);
  return Buffer.concat([head, pixels, directory, ...further]);
}
