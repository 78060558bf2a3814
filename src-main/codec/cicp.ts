import { greyProfile, rgbProfile, type Chromaticity, type RgbSpace } from './matrix-profile';

/** Colours by numbers (ITU-T H.273): how AVIF and PNG tell of them without a profile. */
export interface Cicp {
  primaries: number;
  transfer: number;
  /** Of a PNG: whether black and white lie within the range of its samples, as in video. */
  isNarrow?: boolean;
}

type Primaries = readonly [white: Chromaticity, red: Chromaticity, green: Chromaticity, blue: Chromaticity];

const D65: Chromaticity = [0.3127, 0.329];
/** H.273, table 2. */
const PRIMARIES: Readonly<Record<number, Primaries>> = {
  1: [D65, [0.64, 0.33], [0.3, 0.6], [0.15, 0.06]],
  5: [D65, [0.64, 0.33], [0.29, 0.6], [0.15, 0.06]],
  6: [D65, [0.63, 0.34], [0.31, 0.595], [0.155, 0.07]],
  7: [D65, [0.63, 0.34], [0.31, 0.595], [0.155, 0.07]],
  9: [D65, [0.708, 0.292], [0.17, 0.797], [0.131, 0.046]],
  11: [
    [0.314, 0.351],
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
  12: [D65, [0.68, 0.32], [0.265, 0.69], [0.15, 0.06]],
};

const bt709 = (v: number) => (v < 0.081 ? v / 4.5 : ((v + 0.099) / 1.099) ** (1 / 0.45));
const srgb = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
/** SMPTE ST 2084: 1 is 10,000 candelas a square metre. */
const pq = (v: number) => {
  const power = v ** (1 / 78.84375);
  return (Math.max(0, power - 0.8359375) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125);
};
/** ARIB STD-B67, light of the scene. */
const hlg = (v: number) => (v <= 0.5 ? v ** 2 / 3 : (Math.exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12);
/** H.273, table 3: how samples become light. */
const TRANSFERS: Readonly<Record<number, RgbSpace['light']>> = {
  ...{ 1: bt709, 4: 2.2, 5: 2.8, 6: bt709, 8: 1, 13: srgb, 14: bt709, 15: bt709, 16: pq, 18: hlg },
};
/** What every viewer assumes where nothing is said. */
const USUAL = { primaries: new Set([1, 2]), transfers: new Set([1, 2, 6, 13, 14, 15]) };

/** 'PQ' or 'HLG' where the samples mean more light than a usual screen has; else null. */
export const hdrOf = (cicp: Cicp | null): string | null =>
  cicp?.transfer === 16 ? 'PQ' : cicp?.transfer === 18 ? 'HLG' : null;

/** Whether the numbers say what nobody would assume. */
export const isUnusual = ({ primaries, transfer, isNarrow = false }: Cicp): boolean =>
  isNarrow || !USUAL.primaries.has(primaries) || !USUAL.transfers.has(transfer);

/** A profile that says the same; null where the numbers are not known, or say what is assumed anyway. */
export function profileOfCicp(cicp: Cicp, isGrey: boolean): Uint8Array | null {
  const [white, red, green, blue] = PRIMARIES[cicp.primaries === 2 ? 1 : cicp.primaries] ?? [];
  const light = TRANSFERS[cicp.transfer === 2 ? 13 : cicp.transfer];
  if (!white || !red || !green || !blue || light === undefined || !isUnusual(cicp)) return null;
  const name = `CICP ${cicp.primaries}/${cicp.transfer}`;
  return isGrey ? greyProfile(name, light) : rgbProfile({ name, white, red, green, blue, light });
}

/** The boxes before the pixels of an AVIF or HEIC lie within so many bytes. */
export const BOXES_BYTES = 2 ** 18;

/** Of those bytes: whether a picture refers to its alpha as one that its colours are multiplied by (ISO 23008-12, 'prem'). */
export function isPremultipliedIn(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = buffer.indexOf('iref');
  return at >= 4 && buffer.subarray(at, at - 4 + buffer.readUInt32BE(at - 4)).includes('prem');
}

/** Of the first bytes of an AVIF or HEIC (ISO 14496-12, 12.1.5): its first box of colours in numbers. */
export function cicpOfBoxes(bytes: Uint8Array): Cicp | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = buffer.indexOf('colrnclx');
  if (at < 0 || at + 12 > buffer.length) return null;
  return { primaries: buffer.readUInt16BE(at + 8), transfer: buffer.readUInt16BE(at + 10) };
}

const [ICC_TAGS_AT, ICC_TAG_BYTES] = [128, 12];

/** Of a profile that says its colours in numbers as well (ICC.1:2022, 9.2.17), as libjxl's of HDR pictures do. */
export function cicpOfProfile(icc: Uint8Array): Cicp | null {
  const buffer = Buffer.from(icc.buffer, icc.byteOffset, icc.byteLength);
  if (buffer.length < ICC_TAGS_AT + 4) return null;
  for (let tag = 0; tag < buffer.readUInt32BE(ICC_TAGS_AT); tag += 1) {
    const entry = ICC_TAGS_AT + 4 + ICC_TAG_BYTES * tag;
    if (entry + ICC_TAG_BYTES > buffer.length) return null;
    if (buffer.toString('latin1', entry, entry + 4) !== 'cicp') continue;
    const at = buffer.readUInt32BE(entry + 4);
    return at + 12 > buffer.length ? null : { primaries: buffer[at + 8]!, transfer: buffer[at + 9]! };
  }
  const transfer = GREY_HDR.find(([name]) => buffer.includes(name))?.[1];
  return transfer === undefined ? null : { primaries: 1, transfer };
}

/** libjxl's profiles of grey HDR pictures have no numbers: how their names end, in UTF-16, and what they would be. */
const GREY_HDR: readonly [Buffer, number][] = [
  [Buffer.from('\0_\0P\0e\0Q', 'latin1'), 16],
  [Buffer.from('\0_\0H\0L\0G', 'latin1'), 18],
];

/** Of a PNG's cICP chunk. */
export const cicpOfPng = (data: Uint8Array): Cicp | null =>
  data.length < 4 ? null : { primaries: data[0]!, transfer: data[1]!, isNarrow: data[3] === 0 };

/** The data of a PNG's cICP chunk: RGB. */
export const pngCicp = ({ primaries, transfer, isNarrow = false }: Cicp): Uint8Array =>
  Uint8Array.of(primaries, transfer, 0, isNarrow ? 0 : 1);

const CHROMATICITY = 100_000;

/** A profile that says what a PNG's gAMA and cHRM chunks say; null where they say what is assumed anyway. */
export function profileOfPng(
  gamma: Uint8Array | undefined,
  chromaticities: Uint8Array | undefined,
  isGrey: boolean,
): Uint8Array | null {
  const exponent = gamma === undefined || gamma.length < 4 ? 0 : Buffer.from(gamma).readUInt32BE(0) / CHROMATICITY;
  const isUsualLight = exponent <= 0 || Math.abs(exponent - 1 / 2.2) < 0.005;
  const light = exponent <= 0 ? srgb : 1 / exponent;
  const numbers = chromaticities === undefined || chromaticities.length < 32 ? [] : eight(chromaticities);
  const [white = D65, red, green, blue] = [0, 2, 4, 6].map((i): Chromaticity | undefined =>
    numbers[i + 1] ? [numbers[i]!, numbers[i + 1]!] : undefined,
  );
  const usual = PRIMARIES[1]!.flat();
  const isUsual = numbers.length === 0 || numbers.every((value, i) => Math.abs(value - usual[i]!) < 0.002);
  if (isUsualLight && (isUsual || isGrey)) return null;
  const name = `Gamma ${shown(1 / (exponent || 1 / 2.2))}`;
  if (isGrey) return greyProfile(name, light);
  const [, usualRed, usualGreen, usualBlue] = PRIMARIES[1]!;
  return rgbProfile({ name, white, red: red ?? usualRed, green: green ?? usualGreen, blue: blue ?? usualBlue, light });
}

const eight = (data: Uint8Array): number[] =>
  Array.from({ length: 8 }, (_, i) => Buffer.from(data).readUInt32BE(4 * i) / CHROMATICITY);
const shown = (value: number): string => value.toFixed(2);
