interface Box {
  type: string;
  body: Buffer;
}

/** The boxes that lie in some bytes (ISO 14496-12, 4.2), as far as they are whole. */
function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = bytes.readUInt32BE(at);
    const head = short === 1 ? 16 : 8;
    if (at + head > bytes.length) break;
    // 0: to the end. 1: a longer size follows.
    const size = short === 0 ? bytes.length - at : short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (size < head || at + size > bytes.length) break;
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + head, at + size) });
    at += size;
  }
  return boxes;
}

/**
 * The pieces of a HEIC that hold the codes of its pictures, small and auxiliary ones too; none where its tables are broken. Of
 * pieces that come to more than the file, since they lie upon each other, only the first.
 */
export function codedPieces(heic: Uint8Array): Uint8Array[] {
  const file = Buffer.from(heic.buffer, heic.byteOffset, heic.byteLength);
  const meta =
    boxesIn(file)
      .find(({ type }) => type === 'meta')
      ?.body.subarray(4) ?? Buffer.alloc(0);
  const bodyOf = (wanted: string) => boxesIn(meta).find(({ type }) => type === wanted)?.body;
  const [names, places] = [bodyOf('iinf'), bodyOf('iloc')];
  if (names === undefined || places === undefined) return [];
  try {
    const coded = codedItems(names);
    const pieces = placesOf(places).flatMap(({ item, start, end }) =>
      coded.has(item) ? [file.subarray(start, end)] : [],
    );
    let room = file.length;
    return pieces.filter(({ length }) => (room -= length) >= 0);
  } catch (error) {
    // A table that is shorter than it says.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** The numbers of the items that are HEVC pictures (ISO 14496-12, 8.11.6). */
function codedItems(table: Buffer): Set<number> {
  const entries = boxesIn(table.subarray(table[0] === 0 ? 6 : 8)).filter(({ type }) => type === 'infe');
  const coded = new Set<number>();
  for (const { body } of entries) {
    const isLong = body[0] === 3;
    if (body.toString('latin1', isLong ? 10 : 8, isLong ? 14 : 12) !== 'hvc1') continue;
    coded.add(isLong ? body.readUInt32BE(4) : body.readUInt16BE(4));
  }
  return coded;
}

/** Where in the file the items lie (ISO 14496-12, 8.11.3), as far as they lie there as they are. */
function placesOf(table: Buffer): { item: number; start: number; end: number }[] {
  const version = table[0]!;
  let at = 6;
  const number = (bytes: number): number => {
    at += bytes;
    if (bytes === 8) return Number(table.readBigUInt64BE(at - 8));
    return bytes === 0 ? 0 : table.readUIntBE(at - bytes, bytes);
  };
  const [offset, length] = [table.readUInt8(4) >> 4, table[4]! & 15];
  // Extents of no length are the whole file, and take no room in the table: there may be billions.
  if (length === 0) return [];
  const [base, index] = [table.readUInt8(5) >> 4, version === 0 ? 0 : table[5]! & 15];
  const count = number(version < 2 ? 2 : 4);
  const places = [];
  for (let entry = 0; entry < count; entry += 1) {
    const item = number(version < 2 ? 2 : 4);
    const isInFile = version === 0 || (number(2) & 15) === 0;
    number(2);
    const from = number(base);
    const extents = number(2);
    for (let extent = 0; extent < extents; extent += 1) {
      number(index);
      const start = from + number(offset);
      const end = start + number(length);
      if (isInFile) places.push({ item, start, end });
    }
  }
  return places;
}
