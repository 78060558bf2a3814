import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] after this the child is killed and `code` is null
 * @property {string} [input] what the child reads
 * @property {boolean} [show] let the child write to our stderr as well
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @param {NodeJS.Signals} signal */
function stop(signal) {
  for (const child of running) child.kill(signal);
  process.exit(143);
}

/**
 * A set-up that is told to stop takes its downloads and compilers with it; at other times signals are left alone.
 * @param {import('node:child_process').ChildProcess} child
 */
function watch(child) {
  if (running.size === 0) process.on('SIGTERM', stop).on('SIGHUP', stop);
  running.add(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function unwatch(child) {
  running.delete(child);
  if (running.size === 0) process.off('SIGTERM', stop).off('SIGHUP', stop);
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number | null, output: string, printed: string }>} `output`: both streams together, `printed`:
 *   standard output alone; code null when it could not be started or ran out of time
 */
export function run(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    watch(child);
    let output = '';
    let printed = '';
    const keep = (/** @type {Buffer} */ bytes) => {
      output += bytes.toString('utf8');
      if (options.show) process.stderr.write(bytes);
    };
    child.stdout?.on('data', (/** @type {Buffer} */ bytes) => {
      printed += bytes.toString('utf8');
      keep(bytes);
    });
    child.stderr?.on('data', keep);
    child.stdin?.on('error', () => undefined); // a child that ends early need not have read everything
    if (options.input !== undefined) child.stdin?.end(options.input);
    const timer =
      options.timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
    const finish = (/** @type {number | null} */ code, /** @type {string} */ text) => {
      clearTimeout(timer);
      unwatch(child);
      done({ code, output: text, printed });
    };
    child.once('error', (error) => finish(null, error.message));
    child.once('close', (code) => finish(code, output));
  });
}

/**
 * @param {string} output
 * @returns {string} the last line that says something
 */
export function lastLine(output) {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}

/**
 * The line of a failed program that is worth telling: the first that names an error, else the last one.
 * @param {string} output
 * @returns {string}
 */
export function errorLine(output) {
  const named = output.split('\n').find((line) => /^\s*(\w*Error|error|ERROR|fatal)\b|: (fatal )?error:/.test(line));
  return (named ?? lastLine(output)).trim();
}

/**
 * How to call npm without a shell, on every platform.
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand() {
  const beside = dirname(process.execPath);
  const places = [
    process.env['npm_execpath'],
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = places.find((place) => place?.endsWith('npm-cli.js') && existsSync(place));
  return script === undefined ? { command: 'npm', args: [] } : { command: process.execPath, args: [script] };
}
