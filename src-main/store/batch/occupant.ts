import { contentHash } from '../../disk/content-hash';
import { occupantOf, type Occupant, type Proof } from '../../disk/replaceable';
import type { Batch } from './batch';

/** Proves that a file is to the last bit what a ledger of the folder says was written. */
export const isWritten =
  ({ hashes }: Pick<Batch, 'hashes'>): Proof =>
  async (path) =>
    hashes.has(await contentHash(path));

/**
 * What a result would meet under a name. Where results are to be overwritten, a file makes way that was
 * written by us (`isWritten`): a result that was edited since is the user's.
 */
export function occupantOfResult(
  path: string,
  batch: Pick<Batch, 'originals' | 'settings' | 'hashes'>,
): Promise<Occupant> {
  const isAsked = batch.settings.onConflict === 'overwrite';
  return occupantOf(path, isAsked ? isWritten(batch) : () => Promise.resolve(true), batch.originals);
}
