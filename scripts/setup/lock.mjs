import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claim, unclaim } from '../../src-main/disk/claim.mjs';
import { processTag } from '../../src-main/disk/process-tag.mjs';

const POLL_MS = 250;
let owners = 0;

/**
 * Runs `work` while no other process (or other call of this one) has the same lock; an owner that was killed does not
 * block.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {(holder: string) => void} [onWait] called once when there is something to wait for
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  const owner = `${processTag()}-${(owners += 1)}`;
  for (let told = false; ;) {
    const holder = await claim(path, owner);
    if (holder === null) break;
    if (!told) onWait?.(basename(holder));
    told = true;
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await unclaim(path, owner);
  }
}
