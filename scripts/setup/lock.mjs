import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 250;

/**
 * @param {number} pid
 * @returns {boolean}
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} path */
function readHolder(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/**
 * A holder that wrote nothing yet is taken as alive: it is between creating and writing.
 * @param {string} holder
 */
function isAbandoned(holder) {
  const [host, pid] = holder.split(' ');
  return host === hostname() && pid !== undefined && !isAlive(Number(pid));
}

/**
 * Moves an abandoned lock aside, so that of several waiters only one removes it, and none a new owner's.
 * @param {string} path
 * @param {string} holder what the abandoned lock said
 */
function takeAway(path, holder) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readHolder(aside) !== holder) renameSync(aside, path);
    else rmSync(aside, { force: true });
  } catch {
    // another waiter was quicker
  }
}

/**
 * Runs `work` while no other process holds the same lock file; a holder that was killed does not block.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {(holder: string) => void} [onWait] called once when there is something to wait for
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; ;) {
    try {
      writeFileSync(path, `${hostname()} ${process.pid}`, { flag: 'wx' });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder !== null && isAbandoned(holder)) takeAway(path, holder);
    else if (holder !== null) {
      if (!told) onWait?.(holder);
      told = true;
      await sleep(POLL_MS);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
