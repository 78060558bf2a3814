import { RESTORED_NAMESPACE } from '@contract/restored-mark';
import { contentHash } from '../../disk/content-hash';
import { withRegularFile } from '../../disk/read-file';
import { occupantOf, type Occupant } from '../../disk/replaceable';
import type { Batch } from './batch';

/** What a result would meet under a name: only where results are to be overwritten, a file has to be proven to be one. */
export function occupantOfResult(
  path: string,
  { originals, settings, hashes }: Pick<Batch, 'originals' | 'settings' | 'hashes'>,
): Promise<Occupant> {
  const isAsked = settings.onConflict === 'overwrite';
  return occupantOf(path, () => (isAsked ? isResult(path, hashes) : Promise.resolve(true)), originals);
}

/** Whether a file is what a ledger says was written, by its hash, or bears the mark of a result. */
async function isResult(path: string, hashes: ReadonlySet<string>): Promise<boolean> {
  const hash = await contentHash(path).catch(() => null);
  return hash !== null && (hashes.has(hash) || (await bearsMark(path).catch(() => false)));
}

const MARK = Buffer.from(RESTORED_NAMESPACE);
const CHUNK_BYTES = 1 << 20;

/** XMP is plain text in every format that is written here. */
function bearsMark(path: string): Promise<boolean> {
  return withRegularFile(path, async (file) => {
    const chunk = Buffer.alloc(MARK.length + CHUNK_BYTES);
    for (let kept = 0; ;) {
      const { bytesRead } = await file.read(chunk, kept, CHUNK_BYTES, null);
      if (chunk.subarray(0, kept + bytesRead).includes(MARK)) return true;
      if (bytesRead === 0) return false;
      const rest = Math.min(MARK.length, kept + bytesRead);
      chunk.copyWithin(0, kept + bytesRead - rest, kept + bytesRead);
      kept = rest;
    }
  });
}
