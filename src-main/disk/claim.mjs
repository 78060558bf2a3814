import { open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { changedMs, isAbandoned, processTag } from './process-tag.mjs';

/**
 * Whoever wants `path` for itself puts a file of its own beside it, named after the process, and looks for others'
 * only then: of two that come at once, the later sees the earlier. Nothing is ever taken over, so nothing can be taken
 * from somebody who lives: a dead owner's file bears a name that nobody else will ever use, and may go at any time.
 */

const TRIES = 4;
const APART_MS = 30;

/** @param {string} path @param {string} owner */
const claimFile = (path, owner) => `${path}.lock-${owner}`;

/**
 * @param {string} path what is claimed; it need not be there, its folder has to
 * @param {string} owner the owner's process tag, and what may follow it after a further '-'
 * @returns {Promise<string | null>} null: it is the owner's now; else the file of another owner who has it
 */
export async function claim(path, owner) {
  const mine = claimFile(path, owner);
  for (let attempt = 1; ; attempt += 1) {
    await create(mine);
    const other = await livingClaim(path, mine).catch(async (/** @type {unknown} */ error) => {
      // Left there, it would be somebody's who lives.
      await rm(mine, { force: true }).catch(() => undefined);
      throw error;
    });
    if (other === null) return null;
    await rm(mine, { force: true });
    if (attempt === TRIES) return other;
    // Two that came at once have both withdrawn: they come back one after the other.
    await sleep(APART_MS * (attempt + Math.random()));
  }
}

/** @param {string} path @param {string} owner */
export async function unclaim(path, owner) {
  await rm(claimFile(path, owner), { force: true });
}

let owners = 0;

/**
 * Runs `work` while nobody else has `path`, neither another process nor another call of this one.
 * @template T
 * @param {string} path what is claimed; its folder has to be there
 * @param {() => Promise<T>} work
 * @param {{ onWait?: ((other: string) => void) | undefined, pollMs?: number, giveUpMs?: number }} [options] `onWait` is
 *   called once when there is something to wait for; after `giveUpMs` ClaimTaken is thrown
 * @returns {Promise<T>}
 */
export async function withClaim(path, work, { onWait, pollMs = 250, giveUpMs = Infinity } = {}) {
  const owner = `${processTag()}-${(owners += 1)}`;
  const endMs = performance.now() + giveUpMs;
  for (let told = false; ;) {
    const other = await claim(path, owner);
    if (other === null) break;
    if (performance.now() > endMs) throw new ClaimTaken(other);
    if (!told) onWait?.(other);
    told = true;
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    await unclaim(path, owner);
  }
}

export class ClaimTaken extends Error {}

/** @param {string} file */
async function create(file) {
  try {
    await (await open(file, 'wx', 0o644)).close();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
}

/** Of more that are dead the rest is taken for living until the next try: a stranger's folder may hold any number. */
const MOST_REMOVED = 20;

/**
 * Another one's claim, or null; those of the dead are removed on the way.
 * @param {string} path
 * @param {string} mine
 */
async function livingClaim(path, mine) {
  const folder = dirname(path);
  const start = `${basename(path)}.lock-`;
  // A ledger that grows is a sign of life too.
  const grownMs = changedMs(path);
  let removed = 0;
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const tag = name.startsWith(start) ? /^[0-9a-f]+-\d+-\d+/.exec(name.slice(start.length))?.[0] : undefined;
    if (tag === undefined || file === mine) continue;
    if (removed === MOST_REMOVED || !isAbandoned(tag, Math.max(changedMs(file), grownMs))) return file;
    await rm(file, { force: true }).catch(() => undefined);
    removed += 1;
  }
  return null;
}
