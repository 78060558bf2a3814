// Runs libvips with libjxl as an encoder in a thread of its own; see camera-raw-thread.cjs.
/* eslint-disable-next-line @typescript-eslint/no-require-imports -- a thread that is given as a text is CommonJS */
const { parentPort, workerData } = require('node:worker_threads');

/** @type {import('./jpeg-xl-writer').JxlPicture} */
const { library, bytes, width, height, channels, depth, quality, icc } = workerData;

/** @param {import('./decoder-thread').ThreadMessage<import('./jpeg-xl-writer').WrittenJxl>} message @param {ArrayBuffer[]} [given] */
const post = (message, given) => parentPort?.postMessage(message, given);

/** Without loss the fastest effort is 3 % larger than the next, and takes half its time. */
const EXACT = { lossless: true, effort: 1 };
const LOSSY = { Q: quality, effort: 3 };
/** How libjxl ends the name of a profile of linear light, in UTF-16. */
const LINEAR = Buffer.from('\0_\0L\0i\0n', 'latin1');

async function run() {
  const { default: start } = await import(library);
  const quiet = () => undefined;
  const vips = await start({ dynamicLibraries: ['vips-jxl.wasm'], print: quiet, printErr: quiet });
  const [grey, colour] = depth === 16 ? ['grey16', 'rgb16'] : ['b-w', 'srgb'];
  const samples = depth === 16 ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) : bytes;
  const bare = vips.Image.newFromMemory(samples, width, height, channels, depth === 16 ? 'ushort' : 'uchar').copy({
    interpretation: channels < 3 ? grey : colour,
  });
  const saved = (/** @type {any} */ image, /** @type {object} */ how) => image.jxlsaveBuffer({ keep: 'icc', ...how });
  if (icc === null)
    return { data: saved(bare, quality === 100 ? EXACT : LOSSY), hasProfile: true, hasLoss: quality < 100 };
  const image = bare.copy();
  image.setBlob('icc-profile-data', icc);
  const profileOf = (/** @type {Uint8Array} */ jxl) =>
    Buffer.from(vips.Image.newFromBuffer(jxl).getBlob('icc-profile-data'));
  try {
    // What has loss is coded in libjxl's own colours: it comes back in linear light where it does not know the profile.
    const lossy = quality === 100 ? null : saved(image, LOSSY);
    if (lossy !== null && !profileOf(lossy).includes(LINEAR)) return { data: lossy, hasProfile: true, hasLoss: true };
    const exact = saved(image, EXACT);
    if (profileOf(exact).equals(icc)) return { data: exact, hasProfile: true, hasLoss: false };
  } catch {
    // A profile that libjxl does not take.
  }
  return { data: saved(bare, EXACT), hasProfile: false, hasLoss: false };
}

run().then(
  (answer) => post({ answer }, [answer.data.buffer]),
  () => post({ stage: 'failed' }),
);
