// Loads the native TensorFlow of the checkout named in argv and multiplies two small matrices. Prints one JSON line.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import util from 'node:util';

// Node 22 warns of helpers that tfjs-node 4.22 still calls, and Node 23 removed them.
/** @type {Record<string, unknown>} */
const helpers = util;
helpers['isNullOrUndefined'] = (/** @type {unknown} */ value) => value === null || value === undefined;
helpers['isArray'] = Array.isArray;

const require = createRequire(join(process.argv[2] ?? '.', 'package.json'));
const tf = require('@tensorflow/tfjs-node-gpu');
const [value] = tf.matMul(tf.ones([4, 8]), tf.ones([8, 4])).dataSync();
if (tf.getBackend() !== 'tensorflow' || value !== 8) throw new Error(`a 4×4 product gave ${value}, not 8`);
const { binding, isUsingGpuDevice } = /** @type {any} */ (tf.backend());
process.stdout.write(`\n${JSON.stringify({ tensorflow: binding.TF_Version, gpu: isUsingGpuDevice })}\n`);
