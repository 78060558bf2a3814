// Runs LibRaw in a thread of its own, so that the process answers meanwhile, a raw file that comes to no end can be
// ended, and all memory goes with it. Its text is part of the program (`?raw`): the thread needs no file of ours.
/* eslint-disable-next-line @typescript-eslint/no-require-imports -- a thread that is given as a text is CommonJS */
const { parentPort, workerData } = require('node:worker_threads');

/** @type {import('./camera-raw').RawOrder} */
const { library, module: compiled, bytes, settings } = workerData;

/** @param {import('./decoder-thread').ThreadMessage<import('./camera-raw').RawAnswer>} message @param {ArrayBuffer[]} [given] */
const post = (message, given) => parentPort?.postMessage(message, given);

async function run() {
  /** What LibRaw says of data that it cannot read; it goes on with zeros. @type {string[]} */
  const complaints = [];
  const { default: start } = await import(library);
  const libraw = await start({
    instantiateWasm(/** @type {object} */ imports, /** @type {(...parts: object[]) => void} */ use) {
      void WebAssembly.instantiate(compiled, imports).then((instance) => use(instance, compiled));
      return {};
    },
    print: () => undefined,
    printErr: (/** @type {string} */ line) => complaints.push(line),
  });
  const raw = new libraw.LibRaw();
  raw.open(bytes, settings ?? {});
  const facts = raw.metadata(true);
  if (settings === null) return { facts };
  post({ stage: 'opened' });
  const { data, width, height, colors } = raw.imageData();
  return { facts, picture: { data, width, height, colors, complaints } };
}

// LibRaw throws numbers and classes of its own, which say nothing to anybody else.
run().then(
  (answer) => post({ answer }, answer.picture ? [answer.picture.data.buffer] : []),
  () => post({ stage: 'failed' }),
);
