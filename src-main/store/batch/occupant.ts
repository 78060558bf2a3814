import { contentHash } from '../../disk/content-hash';
import { occupantOf, type Occupant } from '../../disk/replaceable';
import type { Batch } from './batch';

/**
 * What a result would meet under a name. Where results are to be overwritten, a file makes way that is to the last bit what
 * a ledger of the folder says was written: a result that was edited since is the user's.
 */
export function occupantOfResult(
  path: string,
  { originals, settings, hashes }: Pick<Batch, 'originals' | 'settings' | 'hashes'>,
): Promise<Occupant> {
  const isAsked = settings.onConflict === 'overwrite';
  return occupantOf(path, async () => !isAsked || hashes.has(await contentHash(path)), originals);
}
