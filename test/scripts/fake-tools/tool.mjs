// Stands in for python3 (with pip) and g++: does the same to the files, much quicker, and can be made to hang half-way.
// FAKE_WHEEL: the wheel that pip hands out. FAKE_LOG: one line a call. FAKE_HANG: the phase to hang in, after half of
// its output is written and FAKE_HANG_MARK is there. REAL_PYTHON: unpacks for real.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';

const args = process.argv.slice(3);
const env = /** @type {Record<string, string>} */ (process.env);
const after = (/** @type {string} */ flag) => args[args.indexOf(flag) + 1] ?? '';

/**
 * @param {string} phase
 * @param {string} path
 * @param {Uint8Array} bytes
 */
function write(phase, path, bytes) {
  appendFileSync(env['FAKE_LOG'] ?? '', `${phase}\n`);
  if (env['FAKE_HANG'] !== phase) {
    writeFileSync(path, bytes);
    return;
  }
  writeFileSync(path, bytes.subarray(0, bytes.length / 2));
  writeFileSync(env['FAKE_HANG_MARK'] ?? '', String(process.pid));
  setInterval(() => undefined, 60_000); // until it is killed
}

function python() {
  if (args.includes('--version')) return;
  if (args.includes('download')) {
    const wheel = env['FAKE_WHEEL'] ?? '';
    write('download', join(after('--dest'), basename(wheel)), readFileSync(wheel));
    return;
  }
  const folder = join(args[2] ?? '', 'deps', 'lib');
  mkdirSync(folder, { recursive: true });
  write('extract', join(folder, 'libtensorflow_cc.so.2'), new Uint8Array(64));
  if (env['FAKE_HANG'] !== 'extract') process.exitCode = spawnSync(env['REAL_PYTHON'] ?? '', args).status ?? 1;
}

function compiler() {
  if (args.includes('--version') || args.includes('-fsyntax-only')) return;
  write('compile', after('-o'), Buffer.from('a compiled binding'));
}

if (process.argv[2] === 'python3') python();
else compiler();
