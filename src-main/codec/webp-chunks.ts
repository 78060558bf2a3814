/** What a WebP can carry beside its picture. */
export interface WebpExtras {
  width: number;
  height: number;
  hasAlpha: boolean;
  icc?: Uint8Array | undefined;
  exif?: Uint8Array | undefined;
  xmp?: Uint8Array | undefined;
}

const FLAGS = { icc: 0x20, alpha: 0x10, exif: 0x08, xmp: 0x04 } as const;
const HEAD_BYTES = 12;

/** An encoded still WebP in its extended layout, with extras; unchanged where there are none. */
export function embedWebp(webp: Uint8Array, extras: WebpExtras): Uint8Array {
  const { icc, exif, xmp } = extras;
  if (icc === undefined && exif === undefined && xmp === undefined) return webp;
  const picture = pictureChunks(webp.subarray(HEAD_BYTES));
  const body = Buffer.concat([
    chunk('VP8X', extendedHeader(extras)),
    ...(icc === undefined ? [] : [chunk('ICCP', icc)]),
    ...picture,
    ...(exif === undefined ? [] : [chunk('EXIF', exif)]),
    ...(xmp === undefined ? [] : [chunk('XMP ', xmp)]),
  ]);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

function extendedHeader({ width, height, hasAlpha, icc, exif, xmp }: WebpExtras): Buffer {
  const header = Buffer.alloc(10);
  header[0] = (icc ? FLAGS.icc : 0) | (hasAlpha ? FLAGS.alpha : 0) | (exif ? FLAGS.exif : 0) | (xmp ? FLAGS.xmp : 0);
  header.writeUIntLE(width - 1, 4, 3);
  header.writeUIntLE(height - 1, 7, 3);
  return header;
}

/** The piece of a WebP that holds the codes of its colours. What is transparent may lie there sample by sample. */
export function codedChunks(webp: Uint8Array): Uint8Array[] {
  for (const { type, bytes } of chunksOf(webp.subarray(HEAD_BYTES))) if (/^VP8[ L]$/.test(type)) return [bytes];
  return [];
}

/** The chunks of pixels and transparency as they are. */
const pictureChunks = (bytes: Uint8Array): Uint8Array[] =>
  [...chunksOf(bytes)].filter(({ type }) => /^(ALPH|VP8[ L])$/.test(type)).map((chunk) => chunk.bytes);

function* chunksOf(bytes: Uint8Array): Generator<{ type: string; bytes: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    yield { type: Buffer.from(bytes.subarray(at, at + 4)).toString('latin1'), bytes: bytes.subarray(at, end) };
    at = end;
  }
}

function chunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
