import { open } from 'node:fs/promises';
import { writeFully } from '../disk/atomic-write';
import { writeFailure } from '../disk/disk-error';
import { directoryBytes, LONG, SHORT, type TiffEntry } from './tiff-directory';

/** About so many bytes are written at once, and read as one strip. */
const STRIP_BYTES = 2 ** 20;
const UNDEFINED = 7;
const UNASSOCIATED_ALPHA = 2;

/** Rows of interleaved samples: upright, values as encoded; those of more than 8 bits are 16-bit and hold `bits` in their lower bits. */
export interface PlainPixels {
  data: Uint8Array;
  width: number;
  height: number;
  channels: 1 | 2 | 3 | 4;
  /** Bytes from one row to the next. */
  pitch: number;
  bits: number;
}

/** Writes pixels as an uncompressed TIFF, strip by strip; sharp would convert them to put a profile beside them. */
export async function writePlainTiff(path: string, pixels: PlainPixels, icc: Uint8Array | undefined): Promise<void> {
  const { width, height, channels, bits } = pixels;
  const depth = bits === 8 ? 8 : 16;
  const rowBytes = (width * channels * depth) / 8;
  const rowsAtOnce = Math.max(1, Math.floor(STRIP_BYTES / rowBytes));
  const places: number[] = [];
  const counts: number[] = [];
  const file = await open(path, 'wx').catch((error: unknown) => {
    throw writeFailure(error, path);
  });
  try {
    let end = 8;
    for (let row = 0; row < height; row += rowsAtOnce) {
      const strip = rowsOf(pixels, row, Math.min(rowsAtOnce, height - row), rowBytes);
      await writeFully(file, strip, end);
      places.push(end);
      counts.push(strip.length);
      end += strip.length;
    }
    end += end % 2;
    const entries: TiffEntry[] = [
      numbers(0x0100, LONG, [width]),
      numbers(0x0101, LONG, [height]),
      numbers(0x0102, SHORT, new Array<number>(channels).fill(depth)),
      numbers(0x0103, SHORT, [1]), // not compressed
      numbers(0x0106, SHORT, [channels < 3 ? 1 : 2]), // zero is black, or RGB
      numbers(0x0111, LONG, places),
      numbers(0x0115, SHORT, [channels]),
      numbers(0x0116, LONG, [rowsAtOnce]),
      numbers(0x0117, LONG, counts),
      ...(channels % 2 === 0 ? [numbers(0x0152, SHORT, [UNASSOCIATED_ALPHA])] : []),
      ...(icc === undefined ? [] : [{ tag: 0x8773, type: UNDEFINED, count: icc.length, value: icc }]),
    ];
    await writeFully(file, directoryBytes(entries, end), end);
    await writeFully(file, Buffer.from(Uint32Array.of(0x002a4949, end).buffer), 0);
  } catch (error) {
    throw writeFailure(error, path, rowBytes * height);
  } finally {
    await file.close();
  }
}

/** Rows without their padding, their bits spread over the depth. */
function rowsOf({ data, pitch, bits }: PlainPixels, first: number, count: number, rowBytes: number): Uint8Array {
  const rows = new Uint8Array(count * rowBytes);
  for (let i = 0; i < count; i += 1) {
    rows.set(data.subarray((first + i) * pitch, (first + i) * pitch + rowBytes), i * rowBytes);
  }
  if (bits === 8 || bits === 16) return rows;
  const samples = new Uint16Array(rows.buffer);
  const top = 2 ** bits - 1;
  for (let i = 0; i < samples.length; i += 1) samples[i] = (samples[i]! * 65_535) / top + 0.5;
  return rows;
}

function numbers(tag: number, type: typeof SHORT | typeof LONG, values: number[]): TiffEntry {
  const array = type === SHORT ? Uint16Array.from(values) : Uint32Array.from(values);
  return { tag, type, count: values.length, value: new Uint8Array(array.buffer) };
}
