import type { Placeless } from './placeless';

/** Photoshop's image resources: how JPEG and TIFF keep IPTC. */
export interface Resource {
  id: number;
  /** The Pascal string with its padding, mostly two zero bytes. */
  name: Uint8Array;
  data: Uint8Array;
}

const MARK = Buffer.from('8BIM');
export const IPTC = 0x0404;
const IPTC_DIGEST = 0x0425;
/** Small pictures, and copies of EXIF and XMP: they would show and tell what is no longer there. */
const STALE = new Set([0x0409, 0x040c, 0x0422, 0x0423, 0x0424]);
/** What holds no place: print settings, guides, angles, copyright, URLs, slices, versions, names of layers' states. */
const WITHOUT_PLACES = new Set([
  ...[0x03e9, 0x03ed, 0x03f3, 0x03f5, 0x03f8, 0x0400, 0x0402, 0x0406, 0x0408, 0x040a, 0x040b, 0x040d, 0x0410, 0x0411],
  ...[0x0414, 0x0419, 0x041a, 0x041e, 0x0421, 0x0426, 0x0428, 0x042d, 0x0430, 0x043a, 0x043b, 0x2710],
]);
/** IPTC by record. Left out are places (26, 27, 90, 92, 95, 100, 101; in record 1 where it is sent to), and what is unknown. */
const IPTC_WITHOUT_PLACES: Record<number, ReadonlySet<number>> = {
  1: new Set([0, 20, 22, 30, 40, 50, 60, 70, 80, 90, 100, 120, 122]),
  2: new Set([
    ...[
      0, 3, 4, 5, 7, 8, 10, 12, 15, 20, 22, 25, 30, 35, 37, 38, 40, 42, 45, 47, 50, 55, 60, 62, 63, 65, 70, 75, 80, 85,
    ],
    ...[103, 105, 110, 115, 116, 118, 120, 121, 122, 130, 131, 135],
  ]),
};
const IPTC_PLACES: Record<number, ReadonlySet<number>> = {
  1: new Set([5]),
  2: new Set([26, 27, 90, 92, 95, 100, 101]),
};

/** Resources that make sense, up to the first broken one. */
export function readResources(bytes: Uint8Array): Resource[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const resources: Resource[] = [];
  for (let at = 0; at + 12 <= bytes.length && MARK.equals(bytes.subarray(at, at + 4));) {
    const nameAt = at + 6;
    const sizeAt = nameAt + even(1 + bytes[nameAt]!);
    if (sizeAt + 4 > bytes.length) break;
    const dataAt = sizeAt + 4;
    const size = view.getUint32(sizeAt);
    if (dataAt + size > bytes.length) break;
    resources.push({
      id: view.getUint16(at + 4),
      name: bytes.subarray(nameAt, sizeAt),
      data: bytes.subarray(dataAt, dataAt + size),
    });
    at = dataAt + even(size);
  }
  return resources;
}

export function resourceBytes(resources: readonly Resource[]): Uint8Array {
  return Buffer.concat(
    resources.flatMap(({ id, name, data }) => {
      const numbers = Buffer.alloc(6);
      numbers.writeUInt16BE(id, 0);
      numbers.writeUInt32BE(data.length, 2);
      return [MARK, numbers.subarray(0, 2), name, numbers.subarray(2), data, Buffer.alloc(data.length % 2)];
    }),
  );
}

/** IPTC as a resource. */
export const iptcResource = (data: Uint8Array): Resource => ({ id: IPTC, name: new Uint8Array(2), data });

/** The resources that still hold for a changed picture. */
export const keptResources = (resources: readonly Resource[]): Resource[] =>
  resources.filter(({ id }) => !STALE.has(id));

/** The resources that are known to hold no place, IPTC without its places. `isWhole`: nothing else was left out. */
export function resourcesWithoutPlaces(resources: readonly Resource[]): Placeless<Resource[]> {
  const parts = keptResources(resources)
    .filter(({ id }) => id !== IPTC_DIGEST)
    .map(({ id, data }): Placeless<Resource | null> => {
      const iptc = id === IPTC ? iptcWithoutPlaces(data) : null;
      const isKnown = iptc !== null || WITHOUT_PLACES.has(id);
      const isKept = isKnown && iptc?.kept.length !== 0;
      const kept = isKept ? { id, name: new Uint8Array(2), data: iptc?.kept ?? data } : null;
      return { kept, isWhole: iptc?.isWhole ?? isKnown };
    });
  return { kept: parts.flatMap(({ kept }) => kept ?? []), isWhole: parts.every(({ isWhole }) => isWhole) };
}

function iptcWithoutPlaces(iptc: Uint8Array): Placeless<Uint8Array> {
  const kept: Uint8Array[] = [];
  let isWhole = true;
  let at = 0;
  while (at + 5 <= iptc.length && iptc[at] === 0x1c) {
    const length = (iptc[at + 3]! << 8) | iptc[at + 4]!;
    const end = at + 5 + length;
    // An extended one, or one that is cut: what follows is not understood.
    if (length >= 0x8000 || end > iptc.length) break;
    const [record, set] = [iptc[at + 1]!, iptc[at + 2]!];
    const isKept = IPTC_WITHOUT_PLACES[record]?.has(set) === true;
    if (isKept) kept.push(iptc.subarray(at, end));
    isWhole &&= isKept || IPTC_PLACES[record]?.has(set) === true;
    at = end;
  }
  // Some programs fill it up with zeros.
  return { kept: Buffer.concat(kept), isWhole: isWhole && iptc.subarray(at).every((byte) => byte === 0) };
}

const even = (length: number): number => length + (length % 2);
