import { createHash } from 'node:crypto';
import { propertyOf, setProperty } from './xmp-text';

/**
 * XMP beyond the 64 kB of one segment of a JPEG (Adobe's XMP specification, part 3, 1.1.3.1): a second XMP in parts, each
 * with the MD5 of the whole, the length of the whole and its own place in it; the first XMP names that MD5.
 */
const GUID = { at: 0, bytes: 32 } as const;
const [LENGTH_AT, PLACE_AT, DATA_AT] = [32, 36, 40] as const;
const POINTER = 'xmpNote:HasExtendedXMP';
/** A part, with its mark before it, fits into a segment. */
const PART_BYTES = 65_000;
/** Depth maps and sounds of phones are some megabytes. */
const MOST_BYTES = 2 ** 25;

/** The second XMP from its parts in any order; null where there is none, or a part is missing or changed. */
export function joinedXmp(parts: readonly Uint8Array[], main: Uint8Array | null): Uint8Array | null {
  const wanted = main && propertyOf(Buffer.from(main).toString('utf8'), POINTER);
  const own = parts.map((part) => Buffer.from(part)).filter((part) => part.length > DATA_AT && guidOf(part) === wanted);
  const length = own[0]?.readUInt32BE(LENGTH_AT) ?? 0;
  const held = own.reduce((sum, part) => sum + part.length - DATA_AT, 0);
  if (length === 0 || length > MOST_BYTES || held !== length) return null;
  const whole = Buffer.alloc(length);
  for (const part of own) part.copy(whole, part.readUInt32BE(PLACE_AT), DATA_AT);
  return md5Of(whole) === wanted ? whole : null;
}

const guidOf = (part: Buffer): string => part.toString('latin1', GUID.at, GUID.bytes);
const md5Of = (whole: Uint8Array): string => createHash('md5').update(whole).digest('hex').toUpperCase();

export function extendedParts(whole: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(whole.length / PART_BYTES) }, (_, index) => {
    const head = Buffer.alloc(DATA_AT);
    head.write(md5Of(whole), GUID.at, 'latin1');
    head.writeUInt32BE(whole.length, LENGTH_AT);
    head.writeUInt32BE(index * PART_BYTES, PLACE_AT);
    return Buffer.concat([head, whole.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)]);
  });
}

/** The first XMP, naming the second as it is now; nothing where there is none any more. */
export function withPointer(main: Uint8Array, extended: Uint8Array | null): Uint8Array {
  const text = Buffer.from(main).toString('utf8');
  const changed = extended === null ? withoutPointer(text) : setProperty(text, POINTER, md5Of(extended));
  return Buffer.from(changed, 'utf8');
}

const withoutPointer = (text: string): string =>
  text
    .replace(/\sxmpNote:HasExtendedXMP\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    .replace(/<xmpNote:HasExtendedXMP>[^<]*<\/xmpNote:HasExtendedXMP>\s*/g, '');

/** Both in one, for formats that know no parts. */
export function mergedXmp(main: Uint8Array, extended: Uint8Array): Uint8Array {
  const text = withoutPointer(Buffer.from(main).toString('utf8'));
  const [own, other] = [partsOf(text), partsOf(Buffer.from(extended).toString('utf8'))];
  if (own === null || other === null) return Buffer.from(text, 'utf8');
  const known = new Set(own.declared.map(([, name]) => name));
  const declared = other.declared.filter(([, name]) => !known.has(name)).map(([declaration]) => declaration);
  const head = own.head.slice(0, -1) + declared.join('') + own.head.slice(-1);
  return Buffer.from(`${head}${own.descriptions}${other.descriptions}${own.tail}`, 'utf8');
}

/** What lies around the descriptions, the names that are declared there, and the descriptions. */
function partsOf(text: string) {
  const opening = /<([\w.-]+:RDF)\b[^<>]*>/.exec(text);
  const end = opening === null ? -1 : text.lastIndexOf(`</${opening[1]!}`);
  if (opening === null || end < 0) return null;
  const head = text.slice(0, opening.index + opening[0].length);
  const declared = [...head.matchAll(/\sxmlns:([\w.-]+)\s*=\s*(?:"[^"]*"|'[^']*')/g)];
  return { head, declared, descriptions: text.slice(head.length, end), tail: text.slice(end) };
}
