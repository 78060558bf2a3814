import { viewOf, SHORT, type TiffEntry } from './tiff-directory';

/** How large pixels are meant to be, in both axes; without a unit only their shape is known. */
export interface Resolution {
  x: number;
  y: number;
  unit: 'inch' | 'centimetre' | 'none';
}

const [X, Y, UNIT] = [0x011a, 0x011b, 0x0128];
const RATIONAL = 5;
/** TIFF's numbers. */
const UNITS = ['none', 'inch', 'centimetre'] as const;
const METRE = { inch: 0.0254, centimetre: 0.01, none: 1 };

const isSensible = (value: number): boolean => Number.isFinite(value) && value > 0;
const sensible = (resolution: Resolution): Resolution | null =>
  isSensible(resolution.x) && isSensible(resolution.y) ? resolution : null;

/** Of a TIFF's main directory (TIFF 6.0, section 8); null where it has none. */
export function resolutionOfTiff(entries: readonly TiffEntry[]): Resolution | null {
  const find = (tag: number) => entries.find((entry) => entry.tag === tag);
  const number = (tag: number): number => {
    const entry = find(tag);
    if (entry?.type !== RATIONAL) return 0;
    return viewOf(entry.value).getUint32(0, true) / viewOf(entry.value).getUint32(4, true);
  };
  const unit = find(UNIT);
  const chosen = unit?.type === SHORT ? viewOf(unit.value).getUint16(0, true) : 2;
  return sensible({ x: number(X), y: number(Y), unit: UNITS[chosen - 1] ?? 'inch' });
}

/** TIFF's and JFIF's way to say nothing. */
const NOTHING: Resolution = { x: 1, y: 1, unit: 'none' };

/** A TIFF's entries for a resolution. */
export function tiffResolution(resolution: Resolution | null): TiffEntry[] {
  const { x, y, unit } = resolution ?? NOTHING;
  const rational = (tag: number, value: number): TiffEntry => {
    // Whole numbers exactly, others to seven digits.
    const below = Number.isInteger(value) ? 1 : Math.max(1, Math.min(1e6, Math.floor(4e9 / value)));
    const bytes = new Uint8Array(8);
    viewOf(bytes).setUint32(0, Math.round(value * below), true);
    viewOf(bytes).setUint32(4, below, true);
    return { tag, type: RATIONAL, count: 1, value: bytes };
  };
  const number = Uint8Array.of(UNITS.indexOf(unit) + 1, 0);
  return [rational(X, x), rational(Y, y), { tag: UNIT, type: SHORT, count: 1, value: number }];
}

/** Of the JFIF segment of a JPEG (behind its marker and length); null where it is none or says nothing. */
export function resolutionOfJfif(data: Uint8Array): Resolution | null {
  if (data.length < 12 || Buffer.from(data.subarray(0, 5)).toString('latin1') !== 'JFIF\0') return null;
  const view = viewOf(data);
  const resolution = sensible({ x: view.getUint16(8), y: view.getUint16(10), unit: UNITS[data[7]!] ?? 'none' });
  // 1:1 is how encoders that know nothing say so.
  return resolution?.unit === 'none' && resolution.x === resolution.y ? null : resolution;
}

/** A JFIF segment with a resolution, its marker and length included. */
export function jfifSegment(resolution: Resolution | null): Uint8Array {
  const { x, y, unit } = resolution ?? NOTHING;
  const bytes = Buffer.from([
    0xff,
    0xe0,
    0,
    16,
    0x4a,
    0x46,
    0x49,
    0x46,
    0,
    1,
    1,
    UNITS.indexOf(unit),
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  const whole = (value: number) => Math.min(0xffff, Math.max(1, Math.round(value)));
  bytes.writeUInt16BE(whole(x), 12);
  bytes.writeUInt16BE(whole(y), 14);
  return bytes;
}

/** Whole numbers where they are what was rounded to whole pixels a metre. */
function perInch(perMetre: number): number {
  const exact = perMetre * METRE.inch;
  return Math.round(Math.round(exact) / METRE.inch) === perMetre ? Math.round(exact) : exact;
}

/** Of a PNG's pHYs chunk; null where it says nothing. */
export function resolutionOfPng(data: Uint8Array): Resolution | null {
  if (data.length < 9) return null;
  const [x, y] = [viewOf(data).getUint32(0), viewOf(data).getUint32(4)];
  if (data[8] !== 1) return x === y ? null : sensible({ x, y, unit: 'none' });
  return sensible({ x: perInch(x), y: perInch(y), unit: 'inch' });
}

/** The data of a pHYs chunk: pixels a metre, or the shape of a pixel. */
export function pngResolution({ x, y, unit }: Resolution): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt32BE(Math.round(x / METRE[unit]), 0);
  bytes.writeUInt32BE(Math.round(y / METRE[unit]), 4);
  bytes[8] = unit === 'none' ? 0 : 1;
  return bytes;
}
