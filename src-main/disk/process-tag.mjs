import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import process from 'node:process';

/** Plain JavaScript: the app and the scripts that run before anything is built share this one rule. */

/** @param {() => string} read */
function orNothing(read) {
  try {
    return read().trim();
  } catch {
    return '';
  }
}

/** Process ids mean something within one computer and, on Linux, one namespace (container) of it. */
const HOST = createHash('sha256')
  .update(hostname())
  .update(orNothing(() => readFileSync('/etc/machine-id', 'utf8')))
  .update(orNothing(() => readlinkSync('/proc/self/ns/pid')))
  .digest('hex')
  .slice(0, 6);

/** What belongs to another computer and was not touched for this long, either way, is taken for forgotten. */
const FORGOTTEN_MS = 48 * 3600 * 1000;

/**
 * What the system tells of a process; null where it tells nothing (not Linux) or there is no such process.
 * @param {number} pid
 * @returns {{ ended: boolean, start: number } | null} `start`: clock ticks from boot; `ended`: dead, but not yet
 *   collected by its parent
 */
function factsOf(pid) {
  const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === '') return null;
  // The command's name may hold spaces and brackets; the state is field 3, the start field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { ended: fields[0] === 'Z' || fields[0] === 'X', start: Number(fields[19]) };
}

/**
 * Names a running process in file names: computer, process id and start time (process ids are used again).
 * @param {number} [pid]
 * @returns {string}
 */
export function processTag(pid = process.pid) {
  return `${HOST}-${pid}-${factsOf(pid)?.start ?? 0}`;
}

/**
 * @param {string} tag
 * @returns {'alive' | 'dead' | 'elsewhere'} 'elsewhere' is another computer's process on a shared disk: nothing is
 *   known of it
 */
export function ownerState(tag) {
  const [host, pidText, startText] = tag.split('-');
  if (host !== HOST) return 'elsewhere';
  const pid = Number(pidText);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return 'dead';
  }
  const facts = factsOf(pid);
  if (facts === null) return 'alive';
  return !facts.ended && facts.start === Number(startText) ? 'alive' : 'dead';
}

/**
 * The one rule for whatever a process leaves on a disk (locks, temporary files, folders): on this computer its owner
 * decides, otherwise the time of the last sign of life.
 * @param {string} tag
 * @param {number} lastSignMs
 * @returns {boolean}
 */
export function isAbandoned(tag, lastSignMs) {
  const state = ownerState(tag);
  return state === 'elsewhere' ? Math.abs(Date.now() - lastSignMs) > FORGOTTEN_MS : state === 'dead';
}

/**
 * When something was changed last; 0 where it is not there.
 * @param {string} path
 * @returns {number}
 */
export function changedMs(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
