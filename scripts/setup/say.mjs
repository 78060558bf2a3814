import process from 'node:process';

/** A failure whose message is one sentence for the user: what is wrong and what to install or run. */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'SetupError';
  }
}

/**
 * One line of progress. Always on stderr: stdout belongs to what the command itself prints.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * @param {number} bytes
 * @returns {string} '274 MB', '3.4 GB' (decimal units, as download pages use them)
 */
export function formatBytes(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

/**
 * @param {number} startMs
 * @returns {string} '14 s'
 */
export function secondsSince(startMs) {
  return `${Math.round((Date.now() - startMs) / 1000)} s`;
}

/**
 * Rewrites one line on a terminal; elsewhere (logs) says nothing until the end.
 * @param {string} line
 */
export function sayLive(line) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}

export function endLive() {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

/**
 * Runs a script's main function; whatever goes wrong ends in one sentence on stderr and the given exit code.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 2;
  }
}
