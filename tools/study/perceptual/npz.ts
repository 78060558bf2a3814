import { inflateRawSync } from 'node:zlib';

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** The little-endian 64-bit floats of every array of an .npz file, by name; others are left out. Throws where it is none. */
export function readNpz(bytes: Buffer): Map<string, Float64Array> {
  const end = bytes.lastIndexOf(Buffer.from(Uint32Array.of(END).buffer));
  if (end < 0) throw new Error('This is no .npz file.');
  const arrays = new Map<string, Float64Array>();
  let at = bytes.readUInt32LE(end + 16);
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === CENTRAL) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('latin1', at + 46, at + 46 + nameLength);
    const array = floatsOf(entry(bytes, at));
    if (array) arrays.set(name.replace(/\.npy$/, ''), array);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return arrays;
}

/** The contents of the member that a central directory entry names. */
function entry(bytes: Buffer, at: number): Buffer {
  const [method, packed, local] = [
    bytes.readUInt16LE(at + 10),
    bytes.readUInt32LE(at + 20),
    bytes.readUInt32LE(at + 42),
  ];
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const data = bytes.subarray(start, start + packed);
  return method === 8 ? inflateRawSync(data) : data;
}

function floatsOf(npy: Buffer): Float64Array | null {
  const wide = npy[6]! > 1;
  const length = wide ? npy.readUInt32LE(8) : npy.readUInt16LE(8);
  const start = (wide ? 12 : 10) + length;
  if (!npy.toString('latin1', 0, start).includes("'<f8'")) return null;
  return Float64Array.from({ length: (npy.length - start) / 8 }, (_, index) => npy.readDoubleLE(start + 8 * index));
}
