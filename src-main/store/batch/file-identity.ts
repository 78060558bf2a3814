import { lstat, stat } from 'node:fs/promises';
import { RESTORED_NAMESPACE } from '@contract/restored-mark';
import { contentHash } from '../../disk/content-hash';
import { withRegularFile } from '../../disk/read-file';
import type { Batch } from './batch';
import type { Occupant } from './output-name';

/** Device and file number: the same for all names and links of a file. Null where there is nothing. */
export async function identityOf(path: string): Promise<string | null> {
  const facts = await stat(path, { bigint: true }).catch(() => null);
  return facts === null ? null : `${facts.dev}:${facts.ino}`;
}

/**
 * What a result would meet under a name. Originals (by device and file number, so also through links and in other
 * case), folders, links, and what would be replaced without being proven to be a result are never touched.
 */
export async function occupantOf(
  path: string,
  { originals, settings, hashes }: Pick<Batch, 'originals' | 'settings' | 'hashes'>,
): Promise<Occupant> {
  const facts = await lstat(path, { bigint: true }).catch(() => null);
  if (facts === null) return 'nothing';
  if (!facts.isFile() || originals.has(`${facts.dev}:${facts.ino}`)) return 'untouchable';
  if (settings.onConflict !== 'overwrite') return 'file';
  return (await isResult(path, hashes)) ? 'file' : 'untouchable';
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
