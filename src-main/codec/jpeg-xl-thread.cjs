// Runs libvips with libjxl in a thread of its own; see camera-raw-thread.cjs.
/* eslint-disable-next-line @typescript-eslint/no-require-imports -- a thread that is given as a text is CommonJS */
const { parentPort, workerData } = require('node:worker_threads');
/* eslint-disable-next-line @typescript-eslint/no-require-imports -- as above */
const { brotliDecompressSync } = require('node:zlib');

/** @type {import('./jpeg-xl').JxlOrder} */
const { library, bytes, wantsPixels } = workerData;

/** @param {import('./decoder-thread').ThreadMessage<import('./jpeg-xl').JxlAnswer>} message @param {ArrayBuffer[]} [given] */
const post = (message, given) => parentPort?.postMessage(message, given);

/** EXIF, XMP and profile are at most so long, unpacked; Brotli packs to a millionth. */
const MOST_WORDS = 2 ** 24;
const WORDS = ['Exif', 'xml '];

/** @param {string} type @param {Buffer} body @param {number} most */
function unpackedSize(type, body, most) {
  if (WORDS.includes(type)) return body.length;
  if (type !== 'brob' || !WORDS.includes(body.toString('latin1', 0, 4))) return 0;
  try {
    return brotliDecompressSync(body.subarray(4), { maxOutputLength: most }).length;
  } catch (error) {
    // What is damaged is the decoder's to judge.
    return error instanceof RangeError ? Infinity : 0;
  }
}

/** The file's bytes, moved together over its boxes (ISO 18181-2) of words that are longer than any. */
function withoutLongWords() {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (file.toString('latin1', 4, 8) !== 'JXL ') return file;
  let [room, kept, next] = [MOST_WORDS, 0, 0];
  while (next < file.length) {
    const at = next;
    const short = at + 16 > file.length ? 0 : file.readUInt32BE(at);
    const size = short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short;
    // 0: to the end of the file.
    const end = size < 8 ? file.length : Math.min(file.length, at + size);
    next = end;
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + (short === 1 ? 16 : 8), end);
    if (room >= 0) room -= unpackedSize(type, body, Math.max(1, room));
    if (room < 0 && (type === 'brob' || WORDS.includes(type))) continue;
    if (kept < at) file.copyWithin(kept, at, end);
    kept += end - at;
  }
  return file.subarray(0, kept);
}

async function run() {
  const { default: start } = await import(library);
  const quiet = () => undefined;
  const vips = await start({ dynamicLibraries: ['vips-jxl.wasm'], print: quiet, printErr: quiet });
  const read = withoutLongWords();
  const image = vips.Image.newFromBuffer(read, '', { fail_on: 'warning', access: 'sequential' });
  const has = (/** @type {string} */ name) => image.getTypeof(name) !== 0;
  const blob = (/** @type {string} */ name) => {
    if (!has(name)) return null;
    const found = image.getBlob(name);
    if (found.length > MOST_WORDS) throw new Error(`${name} is too long`);
    return Uint8Array.from(found);
  };
  const { width, height, bands, format, interpretation } = image;
  const facts = {
    ...{ width, height, bands, format, interpretation },
    pages: has('n-pages') ? image.getInt('n-pages') : 1,
    icc: blob('icc-profile-data'),
    exif: blob('exif-data'),
    xmp: blob('xmp-data'),
    losesWords: read.length < bytes.length,
  };
  if (!wantsPixels) return { facts };
  post({ stage: 'opened' });
  const { buffer, byteOffset, byteLength } = image.writeToMemory();
  const data = new Uint8Array(buffer, byteOffset, byteLength);
  return { facts, data };
}

run().then(
  (answer) => post({ answer }, 'data' in answer ? [answer.data.buffer] : []),
  () => post({ stage: 'failed' }),
);
