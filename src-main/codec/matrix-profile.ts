/** x and y of CIE 1931. */
export type Chromaticity = readonly [x: number, y: number];

/** An RGB space as chromaticities, and how its samples become light: a power, or a curve from [0,1] to [0,1]. */
export interface RgbSpace {
  name: string;
  white: Chromaticity;
  red: Chromaticity;
  green: Chromaticity;
  blue: Chromaticity;
  light: number | ((sample: number) => number);
}

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

/** Of profiles (ICC.1:2022, 6.3.4.3). */
const D50: Vector = [0.9642, 1, 0.8249];
/** Cone responses after Bradford. */
const CONES: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];
const CURVE_POINTS = 1024;

/** An ICC profile (version 2, matrix and curves) of an RGB space, whose white is adapted to D50. */
export function rgbProfile(space: RgbSpace): Uint8Array {
  const columns = columnsOf(space);
  const curve = curveOf(space.light);
  return profile('RGB ', [
    ['desc', describing(space.name)],
    ['cprt', tagged('text', Buffer.from('No copyright\0'))],
    ['wtpt', xyz(D50)],
    ...(['rXYZ', 'gXYZ', 'bXYZ'] as const).map((tag, index): Tag => [tag, xyz(columns[index]!)]),
    ...(['rTRC', 'gTRC', 'bTRC'] as const).map((tag): Tag => [tag, curve]),
  ]);
}

/** An ICC profile of grey samples. */
export function greyProfile(name: string, light: RgbSpace['light']): Uint8Array {
  return profile('GRAY', [
    ['desc', describing(name)],
    ['cprt', tagged('text', Buffer.from('No copyright\0'))],
    ['wtpt', xyz(D50)],
    ['kTRC', curveOf(light)],
  ]);
}

/** What red, green and blue are in XYZ below D50. */
function columnsOf({ white, red, green, blue }: RgbSpace): Vector[] {
  const primaries = transposed([red, green, blue].map(fullXyz) as unknown as Matrix);
  const source = fullXyz(white);
  const amounts = times(inverse(primaries), source);
  const [from, to] = [times(CONES, source), times(CONES, D50)];
  const adapt = (colour: Vector): Vector => {
    const cones = times(CONES, colour);
    return times(inverse(CONES), cones.map((value, i) => (value * to[i]!) / from[i]!) as unknown as Vector);
  };
  return [0, 1, 2].map((i) => adapt(primaries.map((row) => row[i]! * amounts[i]!) as unknown as Vector));
}

const fullXyz = ([x, y]: Chromaticity): Vector => [x / y, 1, (1 - x - y) / y];
const times = (matrix: Matrix, vector: Vector): Vector =>
  matrix.map((row) => row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2]) as unknown as Vector;
const transposed = (m: Matrix): Matrix => [0, 1, 2].map((i) => m.map((row) => row[i]!)) as unknown as Matrix;

function inverse(matrix: Matrix): Matrix {
  const at = (i: number, j: number) => matrix[i % 3]![j % 3]!;
  const cofactor = (i: number, j: number) => at(i + 1, j + 1) * at(i + 2, j + 2) - at(i + 1, j + 2) * at(i + 2, j + 1);
  const determinant = [0, 1, 2].reduce((sum, j) => sum + at(0, j) * cofactor(0, j), 0);
  return [0, 1, 2].map((i) => [0, 1, 2].map((j) => cofactor(j, i) / determinant)) as unknown as Matrix;
}

type Tag = [name: string, body: Buffer];

const tagged = (type: string, ...parts: Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from(`${type}\0\0\0\0`, 'latin1'), ...parts]);
const xyz = (vector: Vector): Buffer => tagged('XYZ ', ...vector.map(fixed));

function fixed(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(Math.round(number * 65_536));
  return bytes;
}

function describing(name: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length + 1);
  // No text in other scripts: 78 zeros.
  return tagged('desc', length, Buffer.from(`${name}\0`, 'latin1'), Buffer.alloc(78));
}

function curveOf(light: RgbSpace['light']): Buffer {
  const points = typeof light === 'number' ? [light * 256] : curvePoints(light);
  const bytes = Buffer.alloc(4 + 2 * points.length);
  bytes.writeUInt32BE(points.length);
  points.forEach((value, index) => bytes.writeUInt16BE(Math.round(value), 4 + 2 * index));
  return tagged('curv', bytes);
}

const curvePoints = (light: (sample: number) => number): number[] =>
  Array.from({ length: CURVE_POINTS }, (_, i) => 65_535 * Math.min(1, Math.max(0, light(i / (CURVE_POINTS - 1)))));

const HEAD_BYTES = 128;

function profile(colours: 'RGB ' | 'GRAY', tags: readonly Tag[]): Uint8Array {
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length);
  const bodies: Buffer[] = [];
  let end = HEAD_BYTES + table.length;
  tags.forEach(([name, body], index) => {
    table.write(name, 4 + 12 * index, 'latin1');
    table.writeUInt32BE(end, 8 + 12 * index);
    table.writeUInt32BE(body.length, 12 + 12 * index);
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    bodies.push(padded);
    end += padded.length;
  });
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(end, 0);
  head.write(`\x02\x10\0\0mntr${colours}XYZ `, 8, 'latin1');
  head.write('acsp', 36, 'latin1');
  Buffer.concat(D50.map(fixed)).copy(head, 68);
  return Buffer.concat([head, table, ...bodies]);
}

/** The colours that a profile is for: 'RGB ', 'GRAY' and others (ICC.1:2022, 7.2.6). */
export const coloursOfProfile = (icc: Uint8Array): string => Buffer.from(icc.subarray(16, 20)).toString('latin1');
