import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { withClaim } from '../../src-main/disk/claim.mjs';

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
  return withClaim(path, work, { onWait: (other) => onWait?.(basename(other)) });
}
