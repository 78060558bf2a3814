// Runs libvips with libjxl in a thread of its own; see camera-raw-thread.cjs.
/* eslint-disable-next-line @typescript-eslint/no-require-imports -- a thread that is given as a text is CommonJS */
const { parentPort, workerData } = require('node:worker_threads');

/** @type {import('./jpeg-xl').JxlOrder} */
const { library, bytes, wantsPixels } = workerData;

/** @param {import('./decoder-thread').ThreadMessage<import('./jpeg-xl').JxlAnswer>} message @param {ArrayBuffer[]} [given] */
const post = (message, given) => parentPort?.postMessage(message, given);

async function run() {
  const { default: start } = await import(library);
  const quiet = () => undefined;
  const vips = await start({ dynamicLibraries: ['vips-jxl.wasm'], print: quiet, printErr: quiet });
  const image = vips.Image.newFromBuffer(bytes, '', { fail_on: 'warning', access: 'sequential' });
  const has = (/** @type {string} */ name) => image.getTypeof(name) !== 0;
  const blob = (/** @type {string} */ name) => (has(name) ? Uint8Array.from(image.getBlob(name)) : null);
  const { width, height, bands, format, interpretation } = image;
  const facts = {
    ...{ width, height, bands, format, interpretation },
    pages: has('n-pages') ? image.getInt('n-pages') : 1,
    icc: blob('icc-profile-data'),
    exif: blob('exif-data'),
    xmp: blob('xmp-data'),
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
