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
/** IPTC of record 2 that names places: content location, city, sublocation, state, country. */
const PLACES = new Set([26, 27, 90, 92, 95, 100, 101]);
/** Of record 1: where it is sent to, which ExifTool counts to places. */
const DESTINATION = 5;

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

/** The resources that still hold for a changed picture, places taken out where asked. */
export function keptResources(resources: readonly Resource[], stripLocation: boolean): Resource[] {
  const kept = resources.filter(({ id }) => !STALE.has(id));
  if (!stripLocation) return kept;
  return kept
    .filter(({ id }) => id !== IPTC_DIGEST)
    .map((resource) => (resource.id === IPTC ? { ...resource, data: withoutPlaces(resource.data) } : resource));
}

function withoutPlaces(iptc: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 0; at + 5 <= iptc.length && iptc[at] === 0x1c;) {
    const length = (iptc[at + 3]! << 8) | iptc[at + 4]!;
    if (length >= 0x8000) break; // an extended one: nothing behind it is trusted to hold no place
    const end = at + 5 + length;
    const [record, set] = [iptc[at + 1]!, iptc[at + 2]!];
    const isPlace = record === 2 ? PLACES.has(set) : record === 1 && set === DESTINATION;
    if (!isPlace) kept.push(iptc.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

const even = (length: number): number => length + (length % 2);
